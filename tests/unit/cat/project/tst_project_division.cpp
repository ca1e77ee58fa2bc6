// Segments of a project that are split and joined: what was translated stays with them, and the file is written as if nobody had.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"
#include "tests/unit/cat/project/project_samples.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;
using tests::must;

namespace {

const std::string author = "Zoë";

QStringList shown(const std::vector<ProjectSegment> &segments)
{
    QStringList lines;
    for (const ProjectSegment &segment : segments)
        lines.append(QString::fromStdString(toNotation(segment.segment.source) + " | " + toNotation(segment.content.target) + " | " + stateName(segment.content.state)));
    return lines;
}

/// Splits or joins a segment, where that may be.
void divideAnywhere(TemporaryProject &place, Random &random)
{
    const std::vector<ProjectSegment> segments = place.segments();
    const ProjectSegment &segment = segments[below(random, segments.size())];
    if (below(random, 3) > 0)
        (void)place.project().splitSegment(segment.id, below(random, segment.segment.source.text.size()), author);
    else
        (void)place.project().joinSegments(segment.id, author);
}

}  // namespace

class TestProjectDivision : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void joiningBringsBackWhatWasSplit()
    {
        TemporaryProject place("Wait here, then go. Stop.\n");
        Project &project = place.project();
        must(project.confirm(place.id(0), {"Warte hier, dann geh.", {}}, author));
        const std::vector<ProjectSegment> before = place.segments();
        const auto halves = must(project.splitSegment(before[0].id, 10, author));
        QCOMPARE(shown(place.segments()), (QStringList{"Wait here, | Warte hier, dann geh. | draft", "then go. |  | new", "Stop. |  | new"}));
        QCOMPARE(must(project.joinSegments(halves.first, author)), before[0].id);
        QVERIFY(place.segments() == before);
    }

    void whatIsJoinedIsConfirmedWhereBothHalvesAre()
    {
        TemporaryProject place("Wait here, then go. Stop.\n");
        Project &project = place.project();
        must(project.confirm(place.id(0), {"Warte hier, dann geh.", {}}, author));
        const auto halves = must(project.splitSegment(place.id(0), 10, author));
        must(project.confirm(halves.first, {"Warte hier,", {}}, author));
        must(project.confirm(halves.second, {"dann geh.", {}}, author));
        const std::int64_t whole = must(project.joinSegments(halves.first, author));
        QCOMPARE(shown(place.segments()).front(), QString("Wait here, then go. | Warte hier, dann geh. | confirmed"));
        must(project.splitSegment(whole, 10, author));
        must(project.saveDraft(halves.second, {"dann geh.", {}}, author));
        must(project.joinSegments(halves.first, author));
        QCOMPARE(shown(place.segments()).front(), QString("Wait here, then go. | Warte hier, dann geh. | draft"));
    }

    void halvesAreTranslatedAndExported()
    {
        TemporaryProject place("Wait here, then go. Stop.\n");
        Project &project = place.project();
        const auto halves = must(project.splitSegment(place.id(0), 10, author));
        must(project.confirm(halves.first, {"Warte hier,", {}}, author));
        must(project.confirm(halves.second, {"dann geh.", {}}, author));
        QCOMPARE(must(project.exportDocument(place.document())).bytes, std::string("Warte hier, dann geh. Stop.\n"));
        const std::int64_t whole = must(project.joinSegments(halves.first, author));
        QCOMPARE(shown(place.segments()).front(), QString("Wait here, then go. | Warte hier, dann geh. | draft"));
        QVERIFY(must(project.splitSegment(whole, 10, author)) == halves);
        QCOMPARE(shown(place.segments()), (QStringList{"Wait here, | Warte hier, | confirmed", "then go. | dann geh. | confirmed", "Stop. |  | new"}));
    }

    void whatPeopleNotedStays()
    {
        TemporaryProject place("Wait here, then go. Stop.\n");
        Project &project = place.project();
        const auto notes = [&] {
            std::vector<std::vector<std::string>> said;
            for (const ProjectSegment &segment : place.segments()) {
                said.emplace_back();
                for (const SegmentNote &note : segment.notes)
                    said.back().push_back(note.text);
                if (must(project.segment(segment.id)) != segment)
                    said.back().push_back("read otherwise by its id");
            }
            return said;
        };
        must(project.takeIn({}, {{place.id(0), 1, "M. Weber", "Who waits?"}, {place.id(1), 2, "M. Weber", "Shorter?"}}, author));
        const auto halves = must(project.splitSegment(place.id(0), 10, author));
        QVERIFY(notes() == (std::vector<std::vector<std::string>>{{"Who waits?"}, {}, {"Shorter?"}}));
        must(project.joinSegments(halves.first, author));
        must(project.joinSegments(place.id(0), author));
        QVERIFY(notes() == (std::vector<std::vector<std::string>>{{"Who waits?", "Shorter?"}}));
    }

    void notesAreWhereTheyWereWhenAJoinIsUndone()
    {
        TemporaryProject place("Wait here. Then go. Stop.\n");
        Project &project = place.project();
        const auto noted = [&] {
            QStringList said;
            for (const ProjectSegment &segment : place.segments()) {
                QStringList texts;
                for (const SegmentNote &note : segment.notes)
                    texts << QString::fromStdString(note.text);
                said << texts.join(QLatin1Char('|'));
            }
            return said;
        };
        must(project.takeIn({}, {{place.id(0), 1, "M. Weber", "Who waits?"}, {place.id(1), 2, "M. Weber", "Shorter?"}}, author));
        const QStringList before = noted();
        const std::int64_t whole = must(project.joinSegments(place.id(0), author));
        QCOMPARE(noted(), (QStringList{"Who waits?|Shorter?", ""}));
        const auto halves = must(project.splitSegment(whole, 11, author));
        QCOMPARE(noted(), before);
        QCOMPARE(must(project.joinSegments(halves.first, author)), whole);
        QCOMPARE(noted(), (QStringList{"Who waits?|Shorter?", ""}));
        must(project.takeIn({}, {{whole, 3, "Zoë", "Both!"}}, author));
        must(project.splitSegment(whole, 11, author));
        QCOMPARE(noted(), (QStringList{"Who waits?|Both!", "Shorter?", ""}));
        must(project.takeIn({}, {{halves.second, 4, "Zoë", "Go!"}}, author));
        must(project.joinSegments(halves.first, author));
        QCOMPARE(noted(), (QStringList{"Who waits?|Shorter?|Both!|Go!", ""}));
    }

    void whatTheFormatForbidsIsRefusedAndChangesNothing()
    {
        TemporaryProject place("# Title\n\nText here.\n");
        Project &project = place.project();
        const std::vector<ProjectSegment> before = place.segments();
        for (const auto &refused : {project.joinSegments(before[0].id, author), project.joinSegments(before[1].id, author), project.joinSegments(77, author)})
            QVERIFY(!refused);
        QVERIFY(!project.splitSegment(before[0].id, 0, author));
        must(project.store({{before[0].id, {{}, SegmentState::Locked, {}}}}, author));
        QVERIFY(!project.splitSegment(before[0].id, 2, author));
        QCOMPARE(place.segments().size(), std::size_t(2));
    }

    void aNewVersionOfTheFileIsDividedAsTheOneBefore()
    {
        TemporaryProject place("Yes. No.\n\nYes, or no. Go.\n\nYes, or no. Stop.\n");
        Project &project = place.project();
        must(project.joinSegments(place.id(0), author));
        must(project.confirm(place.id(0), {"Ja und nein.", {}}, author));
        const auto halves = must(project.splitSegment(place.id(3), 5, author));
        must(project.confirm(halves.first, {"Ja,", {}}, author));
        must(project.confirm(halves.second, {"oder nein.", {}}, author));
        const QStringList yesAndNo{"Yes. No. | Ja und nein. | confirmed"};
        const QStringList halved{"Yes, | Ja, | confirmed", "or no. | oder nein. | confirmed", "Stop. |  | new"};
        const QStringList whole{"Yes, or no. |  | new", "Go. |  | new"};
        const auto updated = [&](const std::string &text) {
            writeFileAtomically(place.file(), text).value();
            must(project.addDocument(place.file()));
            return shown(place.segments());
        };
        QCOMPARE(updated("New.\n\nYes. No.\n\nYes, or no. Go.\n\nLonger.\n\nYes, or no. Stop.\n"),
                 QStringList{"New. |  | new"} + yesAndNo + whole + QStringList{"Longer. |  | new"} + halved);
        QCOMPARE(must(project.exportDocument(place.document())).bytes, std::string("New.\n\nJa und nein.\n\nYes, or no. Go.\n\nLonger.\n\nJa, oder nein. Stop.\n"));
        QCOMPARE(updated("Yes. Never.\n\nYes, or no. Go.\n\nYes, or no. Stop.\n"), (QStringList{"Yes. |  | new", "Never. |  | new"} + whole + halved));
    }

    /// The first of two equal ones goes, another comes in front: what was divided is known by what stands beside it.
    void theRightOneOfEqualSegmentsStaysDivided()
    {
        const QStringList halved{"Yes, | Ja, | confirmed", "or no. | oder nein. | confirmed", "Stop. |  | new"};
        const QStringList joined{"Fine. |  | new", "Yes. Go. | Ja. Los. | confirmed"};
        const std::string file = "Yes, or no. Go.\n\nYes, or no. Stop.\n\nYes. No.\n\nFine. Yes. Go.\n";
        const auto after = [&](const std::string &text) {
            TemporaryProject place(file);
            Project &project = place.project();
            must(project.confirm(must(project.joinSegments(place.id(7), author)), {"Ja. Los.", {}}, author));
            const auto halves = must(project.splitSegment(place.id(2), 5, author));
            must(project.confirm(halves.first, {"Ja,", {}}, author));
            must(project.confirm(halves.second, {"oder nein.", {}}, author));
            writeFileAtomically(place.file(), text).value();
            must(project.addDocument(place.file()));
            return shown(place.segments());
        };
        QCOMPARE(after("Yes, or no. Stop.\n\nFine. Yes. Go.\n"), halved + joined);
        const QStringList between{"Yes. |  | new", "No. |  | new"};
        QCOMPARE(after("Yes, or no. Wait.\n\n" + file).mid(4), halved + between + joined);
    }

    /// Their places are numbers of lines, or keys: an entry that comes in front moves the first, and not the others.
    void theRightOneOfEqualEntriesKeepsItsWork()
    {
        const QStringList work{"Yes | Ja | confirmed", "Yes | Doch | confirmed", "Stop now | Halt | confirmed"};
        const auto after = [&](const std::string &name, const std::string &before, const std::string &now) {
            TemporaryProject place(before, name);
            for (const auto &[index, target] : {std::pair(0, "Ja"), std::pair(1, "Doch"), std::pair(2, "Halt")})
                must(place.project().confirm(place.id(static_cast<std::size_t>(index)), {target, {}}, author));
            writeFileAtomically(place.file(), now).value();
            must(place.project().addDocument(place.file()));
            return shown(place.segments());
        };
        QCOMPARE(after("ui.csv", "text;more\nYes;1\nYes;2\nStop now;3\n", "text;more\nHello there;0\nYes;1\nYes;2\nStop now;3\n"), QStringList{"Hello there |  | new"} + work);
        QCOMPARE(after("ui.json", "{\"a\": \"Yes\", \"b\": \"Yes\", \"c\": \"Stop now\"}\n", "{\"aa\": \"Yes\", \"b\": \"Yes\", \"c\": \"Stop now\", \"a\": \"Yes\"}\n"),
                 (QStringList{"Yes |  | new", "Yes | Doch | confirmed", "Stop now | Halt | confirmed", "Yes | Ja | confirmed"}));
    }

    void otherRulesForADocumentKeepItsDivision()
    {
        TemporaryProject place("{\"a\": \"One two\", \"b\": \"Three\"}\n", "ui.json");
        Project &project = place.project();
        const auto halves = must(project.splitSegment(place.id(0), 4, author));
        must(project.confirm(halves.second, {"zwei", {}}, author));
        must(project.setRules(place.document(), DocumentRules{.keys = {"!b"}}));
        QCOMPARE(shown(place.segments()), (QStringList{"One |  | new", "two | zwei | confirmed"}));
    }

    void aNewVersionThatForbidsASplitHasTheWhole()
    {
        TemporaryProject bilingual(bilingualText(), "guide.xlf");
        Project &project = bilingual.project();
        must(project.splitSegment(bilingual.id(1), 5, author));
        std::string text = bilingualText();
        text.insert(text.find(" id=\"b\""), " canResegment=\"no\"");
        writeFileAtomically(bilingual.file(), text).value();
        must(project.addDocument(bilingual.file()));
        QCOMPARE(shown(bilingual.segments())[1], QString("Stop. Now. | Halt. Jetzt. | reviewed"));
        QCOMPARE(bilingual.segments().size(), std::size_t(3));
    }

    void anyDivisionOutlivesANewVersion_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("longer");
        const QString guide = QString::fromStdString(guideText());
        QTest::newRow("markdown") << "guide.md" << guide << "Something new stands here.\n\n" + guide;
        const QString bilingual = QString::fromStdString(bilingualText());
        const QString unit = "<unit id=\"new\"><segment><source>Something new stands here.</source></segment></unit>\n<unit id=\"u\">";
        QTest::newRow("xliff") << "guide.xlf" << bilingual << QString(bilingual).replace("<unit id=\"u\">", unit);
    }

    void anyDivisionOutlivesANewVersion()
    {
        QFETCH(QString, name);
        QFETCH(QString, text);
        QFETCH(QString, longer);
        Random random(98);
        for (int round = 0; round < tests::rounds(5); ++round) {
            TemporaryProject place(text.toStdString(), name.toStdString());
            Project &project = place.project();
            for (int step = 0; step < 12; ++step)
                divideAnywhere(place, random);
            const std::vector<ProjectSegment> before = place.segments();
            for (const ProjectSegment &segment : before)
                must(project.saveDraft(segment.id, {"Nr. " + std::to_string(segment.id), {}}, author));
            const Contents drafts = contentsOf(place.segments());
            writeFileAtomically(place.file(), longer.toStdString()).value();
            must(project.addDocument(place.file()));
            std::vector<ProjectSegment> after = place.segments();
            QCOMPARE(after.front().segment.source.text, std::string("Something new stands here."));
            after.erase(after.begin());
            QVERIFY2(contentsOf(after) == drafts, qPrintable(QString("round %1:\n%2").arg(round).arg(shown(after).join('\n'))));
            QCOMPARE(after.size(), before.size());
            for (std::size_t i = 0; i < after.size(); ++i)
                QCOMPARE(after[i].id, before[i].id);
        }
    }

    void aBilingualFileIsWrittenWithItsHalves()
    {
        TemporaryProject bilingual(bilingualText(), "guide.xlf");
        Project &project = bilingual.project();
        const auto bytes = [&] { return must(project.exportDocument(bilingual.document())); };
        const std::vector<ProjectSegment> before = bilingual.segments();
        QCOMPARE(shown(before), (QStringList{"Wait <1>here. Then go</1>. | Warte <1>hier. Dann geh</1>. | reviewed", "Stop. Now. | Halt. Jetzt. | reviewed", "Last. |  | new"}));
        const auto told = must(project.splitSegment(before[1].id, 5, author));
        QCOMPARE(shown(bilingual.segments())[1] + "; " + shown(bilingual.segments())[2], QString("Stop. | Halt. | reviewed; Now. | Jetzt. | reviewed"));
        QVERIFY(bytes().bytes.find("<segment id=\"b\" state=\"reviewed\"><source>Stop.</source><target>Halt.</target></segment>\n<ignorable><source> </source></ignorable>\n"
                                   "<segment id=\"b-2\" state=\"reviewed\"><source>Now.</source><target>Jetzt.</target></segment>")
                != std::string::npos);
        const auto untold = must(project.splitSegment(before[0].id, 15, author));
        QCOMPARE(shown(bilingual.segments())[0] + "; " + shown(bilingual.segments())[1], QString("Wait <1/>here. Then | Warte <1/>hier. Dann geh. | draft; go<1/>. |  | new"));
        must(project.confirm(untold.second, {"geh.", {{1, TagKind::Standalone, 3, {}}}}, author));
        const PartialExport written = bytes();
        QVERIFY2(written.refused.empty(), written.refused.empty() ? "" : written.refused[0].sentence().c_str());
        QVERIFY2(written.bytes.find("<target>geh<ec startRef=\"1\" canOverlap=\"no\"/>.</target>") != std::string::npos, written.bytes.c_str());
        must(project.saveDraft(untold.second, {}, author));
        QCOMPARE(must(project.joinSegments(untold.first, author)), before[0].id);
        QCOMPARE(must(project.joinSegments(told.first, author)), before[1].id);
        QVERIFY(bilingual.segments() == before);
        QCOMPARE(bytes().bytes, bilingualText());
    }

    void anyCutsOfABilingualFileAreUndone()
    {
        Random random(97);
        for (int round = 0; round < tests::rounds(3); ++round) {
            TemporaryProject bilingual(bilingualText(), "guide.xlf");
            Project &project = bilingual.project();
            const std::vector<ProjectSegment> before = bilingual.segments();
            std::vector<std::pair<bool, std::int64_t>> done;   // whether it was a split, and the first segment
            for (int step = 0; step < 12; ++step) {
                const std::vector<ProjectSegment> segments = bilingual.segments();
                const ProjectSegment &segment = segments[below(random, segments.size())];
                if (const auto halves = project.splitSegment(segment.id, below(random, segment.segment.source.text.size()), author); halves)
                    done.emplace_back(true, halves->first);
                bilingual.reopen();
                const PartialExport written = must(project.exportDocument(bilingual.document()));
                QVERIFY2(written.refused.empty(), written.refused.empty() ? "" : written.refused[0].sentence().c_str());
                QCOMPARE(must(parseDocument(written.bytes, "xliff", "en", "written")).segments.size(), bilingual.segments().size());
            }
            for (; !done.empty(); done.pop_back())
                must(project.joinSegments(done.back().second, author));
            QVERIFY(bilingual.segments() == before);
            QCOMPARE(must(project.exportDocument(bilingual.document())).bytes, bilingualText());
        }
    }

    void anyCutsLeaveTheFileAsItWas()
    {
        Random random(96);
        for (int round = 0; round < tests::rounds(3); ++round) {
            TemporaryProject place;
            Project &project = place.project();
            const std::string file = must(project.exportDocument(place.document())).bytes;
            const QStringList sources = shown(place.segments());
            std::vector<std::int64_t> whole;
            for (const ProjectSegment &segment : place.segments())
                whole.push_back(segment.id);
            for (int step = 0; step < 20; ++step) {
                divideAnywhere(place, random);
                QCOMPARE(must(project.exportDocument(place.document())).bytes, file);
            }
            place.reopen();
            QCOMPARE(must(place.project().exportDocument(place.document())).bytes, file);
        }
    }
};

QTEST_APPLESS_MAIN(TestProjectDivision)
#include "tst_project_division.moc"
