// Programs that are killed at any instant of their work on a memory, and many that work on one at once.
#include "engine/cat/memory/exchange/export.h"
#include "engine/cat/memory/exchange/import.h"
#include "engine/cat/memory/hygiene/merge.h"
#include "engine/cat/memory/memory.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/oracle.h"
#include "tests/unit/cat/memory/samples.h"
#include "tests/unit/cat/memory/worker.h"

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <filesystem>
#include <latch>
#include <memory>
#include <optional>
#include <thread>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;
using namespace interlinear::tests;
namespace fs = std::filesystem;

namespace {

Unit unitNumber(int round, int number)
{
    Unit unit;
    unit.id = "unit " + std::to_string(round) + " " + std::to_string(number);
    unit.source.text = "Open valve " + std::to_string(round) + " before you start motor " + std::to_string(number) + " of the pump.";
    unit.target.text = "Ventil " + std::to_string(round) + " öffnen, dann Motor " + std::to_string(number) + ".";
    return unit;
}

std::set<std::string> idsOf(const std::vector<Unit> &units)
{
    std::set<std::string> ids;
    for (const Unit &unit : units)
        ids.insert(unit.id);
    return ids;
}

}  // namespace

class TestMemoryKilled : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    fs::path newPath() { return (m_folder.path() + "/memory" + QString::number(++m_files)).toStdString(); }

    /// What holds after any end. The units that are there.
    static std::vector<Unit> unitsOfSound(const fs::path &path, samples::Random &random)
    {
        Memory memory = must(Memory::open(path));
        must(memory.check());
        const std::vector<Unit> units = samples::unitsIn(memory);
        [&] { QCOMPARE(samples::lookupsThatDiffer(memory, units, random), QStringList()); }();
        return units;
    }

    /// One of two sides, which differ in what of every unit they have.
    static void fillForMerge(const fs::path &path, int side)
    {
        Memory memory = must(Memory::create(path, "en", "de"));
        MemoryWriter writer = must(memory.write());
        for (int number = 0; number < 400; ++number) {
            Unit unit = unitNumber(0, number);
            unit.changedMs = 1'000 + (number + side) % 3;
            unit.target.text += number % 2 == 0 ? "" : " " + std::to_string(side);
            if (number % 4 == 0)
                unit.id += " on side " + std::to_string(side);
            if (number % 5 != 1 + side)
                must(writer.add(unit));
            if (number % 7 == 1 + side)
                must(writer.remove(unit.id));
        }
        must(writer.commit());
    }

    static MergeReport merge(const fs::path &path, const fs::path &other)
    {
        Memory memory = must(Memory::open(path));
        must(memory.lookup({unitNumber(0, 0).source, {}, {}}, {500, 5}));   // with an index that is to follow
        return must(mergeMemory(memory, must(Memory::open(other, Access::Read)), {}));
    }

private Q_SLOTS:
    void whatWasAddedIsThere()
    {
        samples::Random random(81);
        const fs::path path = newPath();
        must(Memory::create(path, "en", "de"));
        std::set<std::string> expected;
        for (int round = 0; round < rounds(5); ++round) {
            std::optional<Memory> memory;
            Worker worker([&](int number) {
                if (!memory)
                    memory = must(Memory::open(path));
                return memory->add(unitNumber(round, number)).has_value();
            });
            QVERIFY(worker.waitFor(1 + static_cast<int>(samples::below(random, 12))));
            spin(std::chrono::microseconds(samples::below(random, 3000)));
            QVERIFY(worker.kill());
            const std::set<std::string> ids = idsOf(unitsOfSound(path, random));
            for (int number = 0; number < worker.reports(); ++number)
                expected.insert(unitNumber(round, number).id);
            if (const std::string last = unitNumber(round, worker.reports()).id; ids.contains(last))   // on disk, but killed before it could say so
                expected.insert(last);
            QVERIFY(ids == expected);
        }
    }

    void anImportIsThereOrNot()
    {
#ifdef __SANITIZE_THREAD__
        QSKIP("the sanitizer of threads follows none that a forked process starts");
#endif
        samples::Random random(82);
        constexpr int units = 1500;
        const fs::path tmx = newPath();
        {
            Memory source = must(Memory::create(newPath(), "en", "de"));
            MemoryWriter writer = must(source.write());
            for (int number = 0; number < units; ++number)
                must(writer.add(unitNumber(0, number)));
            must(writer.commit());
            must(exportTmx(source, tmx));
        }
        int whole = 0, none = 0;
        std::size_t longest = 200'000;
        for (int round = 0; round < rounds(5); ++round) {
            const fs::path path = newPath();
            must(must(Memory::create(path, "en", "de")).add(unitNumber(1, 0)));
            const auto startedAt = std::chrono::steady_clock::now();
            Worker worker([&](int number) {
                if (number > 0)
                    return false;
                Memory memory = must(Memory::open(path));
                return importUnits(memory, tmx).has_value();
            });
            if (round == 0) {
                QVERIFY(worker.waitFor(1));   // how long it takes here
                longest = static_cast<std::size_t>(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - startedAt).count()) * 5 / 4;
            } else if (round > 1) {   // the second round is killed at once
                spin(std::chrono::microseconds(samples::below(random, longest)));
            }
            worker.kill();
            const std::size_t there = unitsOfSound(path, random).size();
            QVERIFY(there == 1 || there == units + 1);
            ++(there == 1 ? none : whole);
        }
        QVERIFY(whole > 0 && none > 0);
    }

    /// Edits of every unit in one transaction, as a merge or a bulk change makes them.
    void aBulkChangeIsThereOrNot()
    {
        samples::Random random(83);
        constexpr int units = 120;
        const fs::path path = newPath();
        {
            Memory memory = must(Memory::create(path, "en", "de"));
            MemoryWriter writer = must(memory.write());
            for (int number = 0; number < units; ++number)
                must(writer.add(unitNumber(0, number)));
            must(writer.commit());
        }
        int version = 0;
        const auto idOf = [](int edit, int number) { return "version " + std::to_string(edit) + " of " + unitNumber(0, number).id; };
        for (int round = 0; round < rounds(5); ++round) {
            std::optional<Memory> memory;
            Worker worker([&](int step) {
                if (!memory)
                    memory = must(Memory::open(path));
                MemoryWriter writer = must(memory->write());
                for (int number = 0; number < units; ++number) {
                    Unit unit = unitNumber(0, number);
                    const std::string earlier = version + step == 0 ? unit.id : idOf(version + step, number);
                    unit.id = idOf(version + step + 1, number);
                    unit.target.text += " (" + std::to_string(version + step + 1) + ")";
                    must(writer.replace(earlier, unit));
                }
                return writer.commit().has_value();
            });
            QVERIFY(worker.waitFor(static_cast<int>(samples::below(random, 3))));
            spin(std::chrono::microseconds(samples::below(random, 12'000)));
            QVERIFY(worker.kill());
            const std::set<std::string> ids = idsOf(unitsOfSound(path, random));
            version += worker.reports();
            if (ids.contains(idOf(version + 1, 0)))
                ++version;
            QCOMPARE(ids.size(), std::size_t(units));
            for (int number = 0; number < units; ++number)
                QVERIFY(ids.contains(version == 0 ? unitNumber(0, number).id : idOf(version, number)));
            QCOMPARE(must(must(Memory::open(path)).history(idOf(version, 7))).size(), std::size_t(version == 0 ? 0 : version + 1));
        }
    }

    /// Units that are new, that were changed later on either side, that say the same under another id, and that were removed on either side.
    void aMergeIsThereOrNot()
    {
        samples::Random random(86);
        const fs::path before = newPath(), other = newPath(), merged = newPath();
        fillForMerge(before, 0);
        fillForMerge(other, 1);
        fs::copy_file(before, merged);
        const auto startedAt = std::chrono::steady_clock::now();
        const MergeReport report = merge(merged, other);
        const auto longest = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - startedAt) * 5 / 4;
        QVERIFY(report.added > 0 && report.updated > 0 && report.known > 0 && report.keptAway > 0 && report.removed > 0);
        const std::vector<Unit> old = unitsOfSound(before, random), whole = unitsOfSound(merged, random);
        int done = 0, none = 0;
        for (int round = 0; round < rounds(5); ++round) {
            const fs::path path = newPath();
            fs::copy_file(before, path);
            Worker worker([&](int number) {
                if (number == 0)
                    merge(path, other);
                return number == 0;
            });
            if (round == 0)
                QVERIFY(worker.waitFor(1));
            else
                spin(std::chrono::microseconds(samples::below(random, static_cast<std::size_t>(longest.count()))));
            worker.kill();
            const std::vector<Unit> there = unitsOfSound(path, random);
            QVERIFY(there == old || there == whole);
            ++(there == old ? none : done);
            QCOMPARE(merge(path, other).added, there == old ? report.added : 0);   // it can be asked for again
            QVERIFY(unitsOfSound(path, random) == whole);
        }
        QVERIFY(done > 0 && none > 0);
    }

    void sixteenThreadsAddAndLookUp()
    {
        const fs::path path = newPath();
        must(Memory::create(path, "en", "de"));
        constexpr int threads = 16;
        constexpr int unitsEach = 15;
        std::vector<int> found(threads);
        {
            std::latch start(threads);
            std::vector<std::jthread> workers;
            for (int thread = 0; thread < threads; ++thread) {
                workers.emplace_back([&, thread] {
                    Result<Memory> memory = Memory::open(path);
                    start.arrive_and_wait();
                    for (int number = 0; memory && number < unitsEach; ++number) {
                        const Unit unit = unitNumber(thread, number);
                        Result<Addition> added = memory->add(unit);
                        while (!added && added.error().code == ErrorCode::Locked)   // fifteen others are before it
                            added = memory->add(unit);
                        const auto equal = memory->lookup({unit.source, {}, {}}, {1000, 1});
                        const auto similar = memory->lookup({{unit.source.text + " Now.", {}}, {}, {}}, {500, 1});
                        if (added && equal && equal->size() == 1 && similar && similar->size() == 1)
                            ++found[static_cast<std::size_t>(thread)];
                    }
                });
            }
        }
        QCOMPARE(found, std::vector<int>(threads, unitsEach));
        samples::Random random(84);
        QCOMPARE(unitsOfSound(path, random).size(), std::size_t(threads * unitsEach));
    }

    /// Each program adds in turn; whatever it has said to be there is found by this one's very next lookup.
    void otherProgramsAreSeenAtOnce()
    {
        const fs::path path = newPath();
        Memory memory = must(Memory::create(path, "en", "de"));
        must(memory.lookup({unitNumber(0, 0).source, {}, {}}, {500, 5}));
        std::vector<std::unique_ptr<Worker>> workers;
        for (int program = 0; program < 3; ++program) {
            auto own = std::make_shared<std::optional<Memory>>();
            workers.push_back(std::make_unique<Worker>([own, path, program](int number) {
                if (!*own)
                    own->emplace(must(Memory::open(path)));
                Result<Addition> added = (*own)->add(unitNumber(program, number));
                while (!added && added.error().code == ErrorCode::Locked)
                    added = (*own)->add(unitNumber(program, number));
                return added.has_value() && number < 40;
            }));
        }
        for (int number = 0; number < 25; ++number) {
            for (int program = 0; program < 3; ++program) {
                QVERIFY(workers[static_cast<std::size_t>(program)]->waitFor(number + 1));
                const Unit unit = unitNumber(program, number);
                for (const int threshold : {1000, 600}) {
                    const std::vector<Match> answer = must(memory.lookup({unit.source, {}, {}}, {threshold, 3}));
                    QVERIFY(!answer.empty());
                    QCOMPARE(answer.front().unit.id, unit.id);
                }
            }
        }
        workers.clear();
        samples::Random random(85);
        QVERIFY(unitsOfSound(path, random).size() >= 75);
    }
};

QTEST_APPLESS_MAIN(TestMemoryKilled)
#include "tst_memory_killed.moc"
