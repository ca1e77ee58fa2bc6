// Sharing a memory through a real server: what travels, what two people who change one unit see, and what happens when the server is not as it should be.
#include "engine/cat/shared/conflicts.h"
#include "engine/cat/shared/connection_text.h"
#include "engine/cat/shared/server_schema.h"
#include "engine/cat/shared/shared_memory.h"
#include "engine/cat/shared/shared_state.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"
#include "tests/unit/cat/shared/postgres_server.h"

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <thread>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;
using namespace interlinear::tests;
using interlinear::cat::samples::unitOf;

namespace {

std::vector<Unit> unitsOf(const Memory &memory)
{
    std::vector<Unit> units;
    must(memory.forEachUnit([&](const Unit &unit) {
        units.push_back(unit);
        return Result<void>();
    }));
    std::sort(units.begin(), units.end(), [](const Unit &a, const Unit &b) { return a.id < b.id; });
    return units;
}

std::vector<std::string> targetsOf(Memory &memory, const std::string &source)
{
    std::vector<std::string> targets;
    for (const Match &match : must(memory.lookup({.text = {source, {}}}, {.thresholdPerMille = 1000, .limit = 9})))
        targets.push_back(match.unit.target.text);
    return targets;
}

std::string replace(Memory &memory, const Unit &earlier, const std::string &target)
{
    Unit unit = earlier;
    unit.id = newUnitId();
    unit.target.text = target;
    MemoryWriter writer = must(memory.write());
    must(writer.replace(earlier.id, unit));
    must(writer.commit());
    return unit.id;
}

template <typename T>
QString sentence(const Result<T> &result)
{
    return result ? QString("no error") : QString::fromStdString(result.error().sentence());
}

}  // namespace

class TestSharedMemory : public QObject {
    Q_OBJECT

    std::unique_ptr<PostgresServer> m_server;
    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/memory" + QString::number(++m_files)).toStdString(); }

    SharedMemory shareNew(const std::string &connection, const std::string &name = "ui")
    {
        const std::filesystem::path path = newPath();
        must(Memory::create(path, "en", "de"));
        return must(SharedMemory::share(path, connection, name));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!PostgresServer::isInstalled())
            QSKIP("PostgreSQL is not installed: apt-get install postgresql");
        m_server = std::make_unique<PostgresServer>();
    }

    void whatWasThereAndWhatComesTravels()
    {
        const std::string connection = m_server->newDatabase();
        const std::filesystem::path path = newPath();
        const Unit first = unitOf("Press Enter.", "Eingabetaste drücken.");
        must(must(Memory::create(path, "en", "de")).add(first));
        SharedMemory ours = must(SharedMemory::share(path, connection, "ui"));
        QCOMPARE(must(ours.countWaiting()), std::size_t(1));
        QCOMPARE(must(ours.synchronise({})).sent, std::size_t(1));
        QCOMPARE(must(ours.synchronise({})).sent, std::size_t(0));

        SharedMemory theirs = must(SharedMemory::join(connection, "ui", newPath()));
        QCOMPARE(must(theirs.synchronise({})).received, std::size_t(1));
        QVERIFY(unitsOf(theirs.memory()) == std::vector<Unit>{first});
        const auto fuzzy = must(theirs.memory().lookup({.text = {"Press Enter now.", {}}}, {.thresholdPerMille = 500, .limit = 5}));
        QCOMPARE(fuzzy.size(), std::size_t(1));

        replace(theirs.memory(), first, "Die Eingabetaste drücken.");
        must(theirs.synchronise({}));
        QCOMPARE(must(ours.synchronise({})).conflicts, std::size_t(0));
        QVERIFY(targetsOf(ours.memory(), first.source.text) == std::vector<std::string>{"Die Eingabetaste drücken."});
        QCOMPARE(must(ours.memory().history(first.id)).size(), std::size_t(2));
        must(ours.memory().remove(unitsOf(ours.memory()).front().id));
        must(ours.synchronise({}));
        must(theirs.synchronise({}));
        QVERIFY(unitsOf(theirs.memory()).empty());
    }

    void hostileTextsTravel()
    {
        samples::Random random(61);
        SharedMemory ours = shareNew(m_server->newDatabase());
        MemoryWriter writer = must(ours.memory().write());
        for (int number = 0; number < rounds(200); ++number) {
            Unit unit = samples::unit(random);
            unit.id = number % 3 == 0 ? samples::hostileText(random) + std::to_string(number) : newUnitId();
            unit.author = samples::hostileText(random);
            unit.properties = {{Property::Kind::Note, "", samples::hostileText(random)}};
            unit.source.text += number % 5 == 0 ? samples::hostileText(random) + std::string("\0'; DROP TABLE interlinear.change; --", 36) : "";
            if (checkUnit(unit))
                must(writer.add(unit));
        }
        must(writer.commit());
        QVERIFY(must(ours.synchronise({})).sent > 50);
        SharedMemory theirs = must(SharedMemory::join(m_server->connection(), "", newPath()));
        must(theirs.synchronise({}));
        QVERIFY(unitsOf(theirs.memory()) == unitsOf(ours.memory()));
    }

    void theFirstToBeHeardHoldsAndTheOtherIsKept()
    {
        const std::string connection = m_server->newDatabase();
        SharedMemory ours = shareNew(connection);
        SharedMemory theirs = must(SharedMemory::join(connection, "ui", newPath()));
        const Unit unit = unitOf("Save", "Sichern");
        must(ours.memory().add(unit));
        must(ours.synchronise({}));
        must(theirs.synchronise({}));

        replace(theirs.memory(), unit, "Speichern");
        const std::string lost = replace(ours.memory(), unit, "Ablegen");
        QCOMPARE(must(theirs.synchronise({})).conflicts, std::size_t(0));
        QCOMPARE(must(ours.synchronise({})).conflicts, std::size_t(1));
        must(theirs.synchronise({}));
        for (SharedMemory *shared : {&ours, &theirs}) {
            QVERIFY(targetsOf(shared->memory(), "Save") == std::vector<std::string>{"Speichern"});
            const std::vector<Conflict> conflicts = must(openConflicts(shared->memory()));
            QCOMPARE(conflicts.size(), std::size_t(1));
            QCOMPARE(conflicts[0].id, lost);
            QCOMPARE(conflicts[0].current->target.text, std::string("Speichern"));
            QCOMPARE(conflicts[0].other->target.text, std::string("Ablegen"));
            QCOMPARE(must(shared->memory().history(unit.id)).size(), std::size_t(3));
        }

        must(decide(theirs.memory(), lost, TakeText{{"Speichern oder ablegen", {}}}));
        must(theirs.synchronise({}));
        must(ours.synchronise({}));
        for (SharedMemory *shared : {&ours, &theirs}) {
            QVERIFY(targetsOf(shared->memory(), "Save") == std::vector<std::string>{"Speichern oder ablegen"});
            QVERIFY(must(openConflicts(shared->memory())).empty());
        }
        QCOMPARE(decide(ours.memory(), lost, KeepCurrent{}).error().code, ErrorCode::NotFound);
    }

    void bothVersionsMayHold()
    {
        const std::string connection = m_server->newDatabase();
        SharedMemory ours = shareNew(connection);
        SharedMemory theirs = must(SharedMemory::join(connection, "ui", newPath()));
        const Unit unit = unitOf("Save", "Sichern");
        must(ours.memory().add(unit));
        must(ours.synchronise({}));
        must(theirs.synchronise({}));
        replace(theirs.memory(), unit, "Speichern");
        const std::string lost = replace(ours.memory(), unit, "Ablegen");
        must(theirs.synchronise({}));
        must(ours.synchronise({}));
        QCOMPARE(must(sharedState(ours.memory()))->conflicts, std::size_t(1));
        must(decide(ours.memory(), lost, KeepBoth{}));
        QVERIFY(must(sharedState(ours.memory()))->waiting > 0);
        must(ours.synchronise({}));
        must(theirs.synchronise({}));
        for (SharedMemory *shared : {&ours, &theirs}) {
            std::vector<std::string> targets = targetsOf(shared->memory(), "Save");
            std::ranges::sort(targets);
            QVERIFY(targets == (std::vector<std::string>{"Ablegen", "Speichern"}));
            const SharedState state = *must(sharedState(shared->memory()));
            QCOMPARE(state.conflicts, std::size_t(0));
            QCOMPARE(state.waiting, std::size_t(0));
        }
    }

    void aRemovalAndAnEditAreAConflict()
    {
        const std::string connection = m_server->newDatabase();
        SharedMemory ours = shareNew(connection);
        SharedMemory theirs = must(SharedMemory::join(connection, "ui", newPath()));
        const Unit unit = unitOf("Save", "Sichern");
        must(ours.memory().add(unit));
        must(ours.synchronise({}));
        must(theirs.synchronise({}));
        must(theirs.memory().remove(unit.id));
        must(theirs.synchronise({}));
        replace(ours.memory(), unit, "Speichern");
        QCOMPARE(must(ours.synchronise({})).conflicts, std::size_t(1));
        QVERIFY(targetsOf(ours.memory(), "Save").empty());
        const std::vector<Conflict> conflicts = must(openConflicts(ours.memory()));
        QVERIFY(!conflicts[0].current);
        must(decide(ours.memory(), conflicts[0].id, TakeOther{}));
        must(ours.synchronise({}));
        must(theirs.synchronise({}));
        QVERIFY(targetsOf(theirs.memory(), "Save") == std::vector<std::string>{"Speichern"});
    }

    /// The server has it, the answer was lost, and one of the units was changed again since.
    void whatArrivedUnheardIsNotToldAgain()
    {
        SharedMemory ours = shareNew(m_server->newDatabase());
        const Unit first = unitOf("Save", "Sichern");
        const Unit second = unitOf("Open", "Öffnen");
        must(ours.memory().add(first));
        must(ours.memory().add(second));
        const Database &file = ours.memory().database();
        ServerLink link = *must(readLink(file));
        link.push = OpenPush{"unheard", must(lastQueued(file))};
        must(writeLink(file, link));
        ServerMemory server = must(ServerMemory::open(link.connection, link.memoryUuid));
        ServerPush push = *must(ServerPush::begin(server, 0, "unheard"));
        must(push.add({{.id = first.id, .unit = first}, {.id = second.id, .unit = second}}));
        must(push.commit());
        Unit again = first;
        again.target.text = "Speichern";
        MemoryWriter writer = must(ours.memory().write());
        must(writer.remove(first.id));
        must(writer.forgetRemoval(first.id));
        must(writer.add(again));
        must(writer.commit());

        const SyncReport report = must(ours.synchronise({}));
        QCOMPARE(report.conflicts, std::size_t(0));
        QCOMPARE(report.sent, std::size_t(1));
        SharedMemory theirs = must(SharedMemory::join(link.connection, "", newPath()));
        must(theirs.synchronise({}));
        QVERIFY(targetsOf(theirs.memory(), "Save") == std::vector<std::string>{"Speichern"});
    }

    void whoeverPushesHoldsTheOthers()
    {
        SharedMemory ours = shareNew(m_server->newDatabase());
        const ServerLink link = *must(readLink(ours.memory().database()));
        ServerMemory one = must(ServerMemory::open(link.connection, link.memoryUuid));
        ServerMemory other = must(ServerMemory::open(link.connection, link.memoryUuid));
        const UnitState state{.id = "a", .standing = Standing::Removed};
        {
            ServerPush undone = *must(ServerPush::begin(one, 0, "undone"));
            must(undone.add({state, state}));
        }
        ServerPush push = *must(ServerPush::begin(one, 0, "first"));
        must(push.add({state}));
        bool late = true;
        std::jthread waits([&] { late = !must(ServerPush::begin(other, 0, "second")); });
        QVERIFY(must(ours.synchronise({})).received == 0);   // what is not committed is not seen
        QCOMPARE(must(push.commit()), std::int64_t(1));
        waits.join();
        QVERIFY(late);
        QCOMPARE(must(other.changesAfter(0)).size(), std::size_t(1));
    }

    void whatIsUsedOrDatedOtherwiseIsNoConflict()
    {
        const std::string connection = m_server->newDatabase();
        SharedMemory ours = shareNew(connection);
        SharedMemory theirs = must(SharedMemory::join(connection, "ui", newPath()));
        Unit unit = unitOf("Save", "Sichern");
        unit.author = "Ours";
        must(ours.memory().add(unit));
        unit.author = "Theirs";
        unit.changedMs = 7;
        unit.useCount = 4;
        must(theirs.memory().add(unit));
        must(ours.synchronise({}));
        const SyncReport report = must(theirs.synchronise({}));
        QCOMPARE(report.conflicts, std::size_t(0));
        QCOMPARE(unitsOf(theirs.memory()).front().author, std::string("Ours"));
        QCOMPARE(unitsOf(theirs.memory()).front().useCount, std::int64_t(4));
    }

    void workGoesOnWithoutTheServer()
    {
        const std::string connection = m_server->newDatabase();
        SharedMemory ours = shareNew(connection);
        must(ours.synchronise({}));
        m_server->stop();
        must(ours.memory().add(unitOf("Save", "Sichern")));
        const Result<SyncReport> away = ours.synchronise({});
        QCOMPARE(away.error().code, ErrorCode::Unreadable);
        QVERIFY2(sentence(away).contains("cannot be reached"), qPrintable(sentence(away)));
        QVERIFY(targetsOf(ours.memory(), "Save") == std::vector<std::string>{"Sichern"});
        QCOMPARE(must(ours.countWaiting()), std::size_t(1));
        m_server->start();
        QCOMPARE(must(ours.synchronise({})).sent, std::size_t(1));
    }

    void newsAreHeardAtOnce()
    {
        const std::string connection = m_server->newDatabase();
        SharedMemory ours = shareNew(connection);
        must(ours.synchronise({}));
        SharedMemory theirs = must(SharedMemory::join(connection, "ui", newPath()));
        must(theirs.synchronise({}));
        QVERIFY(!must(theirs.waitForNews(std::chrono::milliseconds(0))));
        must(ours.memory().add(unitOf("Save", "Sichern")));
        must(ours.synchronise({}));
        QVERIFY(must(theirs.waitForNews(std::chrono::minutes(1))));
        QCOMPARE(must(theirs.synchronise({})).received, std::size_t(1));
    }

    void aServerOfAnotherVersion()
    {
        const std::string connection = m_server->newDatabase();
        SharedMemory ours = shareNew(connection);
        must(ours.memory().add(unitOf("Save", "Sichern")));
        must(ours.synchronise({}));
        ServerConnection server = must(ServerConnection::open(connection));
        const ServerSchema next{2, "", {"ALTER TABLE interlinear.change ADD COLUMN reviewed boolean"}};
        const Result<void> old = checkServer(server, next);
        QCOMPARE(old.error().code, ErrorCode::BadFormat);
        QVERIFY2(sentence(old).contains("upgrade-server"), qPrintable(sentence(old)));
        const ServerSchema broken{2, "", {"ALTER TABLE interlinear.change ADD COLUMN reviewed boolean; SELECT 1 / 0"}};
        QVERIFY(!prepareServer(server, broken));
        must(checkServer(server, serverSchema()));   // as it was
        must(prepareServer(server, next));
        must(prepareServer(server, next));
        must(checkServer(server, next));
        QCOMPARE(must(server.run("SELECT count(*) FROM interlinear_version_1.change")).integer(0, 0), std::int64_t(1));
        QCOMPARE(must(server.run("SELECT count(*) FROM interlinear.change WHERE reviewed IS NULL")).integer(0, 0), std::int64_t(1));

        SharedMemory again = must(SharedMemory::open(ours.memory().path()));
        const Result<SyncReport> newer = again.synchronise({});
        QCOMPARE(newer.error().code, ErrorCode::NewerVersion);
        QCOMPARE(prepareServer(server, serverSchema()).error().code, ErrorCode::NewerVersion);
    }

    void whatDoesNotFitIsRefused()
    {
        const std::string connection = m_server->newDatabase();
        const Result<SharedMemory> none = SharedMemory::join(connection, "", newPath());
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        SharedMemory ours = shareNew(connection);
        must(ours.synchronise({}));
        QCOMPARE(must(SharedMemory::share(ours.memory().path(), connection, "ui")).memory().uuid(), ours.memory().uuid());   // again
        const std::filesystem::path other = newPath();
        must(Memory::create(other, "en", "fr"));
        QVERIFY2(sentence(SharedMemory::share(other, connection, "ui")).contains("named \"ui\""), "a name that is taken");
        QVERIFY2(sentence(SharedMemory::open(other)).contains("is not shared"), "a memory without a server");
        must(SharedMemory::share(other, connection, "l'été"));
        const Result<SharedMemory> which = SharedMemory::join(connection, "", newPath());
        QVERIFY2(sentence(which).contains("l'été, ui"), qPrintable(sentence(which)));
        QCOMPARE(must(SharedMemory::join(connection, "l'été", newPath())).memory().targetLanguage(), std::string("fr"));
        SharedMemory theirs = must(SharedMemory::join(connection, "ui", newPath()));
        QVERIFY2(sentence(SharedMemory::share(theirs.memory().path(), connection, "mine")).contains("another shared memory"), "a replica is not shared anew");

        ServerConnection server = must(ServerConnection::open(connection));
        must(server.execute("UPDATE interlinear.memory SET target_language = 'fr' WHERE name = 'ui'"));
        const Result<SyncReport> wrong = must(SharedMemory::open(ours.memory().path())).synchronise({});
        QVERIFY2(sentence(wrong).contains("from en to fr"), qPrintable(sentence(wrong)));
        SharedMemory moved = must(SharedMemory::open(theirs.memory().path()));
        must(moved.moveTo(m_server->newDatabase()));
        QCOMPARE(moved.synchronise({}).error().code, ErrorCode::NotFound);
        QCOMPARE(moved.moveTo("no such=thing").error().code, ErrorCode::InvalidArgument);
    }

    void aServerThatWasSetBackIsNoticed()
    {
        const std::string connection = m_server->newDatabase();
        SharedMemory ours = shareNew(connection);
        must(ours.memory().add(unitOf("Save", "Sichern")));
        must(ours.synchronise({}));
        ServerConnection server = must(ServerConnection::open(connection));
        must(server.execute("UPDATE interlinear.change SET push = 'of somebody else'"));
        const Result<SyncReport> report = must(SharedMemory::open(ours.memory().path())).synchronise({});
        QCOMPARE(report.error().code, ErrorCode::Damaged);
        must(server.execute("DELETE FROM interlinear.change"));
        QCOMPARE(must(SharedMemory::open(ours.memory().path())).synchronise({}).error().code, ErrorCode::Damaged);
    }

    void whatCannotBeReadIsNamedAndNotTaken()
    {
        const std::string connection = m_server->newDatabase();
        SharedMemory ours = shareNew(connection);
        must(ours.synchronise({}));
        ServerConnection server = must(ServerConnection::open(connection));
        for (const char *state :
             {"{}", "[]", "7", R"({"id":"a","standing":"there"})", R"({"id":"","standing":"removed"})", R"({"id":"a","standing":"replaced"})",
              R"({"id":"a","standing":"flying"})", R"({"id":"a","standing":"there","unit":{"source":{"text":""}}})"}) {
            must(server.execute("DELETE FROM interlinear.change"));
            must(server.run("INSERT INTO interlinear.change (memory, number, push, state) SELECT id, 1, 'x', $1::json FROM interlinear.memory", {state}));
            const Result<SyncReport> report = ours.synchronise({});
            QVERIFY2(sentence(report).contains("change 1: holds"), qPrintable(sentence(report)));
            QVERIFY(unitsOf(ours.memory()).empty());
        }
    }

    void passwordsAreAskedForAndNotKept()
    {
        const std::string connection = m_server->newDatabase();
        ServerConnection server = must(ServerConnection::open(connection));
        must(server.execute("CREATE ROLE secured LOGIN PASSWORD 'open sesame'; GRANT CREATE ON DATABASE team" +
                            connection.substr(connection.rfind("team") + 4) + " TO secured"));
        const std::string secured = m_server->connection("secured");
        const Result<ServerConnection> without = ServerConnection::open(secured);
        QVERIFY2(sentence(without).contains("wants a password"), qPrintable(sentence(without)));
        const Result<ServerConnection> wrong = ServerConnection::open(secured + " password=sesame");
        QVERIFY2(sentence(wrong).contains("does not let you in") && !sentence(wrong).contains("password='"), qPrintable(sentence(wrong)));
        const std::filesystem::path path = newPath();
        must(Memory::create(path, "en", "de"));
        must(must(SharedMemory::share(path, secured + " password='open sesame'", "ui")).synchronise({}));
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("sesame"));
        QVERIFY2(sentence(must(SharedMemory::open(path)).synchronise({})).contains("wants a password"), "it was not kept");
        qputenv("PGPASSWORD", "open sesame");
        must(must(SharedMemory::open(path)).synchronise({}));
        qunsetenv("PGPASSWORD");
        must(server.execute("CREATE ROLE stranger LOGIN"));
        const Result<SharedMemory> stranger = SharedMemory::join(m_server->connection("stranger"), "ui", newPath());
        QCOMPARE(stranger.error().code, ErrorCode::Unwritable);
    }

    void theScriptMakesADatabaseForATeam()
    {
        QProcess script;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PGHOST", QString::fromStdString(m_server->socketFolder()));
        environment.insert("PGUSER", "postgres");
        script.setProcessEnvironment(environment);
        script.setProcessChannelMode(QProcess::MergedChannels);
        for (const QStringList &users : {QStringList{"zoe"}, QStringList{"zoe", "to\"m"}}) {
            script.start(INTERLINEAR_SOURCE_DIR "/packaging/shared-memory.sh", QStringList{"the team's"} + users);
            QVERIFY(script.waitForFinished(120'000));
            QVERIFY2(script.exitStatus() == QProcess::NormalExit && script.exitCode() == 0, script.readAll().constData());
        }
        const std::string database = "host=" + m_server->socketFolder() + " dbname='the team\\'s' user=";
        SharedMemory ours = shareNew(database + "zoe");
        must(ours.memory().add(unitOf("Save", "Sichern")));
        must(ours.synchronise({}));
        SharedMemory theirs = must(SharedMemory::join(database + "to\"m", "", newPath()));
        QCOMPARE(must(theirs.synchronise({})).received, std::size_t(1));
        replace(theirs.memory(), unitsOf(theirs.memory()).front(), "Speichern");
        QCOMPARE(must(theirs.synchronise({})).sent, std::size_t(2));
        ServerConnection zoe = must(ServerConnection::open(database + "zoe"));
        for (const char *damage :
             {"DELETE FROM interlinear.change", "UPDATE interlinear.change SET state = '{}'", "UPDATE interlinear.memory SET name = 'mine'",
              "INSERT INTO interlinear.change (memory, number, push, state, author) VALUES (1, 9, 'x', '{}', 'tom')"})
            QCOMPARE(zoe.execute(damage).error().code, ErrorCode::Unwritable);
    }

    void aConnectionTextLosesItsPassword()
    {
        QCOMPARE(must(withoutPassword("postgresql://zo%C3%AB:secret@team.example:5433/memories?sslmode=require")),
                 std::string("user='zoë' dbname='memories' host='team.example' port='5433' sslmode='require'"));
        QCOMPARE(must(withoutPassword("host='/tmp/o\\'clock' password=secret")), std::string("host='/tmp/o\\'clock'"));
        QCOMPARE(must(withoutPassword(must(withoutPassword("service='a \\\\ b'")))), must(withoutPassword("service='a \\\\ b'")));
        QCOMPARE(withoutPassword("postgresql://[").error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestSharedMemory)
#include "tst_shared_memory.moc"
