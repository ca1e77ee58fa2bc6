// Projects of every earlier version open with all the work in them, and with what they still have to tell the memory.
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/project/project_memory.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/worker.h"
#include "tests/unit/cat/project/project_samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <optional>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;
using namespace interlinear::cat::samples;
using namespace interlinear::tests;
namespace fs = std::filesystem;

namespace {

const fs::path golden = INTERLINEAR_SOURCE_DIR "/tests/golden/projects";

/// "source | target | state | origin", in the order of the document: what was written when the golden project was made.
const QStringList segmentsOfGolden{
    "Heat pump | Wärmepumpe | confirmed | ",
    "Press <1>Enter</1> to confirm. |  | new | ",
    "Close the cover. | Deckel schließen. | draft | ",
    "Close the cover. | Den Deckel schließen. | confirmed | ",
    "Read <1>the manual</1> first. |  | new | ",
    "Part | Teil | reviewed | memory 845",
    "Price | Menge | confirmed | machine",
    "Fan | Auf An | draft | memory 700",
    "Ask us |  | new | ",
};
const QStringList unitsOfGolden{"Close the cover. → Den Deckel schließen.", "Heat pump → Wärmepumpe", "Part → Teil", "Price → Menge"};

QStringList segmentsOf(const Project &project)
{
    QStringList lines;
    for (const ProjectSegment &segment : must(project.segments(must(project.documents()).front().id))) {
        QStringList columns;
        for (const std::string &column : {toNotation(segment.segment.source), toNotation(segment.content.target), stateName(segment.content.state), originText(segment.content.origin)})
            columns.append(QString::fromStdString(column));
        lines.append(columns.join(" | "));
    }
    return lines;
}

}  // namespace

class TestProjectMigration : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_copies = 0;

    fs::path copyOf(int version)
    {
        const fs::path folder = m_folder.path().toStdString() + "/" + std::to_string(++m_copies);
        fs::copy(golden / ("version-" + std::to_string(version)), folder);
        return folder;
    }

    static void checkWork(const fs::path &folder)
    {
        Project project = must(Project::open(folder));
        QCOMPARE(segmentsOf(project), segmentsOfGolden);
        std::map<std::int64_t, std::vector<HistoryEntry>> histories;
        for (const HistoryEntry &entry : must(project.historyOfDocument(must(project.documents()).front().id)))
            histories[entry.segment].push_back(entry);
        QCOMPARE(histories.size(), std::size_t(6));
        for (const ProjectSegment &segment : must(project.segments(must(project.documents()).front().id)))
            QVERIFY(isUnbroken(histories[segment.id], segment.content));
        ProjectMemory memory = ProjectMemory::open(project);
        QCOMPARE(unitsBetween(*memory.memory(), must(project.outbox())), unitsOfGolden);
        QVERIFY(must(project.exportDocument(must(project.documents()).front().id)).bytes.find("Wärmepumpe") != std::string::npos);
    }

private Q_SLOTS:
    void theWorkIsTheSame()
    {
        for (const int version : {1, 2, 3}) {
            const fs::path folder = copyOf(version);
            checkWork(folder);
            QVERIFY(fs::exists(folder / ("state.sqlite.version-" + std::to_string(version) + ".backup")));
            QCOMPARE(fs::exists(folder / "memory.itm.version-1.backup"), version == 1);
            checkWork(folder);
        }
    }

    void theWorkGoesOn()
    {
        const fs::path folder = copyOf(1);
        Project project = must(Project::open(folder));
        ProjectMemory memory = ProjectMemory::open(project);
        QCOMPARE(must(project.outbox()).units.size(), std::size_t(3));
        must(memory.applyOutbox());
        QCOMPARE(unitsOf(*memory.memory()), unitsOfGolden);
        const std::vector<ProjectSegment> segments = must(project.segments(must(project.documents()).front().id));
        must(project.confirm(segments[0].id, {"Die Wärmepumpe", {}}, "Zoë"));
        must(memory.applyOutbox());
        const std::vector<Match> matches = must(memory.lookup({segments[0].segment.source, {}, {}}, {1000, 5}));
        QCOMPARE(matches.size(), std::size_t(1));
        QCOMPARE(must(memory.memory()->history(matches[0].unit.id)).size(), std::size_t(2));
        must(memory.memory()->check());
    }

    void killedAtAnyInstant()
    {
        Random random(95);
        std::size_t longest = 20'000;
        for (int round = 0; round < rounds(5); ++round) {
            const fs::path folder = copyOf(1 + round % 3);
            const auto startedAt = std::chrono::steady_clock::now();
            Worker worker([&](int) { return Project::open(folder).has_value(); });
            if (round == 0) {
                QVERIFY(worker.waitFor(1));   // how long it takes here
                longest = static_cast<std::size_t>(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - startedAt).count());
            } else {
                spin(std::chrono::microseconds(below(random, longest)));
            }
            QVERIFY(worker.kill());
            checkWork(folder);
            fs::remove_all(folder);
        }
    }
};

QTEST_APPLESS_MAIN(TestProjectMigration)
#include "tst_project_migration.moc"
