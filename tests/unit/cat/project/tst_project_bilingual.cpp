// Bilingual files in a project: their translations are there to begin with, and what is done comes back into their own places.
#include "engine/core/files.h"
#include "tests/support/must.h"

#include "engine/cat/project/project.h"

#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;
using tests::must;
namespace fs = std::filesystem;

namespace {

const std::string author = "Zoë";

const std::string catalog = "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
                            "#. On a button\n#: a.c:1\nmsgctxt \"file\"\nmsgid \"Open\"\nmsgstr \"Öffnen\"\n\n"
                            "#, fuzzy\nmsgctxt \"door\"\nmsgid \"Open\"\nmsgstr \"Auf\"\n\n"
                            "msgid \"Close\"\nmsgstr \"\"\n";

std::string shown(const ProjectSegment &segment)
{
    return segment.segment.source.text + " | " + segment.content.target.text + " | " + stateName(segment.content.state);
}

}  // namespace

class TestProjectBilingual : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_projects = 0;

    fs::path newFolder() { return m_folder.path().toStdString() + "/" + std::to_string(++m_projects); }

    fs::path written(const fs::path &folder, const std::string &bytes)
    {
        must(writeFileAtomically(folder / "de.po", bytes));
        return folder / "de.po";
    }

private Q_SLOTS:
    void translationsOfTheFileAreThere()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"en", "de"}));
        const ProjectDocument document = must(project.addDocument(written(folder, catalog)));
        const auto segments = must(project.segments(document.id));
        QCOMPARE(segments.size(), std::size_t(3));
        QCOMPARE(shown(segments[0]), std::string("Open | Öffnen | confirmed"));
        QCOMPARE(shown(segments[1]), std::string("Open | Auf | draft"));
        QCOMPARE(shown(segments[2]), std::string("Close |  | new"));
        QCOMPARE(segments[0].segment.facts.notes.empty(), false);
        QCOMPARE(must(project.exportDocument(document.id)).bytes, catalog);
        QCOMPARE(must(project.outbox()).units.size(), std::size_t(1));
        QCOMPARE(must(project.historyOfSegment(segments[0].id)).front().author, std::string("de.po"));
    }

    void theBeginningIsWhatTheDocumentWillBe()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"en", "de"}));
        const fs::path file = written(folder, catalog);
        const auto before = must(project.beginning(file, 2));
        QVERIFY(must(project.documents()).empty());
        const ProjectDocument document = must(project.addDocument(file));
        auto segments = must(project.segments(document.id));
        QCOMPARE(before.size(), std::size_t(2));
        for (std::size_t i = 0; i < before.size(); ++i)
            QCOMPARE(shown(before[i]), shown(segments[i]));
        must(project.confirm(segments[1].id, {"Offen", {}}, author));
        segments = must(project.segments(document.id));
        QVERIFY(must(project.beginning(file, 9)) == segments);
        QCOMPARE(project.beginning(folder / "none.po", 2).error().code, ErrorCode::NotFound);
    }

    void keepingThatIsStoppedLeavesTheProjectAsItWas()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"en", "de"}));
        std::string many = catalog;
        for (int i = 0; i < 700; ++i)
            many += "\nmsgid \"Number " + std::to_string(i) + "\"\nmsgstr \"Nummer " + std::to_string(i) + "\"\n";
        const fs::path file = written(folder, many);
        std::size_t last = 0;
        const auto stopAfter = [&](std::size_t most) {
            return [&last, most](std::size_t done, std::size_t all) {
                last = done;
                return done <= most && done <= all;
            };
        };
        for (const std::size_t most : {std::size_t(0), std::size_t(1000)}) {   // among the places, and among the translations
            const auto kept = project.addDocument(file, std::nullopt, stopAfter(most));
            QCOMPARE(kept.error().code, ErrorCode::Cancelled);
            QVERIFY(last > most);
            QVERIFY(must(project.documents()).empty() && must(project.outbox()).empty());
        }
        const ProjectDocument document = must(project.addDocument(file, std::nullopt, stopAfter(many.size())));
        QCOMPARE(document.segments, std::size_t(703));
    }

    void whatIsDoneComesIntoItsPlace()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"en", "de"}));
        const ProjectDocument document = must(project.addDocument(written(folder, catalog)));
        const auto segments = must(project.segments(document.id));
        must(project.confirm(segments[1].id, {"Offen", {}}, author));
        must(project.confirm(segments[2].id, {"Schließen", {}}, author));
        std::string expected = catalog;
        expected.replace(expected.find("#, fuzzy\n"), 9, "");
        expected.replace(expected.find("\"Auf\""), 5, "\"Offen\"");
        expected.replace(expected.rfind("msgstr \"\""), 9, "msgstr \"Schließen\"");
        const PartialExport exported = must(project.exportDocument(document.id));
        QVERIFY(exported.refused.empty());
        QCOMPARE(exported.bytes, expected);
    }

    void anEntryKeepsItsWorkWhereverItStands()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"en", "de"}));
        const ProjectDocument document = must(project.addDocument(written(folder, catalog)));
        const auto before = must(project.segments(document.id));
        must(project.confirm(before[1].id, {"Offen", {}}, author));
        const std::size_t second = catalog.find("#, fuzzy");
        const std::size_t first = catalog.find("#. On a button");
        const std::size_t third = catalog.rfind("msgid \"Close\"");
        const std::string reordered = catalog.substr(0, first) + catalog.substr(second, third - second) + catalog.substr(first, second - first) + catalog.substr(third);
        must(project.addDocument(written(folder, reordered)));
        const auto after = must(project.segments(document.id));
        QCOMPARE(after[0].id, before[1].id);
        QCOMPARE(shown(after[0]), std::string("Open | Offen | confirmed"));
        QCOMPARE(after[1].id, before[0].id);
    }

    void aFileOfOtherLanguagesIsRefused()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"en", "fr"}));
        const Result<ProjectDocument> refused = project.addDocument(written(folder, catalog));
        QVERIFY(!refused);
        QVERIFY2(refused.error().sentence().find("to de") != std::string::npos, refused.error().sentence().c_str());
    }
};

QTEST_APPLESS_MAIN(TestProjectBilingual)
#include "tst_project_bilingual.moc"
