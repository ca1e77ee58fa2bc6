// Memories of every earlier version open with all that they hold, and the change is whole or has not happened.
#include "engine/cat/memory/hygiene/bulk_change.h"
#include "engine/cat/memory/memory.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/faults.h"
#include "tests/unit/cat/memory/oracle.h"
#include "tests/unit/cat/memory/worker.h"

#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <filesystem>
#include <thread>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;
using namespace interlinear::tests;
namespace fs = std::filesystem;

namespace {

const fs::path golden = INTERLINEAR_SOURCE_DIR "/tests/golden/memories/version-1.itm";
constexpr std::size_t unitsOfGolden = 35;
constexpr std::size_t removedOfGolden = 6;
constexpr const char *rowsOfVersion1 = "SELECT id, source, coalesce(source_tags, ''), target, coalesce(target_tags, ''), source_language, target_language, "
                                       "coalesce('+' || previous, '-'), coalesce('+' || next, '-'), document, author, created_ms, changed_ms, origin, "
                                       "coalesce(properties, ''), row FROM unit ORDER BY row";
constexpr const char *rowsOfVersion2 =
    "SELECT CASE typeof(id) WHEN 'text' THEN id ELSE lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4) || '-' || "
    "substr(hex(id), 17, 4) || '-' || substr(hex(id), 21)) END, source, coalesce(source_tags, ''), target, coalesce(target_tags, ''), source_language, target_language, "
    "coalesce('+' || previous, '-'), coalesce('+' || next, '-'), coalesce((SELECT text FROM name WHERE name.id = document), ''), "
    "coalesce((SELECT text FROM name WHERE name.id = author), ''), created_ms, changed_ms, "
    "CASE origin WHEN 0 THEN 'human' WHEN 1 THEN 'post-edited' WHEN 2 THEN 'machine' WHEN 3 THEN 'imported' END, coalesce(properties, ''), row FROM unit ORDER BY row";

/// Read beside the program that is tested: one line a row.
QStringList rowsOf(const fs::path &path, const char *sql)
{
    QStringList lines;
    sqlite3 *connection = nullptr;
    sqlite3_stmt *rows = nullptr;
    sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READWRITE, nullptr);
    sqlite3_prepare_v2(connection, sql, -1, &rows, nullptr);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        QStringList columns;
        for (int column = 0; column < sqlite3_column_count(rows); ++column)
            columns.append(QString::fromUtf8(static_cast<const char *>(sqlite3_column_blob(rows, column)), sqlite3_column_bytes(rows, column)));
        lines.append(columns.join(QChar(0x1F)));
    }
    sqlite3_finalize(rows);
    sqlite3_close(connection);
    return lines;
}

/// As many units of version 1 as the migration needs to take a while.
void growVersion1(const fs::path &path, int copies)
{
    const std::string sql = "WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < " + std::to_string(copies)
        + ") INSERT INTO unit (id, source, source_tags, target, target_tags, source_language, target_language, previous, next, document, author, created_ms, changed_ms, "
          "origin, properties) SELECT id || n, source, source_tags, target, target_tags, source_language, target_language, previous, next, document, author, created_ms, "
          "changed_ms, origin, properties FROM unit, copy";
    if (!OtherProgram(path).run(sql.c_str()))
        qFatal("no copies");
}

}  // namespace

class TestMemoryMigration : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    fs::path newFolder()
    {
        const fs::path folder = m_folder.path().toStdString() + "/" + std::to_string(++m_files);
        fs::create_directory(folder);
        return folder;
    }

    /// A copy of the golden file, alone in a folder.
    fs::path version1()
    {
        const fs::path path = newFolder() / "work.itm";
        fs::copy_file(golden, path);
        return path;
    }

    static fs::path backupOf(const fs::path &path) { return path.string() + ".version-1.backup"; }

private Q_SLOTS:
    void theContentIsTheSame()
    {
        const fs::path path = version1();
        const QStringList before = rowsOf(path, rowsOfVersion1);
        QCOMPARE(std::size_t(before.size()), unitsOfGolden);
        samples::Random random(61);
        std::string uuid;
        {
            Memory memory = must(Memory::open(path));
            QCOMPARE(memory.sourceLanguage(), std::string("en-GB"));
            QCOMPARE(memory.targetLanguage(), std::string("de-AT"));
            const MemoryStatistics statistics = must(memory.statistics());
            QCOMPARE(statistics.units, unitsOfGolden);
            QCOMPARE(statistics.removed, removedOfGolden);
            must(memory.check());
            for (const Unit &unit : samples::unitsIn(memory))
                QCOMPARE(unit.approved, unit.origin != Origin::Machine);
            QCOMPARE(samples::lookupsThatDiffer(memory, samples::unitsIn(memory), random, 200), QStringList());
            uuid = memory.uuid();
            QCOMPARE(uuid.size(), std::size_t(32));
        }
        QCOMPARE(rowsOf(path, rowsOfVersion2), before);
        QCOMPARE(must(Memory::open(path)).uuid(), uuid);
    }

    void whatVersion2RemembersStays()
    {
        const fs::path path = newFolder() / "work.itm";
        fs::copy_file(golden.parent_path() / "version-2.itm", path);
        const QStringList before = rowsOf(path, rowsOfVersion2);
        QCOMPARE(before.size(), 31);
        samples::Random random(67);
        Memory memory = must(Memory::open(path));
        QCOMPARE(rowsOf(path, rowsOfVersion2), before);
        QCOMPARE(rowsOf(path.string() + ".version-2.backup", rowsOfVersion2), before);
        const MemoryStatistics statistics = must(memory.statistics());
        QCOMPARE(statistics.earlierVersions, std::size_t(7));
        QCOMPARE(statistics.removed, std::size_t(11));
        QCOMPARE(samples::lookupsThatDiffer(memory, samples::unitsIn(memory), random, 200), QStringList());
        QCOMPARE(must(memory.unitsOfText("Golden unit of version 2.")).size(), std::size_t(1));
        QCOMPARE(must(recordedChanges(memory)).size(), std::size_t(2));
        QCOMPARE(must(undo(memory, 2)).restored, std::size_t(5));
        QCOMPARE(must(undo(memory, 1)).restored, std::size_t(7));
        QCOMPARE(must(memory.countUnits()), std::size_t(36));
        must(memory.check());
    }

    void whatWasRemovedStaysAway()
    {
        const fs::path path = version1();
        const QStringList removed = rowsOf(path, "SELECT id FROM removed");
        QCOMPARE(std::size_t(removed.size()), removedOfGolden);
        const qint64 lastRow = rowsOf(path, "SELECT seq FROM sqlite_sequence WHERE name = 'unit'").value(0).toLongLong();
        Memory memory = must(Memory::open(path));
        samples::Random random(62);
        for (const QString &id : removed) {
            Unit unit = samples::unit(random);
            unit.id = id.toStdString();
            QCOMPARE(must(memory.add(unit)), Addition::RemovedBefore);
        }
        QCOMPARE(must(memory.add(samples::unit(random))), Addition::Added);
        QCOMPARE(rowsOf(path, "SELECT max(row) FROM unit").value(0).toLongLong(), lastRow + 1);   // rows of removed units never return
    }

    void theBackupIsTheOldMemory()
    {
        const fs::path path = version1();
        fs::permissions(path, fs::perms(0600));
        must(Memory::open(path));
        QCOMPARE(rowsOf(backupOf(path), rowsOfVersion1), rowsOf(golden, rowsOfVersion1));
        QCOMPARE(rowsOf(backupOf(path), "PRAGMA user_version"), QStringList("1"));
        QVERIFY(fs::status(backupOf(path)).permissions() == fs::perms(0600));
        must(Memory::open(path));   // needs no other one
        QCOMPARE(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()), 2);

        fs::remove(path);
        fs::copy_file(backupOf(path), path);   // a person goes back to it, and an earlier backup is never lost
        const std::string first = must(readFile(backupOf(path)));
        QCOMPARE(must(must(Memory::open(path)).countUnits()), unitsOfGolden);
        QVERIFY(fs::exists(backupOf(path).string() + "-2"));
        QCOMPARE(must(readFile(backupOf(path))), first);
    }

    void anUpgradedMemoryIsLikeANewOne()
    {
        const fs::path path = version1();
        must(Memory::open(path));
        const fs::path fresh = newFolder() / "new.itm";
        must(Memory::create(fresh, "en", "de"));
        constexpr const char *tables = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name";
        QCOMPARE(rowsOf(path, tables), rowsOf(fresh, tables));
    }

    void whereNobodyMayWrite()
    {
        const fs::path path = version1();
        const std::string bytes = must(readFile(path));
        fs::permissions(m_folder.path().toStdString(), fs::perms(0755));
        fs::permissions(path, fs::perms(0444));
        fs::permissions(path.parent_path(), fs::perms(0555));
        {
            const WithoutRoot nobody;
            QCOMPARE(Memory::open(path).error().code, ErrorCode::Unwritable);
            Memory memory = must(Memory::open(path, Access::Read));
            samples::Random random(63);
            const std::vector<Unit> units = samples::unitsIn(memory);
            QCOMPARE(units.size(), unitsOfGolden);
            QCOMPARE(samples::lookupsThatDiffer(memory, units, random, 50), QStringList());
            const Result<Addition> added = memory.add(samples::unit(random));
            QCOMPARE(added.error().code, ErrorCode::Unwritable);
            QVERIFY(added.error().sentence().find(path.string()) != std::string::npos);
        }
        fs::permissions(path.parent_path(), fs::perms(0755));
        QCOMPARE(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()), 1);
        QCOMPARE(must(readFile(path)), bytes);
    }

    void aFullDisk()
    {
        const fs::path path = version1();
        growVersion1(path, 20);
        const QStringList before = rowsOf(path, rowsOfVersion1);
        int refused = 0;
        for (rlim_t size = 4096; size < 4'000'000; size *= 2) {
            const SizeLimit limit(size);
            const Result<Memory> memory = Memory::open(path);
            if (memory)
                break;
            QCOMPARE(memory.error().code, ErrorCode::DiskFull);
            ++refused;
        }
        QVERIFY(refused > 3);
        QVERIFY(fs::exists(backupOf(path)));
        QCOMPARE(rowsOf(path, rowsOfVersion2), before);
        QCOMPARE(rowsOf(backupOf(path), rowsOfVersion1), before);
        QCOMPARE(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()), 2);   // no half-made ones
    }

    void killedAtAnyInstant()
    {
        samples::Random random(64);
        const fs::path grown = version1();
        growVersion1(grown, 20);
        const QStringList before = rowsOf(grown, rowsOfVersion1);
        const auto startedAt = std::chrono::steady_clock::now();
        {
            const fs::path path = newFolder() / "work.itm";
            fs::copy_file(grown, path);
            must(Memory::open(path));
        }
        const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - startedAt).count();
        int interrupted = 0;
        for (int round = 0; round < rounds(5); ++round) {
            const fs::path path = newFolder() / "work.itm";
            fs::copy_file(grown, path);
            Worker worker([&](int) { return Memory::open(path).has_value(); });
            spin(std::chrono::microseconds(samples::below(random, static_cast<std::size_t>(taken) * 5 / 4)));
            QVERIFY(worker.kill());
            interrupted += worker.reports() == 0 ? 1 : 0;
            for (const fs::directory_entry &entry : fs::directory_iterator(path.parent_path())) {
                if (entry.path().string().ends_with(".backup"))
                    QCOMPARE(rowsOf(entry.path(), rowsOfVersion1), before);   // whole, or not there
            }
            Memory memory = must(Memory::open(path));
            must(memory.check());
            QCOMPARE(samples::lookupsThatDiffer(memory, samples::unitsIn(memory), random, 3), QStringList());
            QCOMPARE(rowsOf(path, rowsOfVersion2), before);
            QVERIFY(fs::exists(backupOf(path)));
            fs::remove_all(path.parent_path());
        }
        QVERIFY(interrupted > 0);
    }

    void severalProgramsAtOnce()
    {
        const fs::path path = version1();
        std::vector<int> counts(4);
        {
            std::vector<std::jthread> programs;
            for (int &count : counts) {
                programs.emplace_back([&count, path] {
                    const Result<Memory> memory = Memory::open(path);
                    count = memory ? static_cast<int>(memory->countUnits().value_or(0)) : -1;
                });
            }
        }
        QCOMPARE(counts, std::vector<int>(4, int(unitsOfGolden)));
        QCOMPARE(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()), 2);   // one backup
    }

    void aMemoryThatALaterProgramChangedMeanwhile()
    {
        const fs::path path = version1();
        Memory memory = must(Memory::open(path));
        QVERIFY(OtherProgram(path).run("PRAGMA user_version = 4"));
        samples::Random random(65);
        QCOMPARE(memory.add(samples::unit(random)).error().code, ErrorCode::NewerVersion);
    }

    void aDamagedMemoryStaysAsItIs()
    {
        samples::Random random(66);
        const std::string whole = must(readFile(golden));
        int refused = 0;
        for (int round = 0; round < 40; ++round) {
            std::string bytes = whole;
            for (int flips = 0; flips < 20; ++flips)
                bytes[100 + samples::below(random, bytes.size() - 100)] ^= static_cast<char>(1 << samples::below(random, 8));
            const fs::path path = newFolder() / "work.itm";
            must(writeFileAtomically(path, bytes));
            const Result<Memory> memory = Memory::open(path);
            if (memory)
                continue;
            ++refused;
            QVERIFY(memory.error().sentence().find(path.string()) != std::string::npos);
            QCOMPARE(must(readFile(path)), bytes);
        }
        QVERIFY(refused > 10);
    }
};

QTEST_APPLESS_MAIN(TestMemoryMigration)
#include "tst_memory_migration.moc"
