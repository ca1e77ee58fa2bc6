#include "engine/cat/document/tag_notation.h"
#include "engine/core/files.h"
#include "tests/unit/cat/project/project_samples.h"

#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;

class TestProject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewProjectIsEmpty()
    {
        const QTemporaryDir folder;
        const std::filesystem::path job = folder.filePath("some/where/job").toStdString();
        QVERIFY(!Project::isProject(job));
        QCOMPARE(Project::open(job).error().code, ErrorCode::NotFound);
        {
            const Result<Project> project = Project::create(job, {"en-GB", "de-AT", "shared.itm"});
            QVERIFY(project.has_value());
            QVERIFY(project->documents()->empty());
        }
        QVERIFY(Project::isProject(job));
        const Result<Project> project = Project::open(job);
        QVERIFY(project.has_value());
        QCOMPARE(project->sourceLanguage(), std::string("en-GB"));
        QCOMPARE(project->targetLanguage(), std::string("de-AT"));
        QCOMPARE(project->memoryPath(), job / "shared.itm");
        QCOMPARE(project->openMemory()->statistics()->units, std::size_t(0));
        QVERIFY(project->documents()->empty());
        QVERIFY(project->outbox()->empty());
    }

    void creatingNeverReplaces()
    {
        TemporaryProject place;
        QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        place.close();
        QCOMPARE(Project::create(place.folder(), {"fr", "it"}).error().code, ErrorCode::InvalidArgument);
        const std::string settings = *readFile(place.settingsPath());
        std::filesystem::remove(place.settingsPath());
        QCOMPARE(Project::create(place.folder(), {"en", "de"}).error().code, ErrorCode::InvalidArgument);   // somebody's work is in it
        QVERIFY(!Project::isProject(place.folder()));
        QVERIFY(writeFileAtomically(place.settingsPath(), settings).has_value());
        place.reopen();
        QCOMPARE(place.content(0).target.text, std::string("Wärmepumpe"));
        QCOMPARE(place.project().sourceLanguage(), std::string("en"));
    }

    void aMemoryThatIsThereIsUsed()
    {
        const QTemporaryDir folder;
        const std::filesystem::path shared = folder.filePath("shared.itm").toStdString();
        Random random(61);
        const Unit unit = samples::unit(random);
        QVERIFY(Memory::create(shared, "en", "de")->add(unit).has_value());
        const Result<Project> project = Project::create(folder.filePath("job").toStdString(), {"en", "de", shared});
        QVERIFY(project.has_value());
        QCOMPARE(project->memoryPath(), shared);
        QCOMPARE(unitsOf(*project->openMemory()), QStringList(pairOf(unit.source, unit.target)));
        QVERIFY(!std::filesystem::exists(project->folder() / "memory.itm"));
    }

    void segmentsAreThoseOfTheDocument()
    {
        TemporaryProject place;
        const Result<Document> read = readDocument(place.file(), "en");
        const Result<Document> kept = place.project().document(place.document());
        QVERIFY(read && kept);
        QCOMPARE(kept->text, guideText());
        QCOMPARE(kept->format, std::string("markdown"));
        QVERIFY(kept->segments == read->segments);
        const std::vector<ProjectSegment> segments = place.segments();
        const std::vector<std::string> expected{"Heat pump", "Press <1>Enter</1> to confirm.", "Close the cover.", "Close the cover.",
                                                "Read <1>the manual</1> first.", "Part", "Price", "Fan", "Ask us"};
        QVERIFY(sourcesOf(segments) == expected);
        for (std::size_t i = 0; i < segments.size(); ++i) {
            QVERIFY(segments[i].segment == read->segments[i]);
            QVERIFY(segments[i].content == SegmentContent());
        }
        QCOMPARE(contentsOf(segments).size(), segments.size());
    }

    void openingFindsEverything()
    {
        TemporaryProject place;
        Project &project = place.project();
        const SegmentContent fuzzy{{"Deckel schließen.", {}}, SegmentState::Machine, TargetOrigin::memory(845)};
        const TaggedText halfTyped{"Drücken Sie Ein", {{1, TagKind::Open, 14, "**", "bold"}}};
        QVERIFY(project.confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        QVERIFY(project.saveDraft(place.id(1), halfTyped, "Zoë").has_value());
        QVERIFY(project.store({{place.id(2), fuzzy}, {place.id(5), {{"Teil", {}}, SegmentState::Locked, TargetOrigin::machine()}}}, "M. Weber").has_value());
        const std::vector<ProjectSegment> segments = place.segments();
        const std::vector<ProjectDocument> documents = *project.documents();
        const std::vector<HistoryEntry> history = *project.historyOfDocument(place.document());
        const Outbox outbox = *project.outbox();
        QCOMPARE(segments[1].content.target, halfTyped);
        QVERIFY(segments[2].content == fuzzy);
        QCOMPARE(history.size(), std::size_t(4));
        QCOMPARE(outbox.units.size(), std::size_t(2));

        place.reopen();
        QVERIFY(place.segments() == segments);
        QVERIFY(*place.project().documents() == documents);
        QVERIFY(*place.project().historyOfDocument(place.document()) == history);
        QVERIFY(place.project().outbox()->units == outbox.units);
        QCOMPARE(documents.size(), std::size_t(1));
        QCOMPARE(documents[0], (ProjectDocument{place.document(), "guide.md", place.file(), 9, 2}));
    }

    void twoDocumentsOfOneName()
    {
        TemporaryProject place;
        std::filesystem::create_directory(place.place() / "b");
        QVERIFY(writeFileAtomically(place.place() / "b" / "guide.md", "Heat pump\n").has_value());
        const Result<ProjectDocument> second = place.project().addDocument(place.place() / "b" / ".." / "b" / "guide.md");
        QVERIFY(second.has_value());
        QCOMPARE(second->name, std::string("guide (2).md"));
        QCOMPARE(second->segments, std::size_t(1));
        QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        QVERIFY(place.project().segments(second->id)->front().content == SegmentContent());
        QCOMPARE(place.project().addDocument(place.place() / "b" / "guide.md")->id, second->id);
        QCOMPARE(place.project().documents()->size(), std::size_t(2));
    }

    void aChangedFileKeepsItsWork()
    {
        TemporaryProject place;
        QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        QVERIFY(place.project().saveDraft(place.id(2), {"Deckel eins", {}}, "Zoë").has_value());
        QVERIFY(place.project().saveDraft(place.id(3), {"Deckel zwei", {}}, "Zoë").has_value());
        const std::vector<ProjectSegment> before = place.segments();
        QVERIFY(writeFileAtomically(place.file(), "New words here.\n\n- Close the cover.\n- Close the cover.\n- Close the cover.\n").has_value());
        QCOMPARE(place.project().addDocument(place.file())->id, place.document());
        const std::vector<ProjectSegment> changed = place.segments();
        QVERIFY(sourcesOf(changed) == (std::vector<std::string>{"New words here.", "Close the cover.", "Close the cover.", "Close the cover."}));
        QVERIFY(changed[0].content == SegmentContent());
        QCOMPARE(changed[1].id, before[2].id);
        QCOMPARE(changed[1].content.target.text, std::string("Deckel eins"));
        QCOMPARE(changed[2].content.target.text, std::string("Deckel zwei"));
        QVERIFY(changed[3].content == SegmentContent());
        QVERIFY(!contentsOf(before).contains(changed[0].id) && !contentsOf(before).contains(changed[3].id));

        QVERIFY(writeFileAtomically(place.file(), guideText()).has_value());
        place.reopen();
        QVERIFY(place.project().addDocument(place.file()).has_value());
        QVERIFY(place.segments() == before);   // the heading's translation came back with it
        QCOMPARE(place.project().historyOfSegment(place.id(0))->size(), std::size_t(1));
    }

    void sourcesThatComeAndGoKeepTheirWork()
    {
        Random random(62);
        TemporaryProject place("x\n");
        std::map<std::string, std::pair<std::int64_t, SegmentContent>> known;
        for (int round = 0; round < 25; ++round) {
            std::vector<std::string> sources;
            for (int i = 0; i < 12; ++i)
                sources.push_back("This is paragraph number " + std::to_string(i) + ".");
            std::shuffle(sources.begin(), sources.end(), random);
            sources.resize(below(random, 13));
            std::string text;
            for (const std::string &source : sources)
                text += source + "\n\n";
            QVERIFY(writeFileAtomically(place.file(), text).has_value());
            QCOMPARE(place.project().addDocument(place.file())->segments, sources.size());
            const std::vector<ProjectSegment> segments = place.segments();
            QVERIFY(sourcesOf(segments) == sources);
            for (const ProjectSegment &segment : segments) {
                const auto old = known.find(segment.segment.source.text);
                QVERIFY(segment.content == (old == known.end() ? SegmentContent() : old->second.second));
                QVERIFY(old == known.end() || old->second.first == segment.id);
                SegmentContent content = segment.content;
                if (below(random, 2) == 0)
                    content = {{sentence(random) + std::to_string(round), {}}, SegmentState::Draft, TargetOrigin::memory(700)};
                QVERIFY(place.project().store({{segment.id, content}}, "Zoë").has_value());
                known[segment.segment.source.text] = {segment.id, content};
            }
        }
        QCOMPARE(known.size(), std::size_t(12));
    }

    void unknownIdsAreNotFound()
    {
        TemporaryProject place;
        Project &project = place.project();
        const std::vector<ProjectSegment> before = place.segments();
        QCOMPARE(project.segments(99).error().code, ErrorCode::NotFound);
        QCOMPARE(project.document(99).error().code, ErrorCode::NotFound);
        QCOMPARE(project.exportDocument(99).error().code, ErrorCode::NotFound);
        QCOMPARE(project.saveDraft(99, {"x", {}}, "Zoë").error().code, ErrorCode::NotFound);
        QCOMPARE(project.confirm(99, {"x", {}}, "Zoë").error().code, ErrorCode::NotFound);
        QCOMPARE(project.unconfirm(99, "Zoë").error().code, ErrorCode::NotFound);
        const SegmentContent content{{"x", {}}, SegmentState::Confirmed, {}};
        QCOMPARE(project.store({{before[0].id, content}, {99, content}}, "Zoë").error().code, ErrorCode::NotFound);
        QCOMPARE(project.addDocument(place.place() / "none.md").error().code, ErrorCode::NotFound);
        QVERIFY(place.segments() == before);
        QVERIFY(project.historyOfDocument(place.document())->empty());
        QVERIFY(project.outbox()->empty());
    }

    void whatIsRefusedChangesNothing()
    {
        TemporaryProject place;
        Project &project = place.project();
        QVERIFY(project.confirm(place.id(1), fromNotation("<1>Eingabe</1> bestätigt."), "Zoë").has_value());
        const std::vector<ProjectSegment> before = place.segments();
        const Outbox outbox = *project.outbox();
        const TaggedText unbalanced = fromNotation("<1>Eingabe drücken.");
        QCOMPARE(project.confirm(place.id(1), unbalanced, "Zoë").error().code, ErrorCode::InvalidArgument);
        const SegmentContent good{{"Teil", {}}, SegmentState::Confirmed, {}};
        QCOMPARE(project.store({{place.id(5), good}, {place.id(1), {unbalanced, SegmentState::Reviewed, {}}}}, "Zoë").error().code, ErrorCode::InvalidArgument);
        QCOMPARE(project.saveDraft(place.id(0), {"W\xFFrme", {}}, "Zoë").error().code, ErrorCode::NotUtf8);
        QCOMPARE(project.saveDraft(place.id(0), {"Wärme", {}}, "Zo\xFF").error().code, ErrorCode::NotUtf8);
        QCOMPARE(project.saveDraft(place.id(0), {"Wä", {{1, TagKind::Standalone, 2, "", ""}}}, "Zoë").error().code, ErrorCode::InvalidArgument);
        QVERIFY(place.segments() == before);
        QVERIFY(project.outbox()->units == outbox.units);
        QCOMPARE(project.historyOfDocument(place.document())->size(), std::size_t(1));
        QVERIFY(project.saveDraft(place.id(1), unbalanced, "Zoë").has_value());   // a draft may be at any moment of typing
        QCOMPARE(place.content(1).target, unbalanced);
    }

    void typingIsOneEntry()
    {
        TemporaryProject place;
        Project &project = place.project();
        const std::int64_t id = place.id(0);
        const std::int64_t began = nowMs();
        for (const char *text : {"W", "Wä", "Wärme", "Wärmepumpe"})
            QVERIFY(project.saveDraft(id, {text, {}}, "Zoë").has_value());
        QVERIFY(project.saveDraft(id, {"Wärmepumpe", {}}, "M. Weber").has_value());   // nothing new
        const std::vector<HistoryEntry> typed = *project.historyOfSegment(id);
        QCOMPARE(typed.size(), std::size_t(1));
        QCOMPARE(typed[0].author, std::string("Zoë"));
        QCOMPARE(typed[0].segment, id);
        QVERIFY(typed[0].atMs >= began && typed[0].atMs <= nowMs());
        QVERIFY(typed[0].before == SegmentContent());
        QVERIFY(typed[0].after == (SegmentContent{{"Wärmepumpe", {}}, SegmentState::Draft, {}}));

        QVERIFY(project.saveDraft(place.id(2), {"Deckel", {}}, "Zoë").has_value());       // typing elsewhere in between ends nothing
        QVERIFY(project.saveDraft(id, {"Wärme", {}}, "Zoë").has_value());
        QCOMPARE(project.historyOfSegment(id)->size(), std::size_t(1));
        QVERIFY(project.saveDraft(id, {"Wärmepumpe", {}}, "M. Weber").has_value());
        QVERIFY(project.confirm(id, {"Wärmepumpe", {}}, "M. Weber").has_value());
        QVERIFY(project.confirm(id, {"Wärmepumpe", {}}, "M. Weber").has_value());         // nothing new
        QVERIFY(project.unconfirm(id, "M. Weber").has_value());
        QVERIFY(project.saveDraft(id, {"Pumpe", {}}, "M. Weber").has_value());
        const std::vector<HistoryEntry> history = *project.historyOfSegment(id);
        QCOMPARE(history.size(), std::size_t(4));
        QVERIFY(isUnbroken(history, place.content(0)));
        QCOMPARE(history[3].before.state, SegmentState::Confirmed);
        QCOMPARE(history[3].after.target.text, std::string("Pumpe"));
        QCOMPARE(project.historyOfDocument(place.document())->size(), std::size_t(5));
    }

    void anUneditedDocumentComesBackByteForByte()
    {
        const std::string odd = "\xEF\xBB\xBF# Title #\r\n\r\nTwo  spaces, *one*\r\nsoft break.  \r\n\r\n> quote\n\n\n\tcode\n\n&amp; \\* no end";
        for (const std::string &text : {odd, guideText(), std::string(), std::string("\n\n")}) {
            TemporaryProject place(text);
            place.reopen();
            const Result<PartialExport> exported = place.project().exportDocument(place.document());
            QVERIFY(exported.has_value());
            QCOMPARE(exported->bytes, text);
            QVERIFY(exported->refused.empty());
        }
    }

    void whatIsTranslatedIsExported()
    {
        TemporaryProject place;
        Project &project = place.project();
        QVERIFY(project.confirm(place.id(1), fromNotation("Bestätigen Sie mit <1>Eingabe</1>."), "Zoë").has_value());
        QVERIFY(project.saveDraft(place.id(3), {"Deckel schließen.", {}}, "Zoë").has_value());
        QVERIFY(project.saveDraft(place.id(4), fromNotation("Erst <1>das Handb"), "Zoë").has_value());   // cannot be written yet
        QVERIFY(project.saveDraft(place.id(7), {" ", {}}, "Zoë").has_value());
        QVERIFY(project.confirm(place.id(8), {"Auf Anfrage", {}}, "Zoë").has_value());
        place.reopen();
        const Result<PartialExport> exported = place.project().exportDocument(place.document());
        QVERIFY(exported.has_value());
        QCOMPARE(exported->bytes, std::string("# Heat pump\n\nBestätigen Sie mit **Eingabe**. Close the cover.\n\n- Deckel schließen.\n"
                                              "- Read [the manual](https://example.org) first.\n\n"
                                              "| Part | Price |\n|------|-------|\n| Fan  | Auf Anfrage |\n"));
        QCOMPARE(exported->refused.size(), std::size_t(1));
        QVERIFY(exported->refused[0].sentence().find("segment 5") != std::string::npos);
        QCOMPARE(*readFile(place.file()), guideText());
    }

    void randomWorkEqualsAPlainModel()
    {
        Random random(63);
        for (int round = 0; round < 6; ++round) {
            TemporaryProject place;
            PlainProject plain(place.segments());
            for (int step = 0; step < 150; ++step) {
                QVERIFY(plain.change(place.project(), random));
                if (below(random, 12) == 0)
                    place.reopen();
                QVERIFY(contentsOf(place.segments()) == plain.contents());
            }
            const auto done = std::count_if(plain.contents().begin(), plain.contents().end(), [](const auto &entry) { return isDone(entry.second.state); });
            QCOMPARE(place.project().documents()->front().done, static_cast<std::size_t>(done));
            std::size_t entries = 0;
            for (const auto &[id, content] : plain.contents()) {
                const std::vector<HistoryEntry> history = *place.project().historyOfSegment(id);
                QVERIFY(isUnbroken(history, content));
                entries += history.size();
            }
            QVERIFY(entries > 60);
            QCOMPARE(place.project().historyOfDocument(place.document())->size(), entries);
        }
    }
};

QTEST_APPLESS_MAIN(TestProject)
#include "tst_project.moc"
