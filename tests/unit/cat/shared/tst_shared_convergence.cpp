// A team that works, synchronises and loses connections at random: in the end all have the same, and nothing that somebody confirmed is lost.
#include "engine/cat/database/id_column.h"
#include "engine/cat/shared/conflicts.h"
#include "engine/cat/shared/shared_memory.h"
#include "engine/cat/shared/unit_states.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"
#include "tests/unit/cat/memory/worker.h"
#include "tests/unit/cat/shared/cutting_proxy.h"
#include "tests/unit/cat/shared/postgres_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <memory>
#include <set>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;
using namespace interlinear::tests;
using samples::below;
using samples::Random;

namespace {

using States = std::map<std::string, UnitState>;

/// Use counts stay with who counted.
UnitState comparable(UnitState state)
{
    if (state.unit)
        state.unit->useCount = state.unit->usedMs = 0;
    return state;
}

States statesOf(const Memory &memory)
{
    std::set<std::string> ids;
    Statement rows = must(memory.database().prepare("SELECT id FROM unit UNION SELECT id FROM superseded UNION SELECT id FROM removed"));
    for (bool row = must(rows.start()); row; row = must(rows.next()))
        ids.insert(idText(rows.value(0)));
    UnitStates states = must(UnitStates::prepare(memory.database()));
    States found;
    for (const std::string &id : ids)
        found.emplace(id, comparable(*must(states.find(id))));
    return found;
}

std::set<std::string> textsOf(const States &states)
{
    std::set<std::string> texts;
    for (const auto &[id, state] : states) {
        if (state.unit)
            texts.insert(state.unit->target.text);
    }
    return texts;
}

/// What somebody wrote, and what somebody who saw it threw away.
struct Words {
    std::set<std::string> confirmed, thrownAway;
    int count = 0;

    std::string next(const std::string &about)
    {
        std::string text = about + " (" + std::to_string(++count) + ")";
        confirmed.insert(text);
        return text;
    }
};

/// One of the team at work.
class Translator {
public:
    Translator(SharedMemory shared, Words &words) : m_shared(std::move(shared)), m_words(words) {}

    SharedMemory &shared() { return m_shared; }
    Memory &memory() { return m_shared.memory(); }

    void work(Random &random)
    {
        std::optional<Unit> unit = someUnit(random);
        switch (unit ? below(random, 9) : below(random, 3)) {
        case 0:
        case 1: return addNew(random);
        case 2: return import(random);
        case 3:
        case 4: return replace(*unit);
        case 5: return editInPlace(*unit);
        case 6: return remove(*unit);
        case 7: return withdraw(*unit);
        default: return decideOne(random);
        }
    }

private:
    std::optional<Unit> someUnit(Random &random)
    {
        std::vector<Unit> units;
        must(memory().forEachUnit([&](const Unit &unit) {
            units.push_back(unit);
            return Result<void>();
        }));
        return units.empty() ? std::nullopt : std::optional(units[below(random, units.size())]);
    }

    void addNew(Random &random)
    {
        Unit unit = samples::unit(random);
        unit.id = newUnitId();
        unit.target = {m_words.next("new"), {}};
        must(memory().add(unit));
    }

    /// One of a few that others import as well.
    void import(Random &random)
    {
        Unit unit;
        unit.source.text = "Imported " + std::to_string(below(random, 6));
        unit.target.text = "Importiert " + unit.source.text;
        unit.id = unitIdFromContent(unit);
        unit.changedMs = static_cast<std::int64_t>(random());
        if (must(memory().add(unit)) == Addition::Added)
            m_words.confirmed.insert(unit.target.text);
    }

    void replace(Unit unit)
    {
        const std::string earlier = unit.id;
        unit.id = newUnitId();
        unit.target = {m_words.next("edited"), {}};
        MemoryWriter writer = must(memory().write());
        must(writer.replace(earlier, unit));
        must(writer.commit());
    }

    void editInPlace(Unit unit)
    {
        unit.target = {m_words.next("in place"), {}};
        MemoryWriter writer = must(memory().write());
        must(writer.edit(unit));
        must(writer.commit());
    }

    void remove(const Unit &unit)
    {
        m_words.thrownAway.insert(unit.target.text);
        must(memory().remove(unit.id));
    }

    void withdraw(const Unit &unit)
    {
        MemoryWriter writer = must(memory().write());
        must(writer.withdraw(unit.id));
        must(writer.commit());
    }

    void decideOne(Random &random)
    {
        const std::vector<Conflict> conflicts = must(openConflicts(memory()));
        if (conflicts.empty())
            return;
        const Conflict &conflict = conflicts[below(random, conflicts.size())];
        switch (below(random, 3)) {
        case 0: return must(decide(memory(), conflict.id, KeepCurrent{}));
        case 1: return must(decide(memory(), conflict.id, TakeOther{}));
        default:
            if (conflict.other || conflict.current)
                must(decide(memory(), conflict.id, TakeText{{m_words.next("merged"), {}}}));
        }
    }

    SharedMemory m_shared;
    Words &m_words;
};

}  // namespace

class TestSharedConvergence : public QObject {
    Q_OBJECT

    std::unique_ptr<PostgresServer> m_server;
    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/memory" + QString::number(++m_files)).toStdString(); }

    /// Three, the first of whom has shared what there is.
    std::vector<Translator> newTeam(const std::string &connection, Words &words)
    {
        std::vector<Translator> team;
        const std::filesystem::path first = newPath();
        must(Memory::create(first, "en", "de"));
        team.emplace_back(must(SharedMemory::share(first, connection, "ui")), words);
        for (int other = 0; other < 2; ++other)
            team.emplace_back(must(SharedMemory::join(connection, "ui", newPath())), words);
        return team;
    }

    static void synchroniseAll(std::vector<Translator> &team)
    {
        for (int round = 0; round < 2; ++round) {
            for (Translator &translator : team)
                must(translator.shared().synchronise({}));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!PostgresServer::isInstalled())
            QSKIP("PostgreSQL is not installed: apt-get install postgresql");
        m_server = std::make_unique<PostgresServer>();
    }

    void allHaveTheSameAndNothingIsLost()
    {
        Random random(71);
        CuttingProxy proxy(m_server->socketFolder());
        std::size_t conflicts = 0, cuts = 0;
        for (int round = 0; round < rounds(6); ++round) {
            m_server->newDatabase();
            Words words;
            std::vector<Translator> team = newTeam(m_server->connection("postgres", proxy.folder()), words);
            for (int step = 0; step < 120; ++step) {
                Translator &translator = team[below(random, team.size())];
                if (below(random, 4) != 0) {
                    translator.work(random);
                    continue;
                }
                if (below(random, 2) == 0)
                    proxy.cutAfter(1 + below(random, below(random, 2) == 0 ? 3000 : 40'000));
                const Result<SyncReport> report = translator.shared().synchronise({});
                QVERIFY2(report || report.error().code == ErrorCode::Unreadable, report ? "" : report.error().sentence().c_str());
                conflicts += report ? report->conflicts : 0;
                cuts += report ? 0 : 1;
                proxy.letAllPass();
            }
            synchroniseAll(team);
            const States expected = statesOf(team[0].memory());
            for (Translator &translator : team) {
                QCOMPARE(must(translator.shared().countWaiting()), std::size_t(0));
                QVERIFY(statesOf(translator.memory()) == expected);
                must(translator.memory().check());
                QCOMPARE(must(openConflicts(translator.memory())).size(), must(openConflicts(team[0].memory())).size());
            }
            const std::set<std::string> there = textsOf(expected);
            for (const std::string &text : words.confirmed)
                QVERIFY2(there.contains(text) || words.thrownAway.contains(text), text.c_str());
        }
        qInfo("%zu conflicts, %zu cuts", conflicts, cuts);
        QVERIFY(conflicts > 0 && cuts > 0);
    }

    void killedAtAnyInstant()
    {
        Random random(72);
        const std::string connection = m_server->newDatabase();
        const std::filesystem::path path = newPath();
        must(Memory::create(path, "en", "de"));
        must(SharedMemory::share(path, connection, "ui"));
        const auto idOf = [](int round, int number) { return "unit " + std::to_string(round) + " " + std::to_string(number); };
        std::set<std::string> expected;
        for (int round = 0; round < rounds(12); ++round) {
            Worker worker([&](int number) {
                SharedMemory shared = must(SharedMemory::open(path));
                Unit unit;
                unit.id = idOf(round, number);
                unit.source.text = "Open valve " + unit.id;
                unit.target.text = "Ventil " + unit.id;
                must(shared.memory().add(unit));
                return shared.synchronise({}).has_value();
            });
            QVERIFY(worker.waitFor(static_cast<int>(below(random, 4))));
            spin(std::chrono::microseconds(below(random, 30'000)));
            QVERIFY(worker.kill());
            for (int number = 0; number < worker.reports(); ++number)
                expected.insert(idOf(round, number));
        }
        must(must(SharedMemory::open(path)).synchronise({}));
        SharedMemory joined = must(SharedMemory::join(connection, "", newPath()));
        QCOMPARE(must(joined.synchronise({})).conflicts, std::size_t(0));
        QVERIFY(statesOf(joined.memory()) == statesOf(must(Memory::open(path))));
        for (const std::string &id : expected)
            QVERIFY2(statesOf(joined.memory()).contains(id), id.c_str());
        ServerConnection server = must(ServerConnection::open(connection));
        const ServerRows twice = must(server.run("SELECT count(*) FROM (SELECT state->>'id' FROM interlinear.change GROUP BY 1 HAVING count(*) > 1) AS again"));
        QCOMPARE(twice.integer(0, 0), std::int64_t(0));   // told once each
    }
};

QTEST_GUILESS_MAIN(TestSharedConvergence)
#include "tst_shared_convergence.moc"
