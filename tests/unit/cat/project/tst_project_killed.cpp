#include "engine/cat/project/project_memory.h"
#include "engine/core/files.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/worker.h"
#include "tests/unit/cat/project/project_samples.h"

#include <QTest>

#include <chrono>
#include <optional>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;
using namespace interlinear::cat::samples;
using interlinear::tests::rounds;

namespace {

TaggedText targetOf(int round, int number, std::size_t segment)
{
    TaggedText target{"Runde " + std::to_string(round) + ", Schritt " + std::to_string(number) + ", Satz " + std::to_string(segment), {}};
    if (number % 3 == 0)
        target.tags = {{1, TagKind::Open, 0, "**", "bold"}, {1, TagKind::Close, 5, "**", "bold"}};
    return target;
}

/// Each segment's own unit answers a lookup of its source, and nothing else with that source does.
bool everyUnitIsFound(ProjectMemory &memory, const std::vector<ProjectSegment> &segments)
{
    for (const ProjectSegment &segment : segments) {
        const std::vector<Match> matches = memory.lookup({segment.segment.source, {}, {}}, {1000, 5}).value();
        const bool wanted = segment.content.state == SegmentState::Confirmed;
        if (matches.size() != (wanted ? 1 : 0) || (wanted && matches[0].unit.target != segment.content.target))
            return false;
    }
    return true;
}

}  // namespace

class TestProjectKilled : public QObject {
    Q_OBJECT

    static constexpr std::size_t count = 12;

    /// What must hold after any end: the memory and its project agree, before and after what waits is delivered.
    static void checkMemory(TemporaryProject &place, bool apply)
    {
        ProjectMemory memory = ProjectMemory::open(place.project());
        const QStringList done = PlainProject(place.segments()).doneUnits();
        QCOMPARE(unitsBetween(*memory.memory(), *place.project().outbox()), done);
        QVERIFY(everyUnitIsFound(memory, place.segments()));
        if (!apply)
            return;
        QVERIFY(memory.applyOutbox().has_value());
        QVERIFY(place.project().outbox()->empty());
        QCOMPARE(unitsOf(*memory.memory()), done);
        QVERIFY(everyUnitIsFound(memory, place.segments()));
        QVERIFY(memory.memory()->check().has_value());
    }

private Q_SLOTS:
    void whatWasConfirmedIsThere()
    {
        Random random(91);
        TemporaryProject place(paragraphs(count));
        Contents expected = contentsOf(place.segments());
        std::vector<std::int64_t> ids;
        for (const auto &[id, content] : expected)
            ids.push_back(id);
        std::size_t history = 0;
        for (int round = 0; round < rounds(20); ++round) {
            const auto change = [&](int number) {   // what the child's step of this number makes of a segment
                const std::size_t segment = static_cast<std::size_t>(number * 5 + round) % count;
                return SegmentWrite{ids[segment], {targetOf(round, number, segment), SegmentState::Confirmed, {}}};
            };
            place.close();
            std::optional<Project> project;
            Worker worker([&](int number) {
                if (!project)
                    project = Project::open(place.folder()).value();
                const SegmentWrite write = change(number);
                return project->confirm(write.id, write.content.target, "Zoë").has_value();
            });
            QVERIFY(worker.waitFor(static_cast<int>(below(random, 25))));
            spin(std::chrono::microseconds(below(random, 4000)));
            QVERIFY(worker.kill());

            place.reopen();
            for (int number = 0; number < worker.reports(); ++number)
                expected[change(number).id] = change(number).content;
            history += static_cast<std::size_t>(worker.reports());
            const SegmentWrite last = change(worker.reports());
            if (contentsOf(place.segments())[last.id] == last.content) {   // on disk, but killed before it could say so
                expected[last.id] = last.content;
                ++history;
            }
            QVERIFY(contentsOf(place.segments()) == expected);
            QCOMPARE(place.project().historyOfDocument(place.document())->size(), history);
            checkMemory(place, round % 2 == 0);
        }
        QVERIFY(history > 100);
    }

    void killedWhileTheMemoryLearns()
    {
        Random random(92);
        TemporaryProject place(paragraphs(count));
        std::vector<ProjectSegment> segments = place.segments();
        int delivered = 0;
        for (int round = 0; round < rounds(20); ++round) {
            const auto fill = [&](int number) {
                std::vector<SegmentWrite> writes;
                for (std::size_t i = 0; i < count; ++i)
                    writes.push_back({segments[i].id, {targetOf(round, number, i), SegmentState::Confirmed, {}}});
                return writes;
            };
            place.close();
            std::optional<Project> project;
            std::optional<Memory> memory;
            Worker worker([&](int number) {   // even steps confirm everything anew, odd ones deliver it
                if (!project) {
                    project = Project::open(place.folder()).value();
                    memory = project->openMemory().value();
                }
                return number % 2 == 0 ? project->store(fill(number), "Zoë").has_value() : project->applyOutbox(*memory).has_value();
            });
            QVERIFY(worker.waitFor(1 + 2 * static_cast<int>(below(random, 6))));   // behind an even step: the memory is to learn
            spin(std::chrono::microseconds(below(random, 6000)));
            QVERIFY(worker.kill());

            place.reopen();
            delivered += worker.reports() / 2;
            const int lastFill = (worker.reports() - 1) / 2 * 2;
            const std::vector<ProjectSegment> after = place.segments();
            const int number = after[0].content.target == targetOf(round, lastFill, 0) ? lastFill : worker.reports();
            for (std::size_t i = 0; i < count; ++i)
                QCOMPARE(after[i].content, (SegmentContent{targetOf(round, number, i), SegmentState::Confirmed, {}}));
            checkMemory(place, round % 3 != 0);
        }
        QVERIFY(delivered > 25);
    }

    /// A file is split or it is not: never half of it, and what was there before comes back byte for byte.
    void killedWhileABilingualFileIsDivided()
    {
        Random random(93);
        TemporaryProject place(bilingualText(), "guide.xlf");
        const std::vector<ProjectSegment> whole = place.segments();
        int divisions = 0;
        for (int round = 0; round < rounds(20); ++round) {
            const bool wasWhole = place.segments().size() == whole.size();
            place.close();
            std::optional<Project> project;
            Worker worker([&](int number) {   // split and joined in turn
                if (!project)
                    project = Project::open(place.folder()).value();
                const std::int64_t first = project->segments(place.document()).value()[1].id;
                return (number % 2 == 0) == wasWhole ? project->splitSegment(first, 5, "Zoë").has_value() : project->joinSegments(first, "Zoë").has_value();
            });
            QVERIFY(worker.waitFor(static_cast<int>(below(random, 8))));
            spin(std::chrono::microseconds(below(random, 12000)));
            QVERIFY(worker.kill());

            place.reopen();
            divisions += worker.reports();
            const std::string bytes = place.project().exportDocument(place.document()).value().bytes;
            const std::vector<ProjectSegment> segments = place.segments();
            QVERIFY(segments.size() == whole.size() || segments.size() == whole.size() + 1);
            if (segments.size() == whole.size()) {
                QVERIFY(segments == whole);
                QCOMPARE(bytes, bilingualText());
            } else {
                QCOMPARE(segments[1].content.target.text + "|" + segments[2].content.target.text, "Halt.|Jetzt.");
                QVERIFY(bytes.find("<source>Stop.</source><target>Halt.</target>") != std::string::npos && bytes.find("<source>Now.</source><target>Jetzt.</target>") != std::string::npos);
            }
        }
        QVERIFY(divisions > 20);
    }

    void anInterruptedCreationIsTakenUp()
    {
        TemporaryProject place;
        const std::filesystem::path folder = place.place() / "other";
        static_cast<void>(Project::create(folder, {"en", "de"}).value());
        std::filesystem::remove(folder / "project.json");   // comes last
        QVERIFY(Project::create(folder, {"en", "de"}).has_value());
        std::filesystem::remove(folder / "project.json");
        std::filesystem::remove(folder / "state.sqlite");
        QVERIFY(Project::create(folder, {"en", "de"}).has_value());
    }

    void creationKilledAtAnyInstantIsTakenUp()
    {
        TemporaryProject place;
        std::mt19937 random(71);
        int unfinished = 0;
        for (int round = 0; round < 60; ++round) {
            const std::filesystem::path folder = place.place() / ("killed" + std::to_string(round));
            {
                Worker worker([&](int) { return Project::create(folder, {"en", "de"}).has_value(); });
                spin(std::chrono::microseconds(random() % 20'000));
            }
            if (Project::isProject(folder)) {
                QVERIFY(Project::open(folder).has_value());
                continue;
            }
            unfinished += std::filesystem::exists(folder);
            const Result<Project> project = Project::create(folder, {"en", "de"});
            QVERIFY2(project.has_value(), project ? "" : project.error().sentence().c_str());
            QVERIFY(project->openMemory().has_value());
        }
        QVERIFY2(unfinished >= 5, qPrintable(QString("%1 rounds ended in the middle").arg(unfinished)));
    }
};

QTEST_APPLESS_MAIN(TestProjectKilled)
#include "tst_project_killed.moc"
