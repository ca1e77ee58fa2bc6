// How a document is read is remembered with it: reopening, splitting and exporting go by the same keys, columns and encoding.
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

QStringList sources(const Project &project, std::int64_t document)
{
    QStringList texts;
    for (const ProjectSegment &segment : must(project.segments(document)))
        texts << QString::fromStdString(segment.segment.source.text + (segment.content.target.empty() ? "" : " = " + segment.content.target.text));
    return texts;
}

}  // namespace

class TestProjectRules : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_projects = 0;

    fs::path newFolder() { return m_folder.path().toStdString() + "/" + std::to_string(++m_projects); }

    fs::path written(const fs::path &folder, const std::string &name, const std::string &bytes)
    {
        must(writeFileAtomically(folder / name, bytes));
        return folder / name;
    }

private Q_SLOTS:
    void rulesStayWithTheDocument()
    {
        const fs::path folder = newFolder();
        const std::string json = R"({"title": "One", "name": "Two", "url": "Three"})";
        std::int64_t id = 0;
        {
            Project project = must(Project::create(folder, {"en", "de"}));
            const fs::path file = written(folder, "app.json", json);
            id = must(project.addDocument(file)).id;
            QCOMPARE(sources(project, id), (QStringList{"One", "Two", "Three"}));
            const std::int64_t two = must(project.segments(id))[1].id;
            must(project.confirm(two, {"Zwei", {}}, author));
            QCOMPARE(must(project.addDocument(file, DocumentRules{.keys = {"!url"}})).id, id);
            QCOMPARE(sources(project, id), (QStringList{"One", "Two = Zwei"}));
            QCOMPARE(must(project.segments(id))[1].id, two);
        }
        Project project = must(Project::open(folder));
        QCOMPARE(must(project.rulesOf(id)).keys, std::vector<std::string>{"!url"});
        QCOMPARE(must(project.addDocument(folder / "app.json")).segments, std::size_t(2));
        written(folder, "app.json", R"({"title": "One", "name": "Two", "url": "Three", "more": "Four"})");
        must(project.addDocument(folder / "app.json"));
        QCOMPARE(sources(project, id), (QStringList{"One", "Two = Zwei", "Four"}));
        QCOMPARE(must(project.exportDocument(id)).bytes, R"({"title": "One", "name": "Zwei", "url": "Three", "more": "Four"})");
        must(project.setRules(id, {}));
        QCOMPARE(sources(project, id), (QStringList{"One", "Two = Zwei", "Three", "Four"}));
        QCOMPARE(must(project.rulesOf(id)), DocumentRules());
    }

    void tablesOfTwoLanguages()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"en", "de"}));
        const fs::path file = written(folder, "ui.csv", "key,en,de\nopen,Open,Öffnen\nclose,Close,\nhelp,Help\n");
        const std::int64_t id = must(project.addDocument(file, DocumentRules{.columns = {"en"}, .targetColumn = "de"})).id;
        QCOMPARE(sources(project, id), (QStringList{"Open = Öffnen", "Close", "Help"}));
        const auto segments = must(project.segments(id));
        QCOMPARE(segments[0].content.state, SegmentState::Confirmed);
        QCOMPARE(segments[2].content.state, SegmentState::Locked);   // its row has no place for a translation
        QCOMPARE(segments[1].segment.facts.id, std::string("close"));
        QCOMPARE(must(project.exportDocument(id)).bytes, must(readFile(file)));
        must(project.confirm(segments[1].id, {"Schließen, \"zu\"", {}}, author));
        QCOMPARE(must(project.exportDocument(id)).bytes, "key,en,de\nopen,Open,Öffnen\nclose,Close,\"Schließen, \"\"zu\"\"\"\nhelp,Help\n");
    }

    void columnsThatAreNoneAreNamed()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"en", "de"}));
        const fs::path file = written(folder, "ui.csv", "key,en,de\nopen,Open,Öffnen\n");
        const std::int64_t id = must(project.addDocument(file)).id;
        const auto refused = project.setRules(id, DocumentRules{.columns = {"fr"}});
        QVERIFY(!refused);
        QVERIFY2(refused.error().sentence().find("'fr'") != std::string::npos, refused.error().sentence().c_str());
        QVERIFY(!project.setRules(id, DocumentRules{.columns = {"en", "de"}, .targetColumn = "de"}));
        QCOMPARE(must(project.rulesOf(id)), DocumentRules());
    }

    void encodingsStayWithTheDocument()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"cs", "de"}));
        const std::string bytes = "P\xF8\xEDli\x9A \x9Elu\x9Dou\xE8k\xFD k\xF9\xF2 \xFAp\xEC.\n";   // windows-1250
        const fs::path file = written(folder, "kun.txt", bytes);
        const std::int64_t id = must(project.addDocument(file, DocumentRules{.encoding = "windows-1252"})).id;
        QVERIFY(sources(project, id).front().startsWith("Pøíli"));
        must(project.setRules(id, DocumentRules{.encoding = "windows-1250"}));
        QCOMPARE(sources(project, id), QStringList{"Příliš žluťoučký kůň úpě."});
        QCOMPARE(must(project.exportDocument(id)).bytes, bytes);
        const std::int64_t segment = must(project.segments(id)).front().id;
        must(project.confirm(segment, {"Zu gelbes Pferd: größer", {}}, author));
        QCOMPARE(must(project.exportDocument(id)).bytes, "Zu gelbes Pferd: gr\xF6\xDF" "er\n");
        must(project.confirm(segment, {"Konь", {}}, author));
        const PartialExport exported = must(project.exportDocument(id));
        QCOMPARE(exported.bytes, bytes);
        QCOMPARE(exported.refused.size(), std::size_t(1));
        const std::string sentence = exported.refused.front().sentence();
        QVERIFY2(sentence.find("segment 1") != std::string::npos && sentence.find("U+044C") != std::string::npos && sentence.find("character 4") != std::string::npos,
                 sentence.c_str());
        QVERIFY(!project.setRules(id, DocumentRules{.encoding = "UTF-8"}));
        QVERIFY(!project.setRules(id, DocumentRules{.encoding = "klingon"}));
    }

    void splitsGoByTheRules()
    {
        const fs::path folder = newFolder();
        Project project = must(Project::create(folder, {"en", "de"}));
        const fs::path file = written(folder, "ui.csv", "1;One two;a b c\n2;Three four;d e f\n");
        const std::int64_t id = must(project.addDocument(file, DocumentRules{.columns = {"2"}, .header = false})).id;
        QCOMPARE(sources(project, id), (QStringList{"One two", "Three four"}));
        must(project.splitSegment(must(project.segments(id))[1].id, 6, author));
        QCOMPARE(sources(project, id), (QStringList{"One two", "Three", "four"}));
        must(project.confirm(must(project.segments(id))[2].id, {"vier", {}}, author));
        QCOMPARE(must(project.exportDocument(id)).bytes, "1;One two;a b c\n2;Three vier;d e f\n");
    }
};

QTEST_GUILESS_MAIN(TestProjectRules)
#include "tst_project_rules.moc"
