#include "engine/cat/memory/memory.h"
#include "engine/cat/memory/exchange/export.h"
#include "engine/core/files.h"
#include "tests/unit/cat/memory/faults.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;

class TestMemoryFaults : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/memory" + QString::number(++m_files)).toStdString(); }

    /// A closed memory of a hundred units.
    std::filesystem::path filledMemory()
    {
        samples::Random random(51);
        const std::filesystem::path path = newPath();
        Memory memory = *Memory::create(path, "en", "de");
        Result<MemoryWriter> writer = memory.write();
        for (int i = 0; i < 100; ++i)
            static_cast<void>(writer->add(samples::unit(random)));
        static_cast<void>(writer->commit());
        return path;
    }

    /// Whatever the file is by now: every call answers or fails with a sentence that names the file.
    static void useDamaged(const std::filesystem::path &path)
    {
        samples::Random random(52);
        Result<Memory> memory = Memory::open(path);
        if (!memory) {
            QVERIFY(memory.error().sentence().find(path.string()) != std::string::npos);
            return;
        }
        for (int i = 0; i < 10; ++i) {
            const auto answer = memory->lookup({samples::segment(random), {}, {}}, {500, 5});
            QVERIFY(answer || !answer.error().sentence().empty());
        }
        const auto added = memory->add(samples::unit(random));
        QVERIFY(added || !added.error().sentence().empty());
        const auto exported = exportTmx(*memory, path.string() + ".tmx");
        QVERIFY(exported || !exported.error().sentence().empty());
        const auto checked = memory->check();
        QVERIFY(checked || !checked.error().sentence().empty());
    }

private Q_SLOTS:
    void filesThatAreNoMemory()
    {
        const std::filesystem::path missing = newPath();
        QCOMPARE(Memory::open(missing).error().code, ErrorCode::NotFound);
        QVERIFY(!std::filesystem::exists(missing));
        QCOMPARE(Memory::open(m_folder.path().toStdString()).error().code, ErrorCode::Unreadable);
        const std::filesystem::path empty = newPath();
        QVERIFY(writeFileAtomically(empty, "").has_value());
        QCOMPARE(Memory::open(empty).error().code, ErrorCode::Damaged);
        const std::filesystem::path text = newPath();
        QVERIFY(writeFileAtomically(text, std::string(5000, 'x')).has_value());
        QCOMPARE(Memory::open(text).error().code, ErrorCode::Damaged);
        QCOMPARE(*readFile(text), std::string(5000, 'x'));
        const std::filesystem::path other = newPath();
        QVERIFY(OtherProgram(other).run("CREATE TABLE unit (id)"));
        QCOMPARE(Memory::open(other).error().code, ErrorCode::BadFormat);
    }

    void creatingNeverReplaces()
    {
        const std::filesystem::path path = newPath();
        QVERIFY(writeFileAtomically(path, "mine").has_value());
        QCOMPARE(Memory::create(path, "en", "de").error().code, ErrorCode::InvalidArgument);
        QCOMPARE(*readFile(path), std::string("mine"));
        QCOMPARE(Memory::create(newPath() / "no" / "folder", "en", "de").error().code, ErrorCode::NotFound);
    }

    void aNewerSchemaIsRefused()
    {
        const std::filesystem::path path = filledMemory();
        QVERIFY(OtherProgram(path).run("PRAGMA user_version = 4"));
        const Result<Memory> memory = Memory::open(path);
        QCOMPARE(memory.error().code, ErrorCode::NewerVersion);
        QVERIFY(OtherProgram(path).run("PRAGMA user_version = 3"));
        QCOMPARE(Memory::open(path)->statistics()->units, std::size_t(100));
    }

    void tablesThatDoNotFit()
    {
        const std::filesystem::path path = filledMemory();
        QVERIFY(OtherProgram(path).run("ALTER TABLE unit RENAME TO elsewhere"));
        QCOMPARE(Memory::open(path).error().code, ErrorCode::Damaged);
    }

    void rowsThatNoWriterWrote_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("tags are no JSON") << "UPDATE unit SET source_tags = '[[1'";
        QTest::newRow("tags of another shape") << "UPDATE unit SET target_tags = '[[1, 2, 3]]'";
        QTest::newRow("tag outside the text") << "UPDATE unit SET source_tags = '[[1,\"standalone\",100000,\"\",\"\"]]'";
        QTest::newRow("text is no UTF-8") << "UPDATE unit SET source = CAST(x'57FF57' AS TEXT)";
        QTest::newRow("author is no UTF-8") << "UPDATE name SET text = CAST(x'FF' AS TEXT) WHERE text = 'Zoë'";
        QTest::newRow("unknown origin") << "UPDATE unit SET origin = 4";
        QTest::newRow("properties of another shape") << "UPDATE unit SET properties = '{\"a\": []}'";
        QTest::newRow("empty text") << "UPDATE unit SET target = ''";
    }
    void rowsThatNoWriterWrote()
    {
        QFETCH(QString, sql);
        const std::filesystem::path path = filledMemory();
        QVERIFY(OtherProgram(path).run(sql.toUtf8().constData()));
        const Result<Memory> memory = Memory::open(path);
        QVERIFY(memory.has_value());
        QCOMPARE(memory->check().error().code, ErrorCode::Damaged);
        useDamaged(path);
    }

    void cutFiles()
    {
        samples::Random random(53);
        const std::string whole = *readFile(filledMemory());
        for (int round = 0; round < 25; ++round) {
            const std::filesystem::path path = newPath();
            QVERIFY(writeFileAtomically(path, whole.substr(0, 1 + samples::below(random, whole.size() - 1))).has_value());
            QCOMPARE(Memory::open(path).error().code, ErrorCode::Damaged);
        }
    }

    /// Larger than what is checked whole when it is opened.
    void largeFiles()
    {
        const std::filesystem::path path = filledMemory();
        QVERIFY(OtherProgram(path).run("CREATE TABLE filler (bytes); INSERT INTO filler VALUES (zeroblob(70000000)); PRAGMA wal_checkpoint(TRUNCATE)"));
        const std::uintmax_t size = std::filesystem::file_size(path);
        QVERIFY(size > Database::wholeCheckBytes);
        {
            Memory memory = Memory::open(path).value();
            QCOMPARE(memory.statistics()->units, std::size_t(100));
            QVERIFY(memory.check().has_value());
        }
        for (const std::uintmax_t less : {std::uintmax_t(1), std::uintmax_t(4096), size / 2}) {
            const std::filesystem::path cut = newPath();
            std::filesystem::copy_file(path, cut);
            std::filesystem::resize_file(cut, size - less);
            QCOMPARE(Memory::open(cut).error().code, ErrorCode::Damaged);
            std::filesystem::remove(cut);
        }
        samples::Random random(57);
        std::string bytes = *readFile(path);
        for (std::size_t at = 8192; at < 120'000; at += 64)   // where the units are: met when they are read
            bytes[at] ^= static_cast<char>(1 << samples::below(random, 8));
        QVERIFY(writeFileAtomically(path, bytes).has_value());
        useDamaged(path);
        if (const Result<Memory> memory = Memory::open(path))
            QCOMPARE(memory->check().error().code, ErrorCode::Damaged);
    }

    void flippedBits()
    {
        samples::Random random(54);
        const std::string whole = *readFile(filledMemory());
        int refused = 0;
        for (int round = 0; round < 70; ++round) {
            std::string bytes = whole;
            for (int flips = round % 2 == 0 ? 1 : 50; flips > 0; --flips)
                bytes[samples::below(random, bytes.size())] ^= static_cast<char>(1 << samples::below(random, 8));
            const std::filesystem::path path = newPath();
            QVERIFY(writeFileAtomically(path, bytes).has_value());
            refused += Memory::open(path) ? 0 : 1;
            useDamaged(path);
        }
        QVERIFY(refused > 10);
    }

    void lockedByAnotherProgram()
    {
        const std::filesystem::path path = filledMemory();
        Result<Memory> memory = Memory::open(path);
        OtherProgram other(path);
        QVERIFY(other.run("BEGIN IMMEDIATE"));
        samples::Random random(55);
        const Unit unit = samples::unit(random);
        QCOMPARE(memory->add(unit).error().code, ErrorCode::Locked);
        QVERIFY(memory->lookup({unit.source, {}, {}}, {500, 5}).has_value());   // readers do not wait
        QVERIFY(other.run("COMMIT"));
        QCOMPARE(memory->add(unit).value(), Addition::Added);
    }

    void aFullDisk()
    {
        samples::Random random(56);
        const std::filesystem::path path = filledMemory();
        Result<Memory> memory = Memory::open(path);
        std::size_t before = 100;
        {
            const SizeLimit limit(std::filesystem::file_size(path) + 40'000);
            Result<Addition> added = Addition::Added;
            while (added) {
                Unit unit = samples::unit(random);
                unit.source.text += std::string(3000, 'x');
                added = memory->add(unit);
                before += added ? 1 : 0;
            }
            QCOMPARE(added.error().code, ErrorCode::DiskFull);
            QVERIFY(before > 100);
            const auto exported = exportTmx(*memory, newPath());
            QVERIFY(exported.has_value() || exported.error().code == ErrorCode::DiskFull || exported.error().code == ErrorCode::Unwritable);
        }
        QCOMPARE(memory->add(samples::unit(random)).value(), Addition::Added);
        QCOMPARE(memory->statistics()->units, before + 1);
        QVERIFY(memory->check().has_value());
    }

    void readOnlyPlaces()
    {
        namespace fs = std::filesystem;
        const fs::path folder = newPath();
        fs::create_directory(folder);
        const fs::path path = folder / "memory";
        fs::copy_file(filledMemory(), path);
        fs::permissions(m_folder.path().toStdString(), fs::perms(0755));
        fs::permissions(path, fs::perms(0444));
        fs::permissions(folder, fs::perms(0555));
        {
            const WithoutRoot nobody;
            QCOMPARE(Memory::open(path).error().code, ErrorCode::Unwritable);
            QCOMPARE(Memory::create(folder / "new", "en", "de").error().code, ErrorCode::Unwritable);
        }
        fs::permissions(path, fs::perms(0666));
        {
            const WithoutRoot nobody;
            QCOMPARE(Memory::open(path).error().code, ErrorCode::Unwritable);
        }
        fs::permissions(folder, fs::perms(0777));
        {
            const WithoutRoot nobody;
            QVERIFY(Memory::open(path).has_value());
        }
    }

    void aReadOnlyMemoryCanBeRead()
    {
        namespace fs = std::filesystem;
        const fs::path folder = newPath();
        fs::create_directory(folder);
        const fs::path path = folder / "100% mine? #1";
        fs::copy_file(filledMemory(), path);
        fs::permissions(m_folder.path().toStdString(), fs::perms(0755));
        fs::permissions(path, fs::perms(0444));
        fs::permissions(folder, fs::perms(0555));
        {
            const WithoutRoot nobody;
            Result<Memory> memory = Memory::open(path, Access::Read);
            QVERIFY2(memory.has_value(), memory ? "" : memory.error().sentence().c_str());
            QCOMPARE(memory->statistics()->units, std::size_t(100));
            QVERIFY(memory->check().has_value());
            samples::Random random(51);
            QVERIFY(!memory->lookup({samples::unit(random).source, {}, {}}, {800, 1})->empty());
            QVERIFY(exportTmx(*memory, m_folder.path().toStdString() + "/../nowhere/x.tmx").error().code == ErrorCode::NotFound);
            QCOMPARE(memory->add(samples::unit(random)).error().code, ErrorCode::Unwritable);
        }
        QCOMPARE(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
        fs::permissions(folder, fs::perms(0755));
        QVERIFY(writeFileAtomically(path.string() + "-wal", "changes").has_value());
        {
            const WithoutRoot nobody;
            const Result<Memory> memory = Memory::open(path, Access::Read);
            QCOMPARE(memory.error().code, ErrorCode::Unreadable);
            QVERIFY(memory.error().sentence().find("has changes waiting") != std::string::npos);
        }
    }

    void aFullDiskKeepsTheOldTmx()
    {
        const Result<Memory> memory = Memory::open(filledMemory());
        const std::filesystem::path file = newPath();
        QVERIFY(writeFileAtomically(file, "the old file").has_value());
        {
            const SizeLimit limit(4096);
            QVERIFY(!exportTmx(*memory, file));
        }
        QCOMPARE(*readFile(file), std::string("the old file"));
    }

    void aTmxIsNeverWrittenOverItsMemory()
    {
        const std::filesystem::path path = filledMemory();
        const std::string before = *readFile(path);
        const Result<Memory> memory = Memory::open(path);
        QCOMPARE(exportTmx(*memory, path).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(exportTmx(*memory, path.parent_path() / "." / path.filename()).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(*readFile(path), before);
    }
};

QTEST_APPLESS_MAIN(TestMemoryFaults)
#include "tst_memory_faults.moc"
