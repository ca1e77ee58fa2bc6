#include "engine/cat/project/project_memory.h"
#include "engine/core/files.h"
#include "tests/unit/cat/memory/faults.h"
#include "tests/unit/cat/project/project_samples.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;
using namespace interlinear::cat::samples;
namespace fs = std::filesystem;

namespace {

/// The project with some work done, closed.
void fill(TemporaryProject &place)
{
    place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").value();
    place.project().saveDraft(place.id(1), {"Drücken Sie", {}}, "Zoë").value();
    place.close();
}

bool isWhole(TemporaryProject &place)
{
    place.reopen();
    return place.content(0) == SegmentContent{{"Wärmepumpe", {}}, SegmentState::Confirmed, {}} && place.content(1).target.text == "Drücken Sie"
        && place.project().outbox()->units.size() == 1 && place.project().exportDocument(place.document()).has_value();
}

}  // namespace

class TestProjectFaults : public QObject {
    Q_OBJECT

    /// Whatever the state is by now: every call answers or fails with a sentence.
    static void useDamaged(const fs::path &folder)
    {
        Result<Project> project = Project::open(folder);
        if (!project) {
            QVERIFY(project.error().sentence().find((folder / "state.sqlite").string()) != std::string::npos);
            return;
        }
        const auto answers = [](const auto &result) { return result.has_value() || !result.error().sentence().empty(); };
        QVERIFY(answers(project->documents()));
        QVERIFY(answers(project->segments(1)));
        QVERIFY(answers(project->exportDocument(1)));
        QVERIFY(answers(project->historyOfDocument(1)));
        QVERIFY(answers(project->outbox()));
        QVERIFY(answers(project->confirm(2, {"Deckel", {}}, "Zoë")));
        QVERIFY(answers(project->addDocument(folder.parent_path() / "guide.md")));
        ProjectMemory memory = ProjectMemory::open(*project);
        QVERIFY(answers(memory.lookup({{"Heat pump", {}}, {}, {}}, {500, 5})));
        QVERIFY(answers(memory.applyOutbox()));
    }

private Q_SLOTS:
    void aStateThatCannotBeUsed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::newRow("empty") << QByteArray() << int(ErrorCode::Damaged);
        QTest::newRow("text") << QByteArray(5000, 'x') << int(ErrorCode::Damaged);
        QTest::newRow("a word") << QByteArray("notes") << int(ErrorCode::Damaged);
    }
    void aStateThatCannotBeUsed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        TemporaryProject place;
        fill(place);
        const std::string whole = *readFile(place.statePath());
        QVERIFY(writeFileAtomically(place.statePath(), bytes.toStdString()).has_value());
        QVERIFY(failsNaming(Project::open(place.folder()), static_cast<ErrorCode>(code), place.statePath()));
        QCOMPARE(*readFile(place.statePath()), bytes.toStdString());
        QVERIFY(writeFileAtomically(place.statePath(), whole).has_value());
        QVERIFY(isWhole(place));
    }

    void aMissingState()
    {
        TemporaryProject place;
        fill(place);
        fs::rename(place.statePath(), place.place() / "away");
        QVERIFY(failsNaming(Project::open(place.folder()), ErrorCode::NotFound, place.statePath()));
        QVERIFY(!fs::exists(place.statePath()));
        fs::copy_file(place.memoryPath(), place.statePath());
        QVERIFY(failsNaming(Project::open(place.folder()), ErrorCode::BadFormat, place.statePath()));
        fs::remove(place.statePath());
        fs::create_directory(place.statePath());
        QVERIFY(failsNaming(Project::open(place.folder()), ErrorCode::Unreadable, place.statePath()));
        fs::remove(place.statePath());
        fs::rename(place.place() / "away", place.statePath());
        QVERIFY(isWhole(place));
    }

    void aNewerStateIsRefused()
    {
        TemporaryProject place;
        fill(place);
        QVERIFY(OtherProgram(place.statePath()).run("PRAGMA user_version = 5"));
        QVERIFY(failsNaming(Project::open(place.folder()), ErrorCode::NewerVersion, place.statePath()));
        QVERIFY(OtherProgram(place.statePath()).run("PRAGMA user_version = 4"));
        QVERIFY(isWhole(place));
    }

    void cutStates()
    {
        Random random(81);
        TemporaryProject place;
        fill(place);
        const std::string whole = *readFile(place.statePath());
        int refused = 0;
        for (int round = 0; round < 40; ++round) {
            QVERIFY(writeFileAtomically(place.statePath(), whole.substr(0, 1 + below(random, whole.size() - 1))).has_value());
            if (Project::open(place.folder())) {
                QVERIFY(isWhole(place));   // the cut took nothing but an empty page
                place.close();
                continue;
            }
            QVERIFY(failsNaming(Project::open(place.folder()), ErrorCode::Damaged, place.statePath()));
            ++refused;
        }
        QVERIFY(refused > 30);
        QVERIFY(writeFileAtomically(place.statePath(), whole).has_value());
        QVERIFY(isWhole(place));
    }

    void flippedBits()
    {
        Random random(82);
        TemporaryProject place(paragraphs(60));
        fill(place);
        const std::string whole = *readFile(place.statePath());
        int refused = 0;
        for (int round = 0; round < 36; ++round) {
            std::string bytes = whole;
            for (int flips = round % 2 == 0 ? 1 : 50; flips > 0; --flips)
                bytes[below(random, bytes.size())] ^= static_cast<char>(1 << below(random, 8));
            QVERIFY(writeFileAtomically(place.statePath(), bytes).has_value());
            refused += Project::open(place.folder()) ? 0 : 1;
            useDamaged(place.folder());
        }
        QVERIFY(refused > 10);
    }

    void rowsThatNoWriterWrote_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("tags are no JSON") << "UPDATE segment SET source_tags = '[[1'";
        QTest::newRow("tag outside the text") << "UPDATE segment SET target_tags = '[[1,\"standalone\",100000,\"\",\"\"]]'";
        QTest::newRow("text is no UTF-8") << "UPDATE segment SET target = CAST(x'57FF57' AS TEXT)";
        QTest::newRow("unknown state") << "UPDATE segment SET state = 'finished'";
        QTest::newRow("unknown origin") << "UPDATE segment SET origin = 'memory many'";
        QTest::newRow("unknown kind") << "UPDATE segment SET kind = 99";
        QTest::newRow("span from behind") << "UPDATE segment SET span_begin = 5, span_end = 4";
    }
    void rowsThatNoWriterWrote()
    {
        QFETCH(QString, sql);
        TemporaryProject place;
        fill(place);
        QVERIFY(OtherProgram(place.statePath()).run(sql.toUtf8().constData()));
        const Result<Project> project = Project::open(place.folder());
        QVERIFY(project.has_value());
        QVERIFY(failsNaming(project->segments(place.document()), ErrorCode::Damaged, place.statePath()));
        QVERIFY(failsNaming(project->exportDocument(place.document()), ErrorCode::Damaged, place.statePath()));
        useDamaged(place.folder());
    }

    void aDocumentThatDoesNotFitItsSegments()
    {
        TemporaryProject place;
        fill(place);
        QVERIFY(OtherProgram(place.statePath()).run("UPDATE document SET content = x'23'"));
        const Result<Project> project = Project::open(place.folder());
        QVERIFY(failsNaming(project->exportDocument(place.document()), ErrorCode::Damaged, place.statePath()));
    }

    void lockedByAnotherProgram()
    {
        TemporaryProject place;
        ProjectMemory memory = ProjectMemory::open(place.project());
        QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        const std::vector<ProjectSegment> before = place.segments();
        const QStringList units(pairOf(before[0].segment.source, before[0].content.target));
        {
            OtherProgram other(place.memoryPath());
            QVERIFY(other.run("BEGIN IMMEDIATE"));
            QVERIFY(failsNaming(memory.applyOutbox(), ErrorCode::Locked, place.memoryPath()));
            QCOMPARE(place.project().outbox()->units.size(), std::size_t(1));
            QCOMPARE(memory.lookup({{"Heat pump", {}}, {}, {}}, {1000, 5})->size(), std::size_t(1));
        }
        {
            OtherProgram other(place.statePath());
            QVERIFY(other.run("BEGIN IMMEDIATE"));
            QVERIFY(failsNaming(place.project().confirm(before[1].id, {"x", {}}, "Zoë"), ErrorCode::Locked, place.statePath()));
            QVERIFY(place.segments() == before);   // readers do not wait
            QVERIFY(failsNaming(memory.applyOutbox(), ErrorCode::Locked, place.statePath()));
            QCOMPARE(unitsOf(*memory.memory()), units);   // the memory has it, and the outbox could not be emptied
            QCOMPARE(place.project().outbox()->units.size(), std::size_t(1));
            QCOMPARE(memory.lookup({{"Heat pump", {}}, {}, {}}, {1000, 5})->size(), std::size_t(1));
        }
        QVERIFY(memory.applyOutbox().has_value());
        QVERIFY(place.project().outbox()->empty());
        QCOMPARE(unitsOf(*memory.memory()), units);
        QVERIFY(place.project().confirm(before[1].id, {"x", {}}, "Zoë").has_value());
    }

    void aFullDiskWhileConfirming_data()
    {
        QTest::addColumn<int>("paragraphsBefore");
        QTest::addColumn<int>("room");
        QTest::newRow("in the log") << 0 << 300'000;
        QTest::newRow("after a checkpoint that failed") << 50'000 << 1'000'000;
    }
    void aFullDiskWhileConfirming()
    {
        QFETCH(int, paragraphsBefore);
        QFETCH(int, room);
        TemporaryProject place;
        if (paragraphsBefore > 0) {
            QVERIFY(writeFileAtomically(place.place() / "long.txt", paragraphs(static_cast<std::size_t>(paragraphsBefore))).has_value());
            QVERIFY(place.project().addDocument(place.place() / "long.txt").has_value());
        }
        place.reopen();
        Contents expected = contentsOf(place.segments());
        int confirmed = 0;
        {
            const std::uintmax_t size = fs::file_size(place.statePath());
            const SizeLimit limit(size + static_cast<rlim_t>(room));
            for (Result<void> done; done; ++confirmed) {
                const std::int64_t id = std::next(expected.begin(), confirmed % 9)->first;
                const TaggedText target{std::to_string(confirmed) + std::string(static_cast<std::size_t>(room) / 60, 'x'), {}};
                done = place.project().confirm(id, target, "Zoë");
                if (done)
                    expected[id] = {target, SegmentState::Confirmed, {}};
                else
                    QVERIFY(failsNaming(done, ErrorCode::DiskFull, place.statePath()));
            }
            QVERIFY(confirmed > 3);
            QCOMPARE(fs::file_size(place.statePath()) > size, paragraphsBefore > 0);   // a checkpoint began
            QVERIFY(contentsOf(place.segments()) == expected);
        }
        const std::size_t posted = static_cast<std::size_t>(confirmed - 1);
        QCOMPARE(place.project().outbox()->units.size(), posted);
        QCOMPARE(place.project().historyOfDocument(place.document())->size(), posted);
        QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        expected[place.id(0)] = {{"Wärmepumpe", {}}, SegmentState::Confirmed, {}};
        place.reopen();
        QVERIFY(contentsOf(place.segments()) == expected);
        ProjectMemory memory = ProjectMemory::open(place.project());
        QVERIFY(memory.applyOutbox().has_value());
        QCOMPARE(unitsOf(*memory.memory()), PlainProject(place.segments()).doneUnits());
    }

    void aFullDiskUnderTheMemory()
    {
        TemporaryProject place;
        for (std::size_t i = 0; i < 9; ++i)
            QVERIFY(place.project().confirm(place.id(i), {std::to_string(i) + std::string(20'000, 'x'), {}}, "Zoë").has_value());
        ProjectMemory memory = ProjectMemory::open(place.project());
        {
            const SizeLimit limit(fs::file_size(place.memoryPath()) + 50'000);
            QVERIFY(failsNaming(memory.applyOutbox(), ErrorCode::DiskFull, place.memoryPath()));
            QCOMPARE(place.project().outbox()->units.size(), std::size_t(9));
            QCOMPARE(memory.memory()->statistics()->units, std::size_t(0));
            QCOMPARE(memory.lookup({{"Heat pump", {}}, {}, {}}, {1000, 5})->size(), std::size_t(1));
        }
        QVERIFY(memory.applyOutbox().has_value());
        QVERIFY(place.project().outbox()->empty());
        QCOMPARE(unitsOf(*memory.memory()), PlainProject(place.segments()).doneUnits());
    }

    void readOnlyPlaces()
    {
        TemporaryProject place;
        fill(place);
        fs::permissions(place.place(), fs::perms(0755));
        fs::permissions(place.statePath(), fs::perms(0444));
        fs::permissions(place.folder(), fs::perms(0555));
        fs::permissions(place.file(), fs::perms(0000));
        {
            const WithoutRoot nobody;
            QVERIFY(failsNaming(Project::open(place.folder()), ErrorCode::Unwritable, place.statePath()));
            QVERIFY(failsNaming(Project::create(place.folder() / "new", {"en", "de"}), ErrorCode::Unwritable, place.folder() / "new"));
        }
        for (const auto &entry : fs::directory_iterator(place.folder()))
            fs::permissions(entry.path(), fs::perms(0666));
        {
            const WithoutRoot nobody;
            QVERIFY(failsNaming(Project::open(place.folder()), ErrorCode::Unwritable, place.statePath()));
        }
        fs::permissions(place.folder(), fs::perms(0777));
        {
            const WithoutRoot nobody;
            QVERIFY(isWhole(place));
            QVERIFY(failsNaming(place.project().addDocument(place.file()), ErrorCode::Unreadable, place.file()));
            QVERIFY(isWhole(place));
            place.close();
        }
        fs::permissions(place.file(), fs::perms(0600));
    }

    void aReadOnlyProjectCanBeRead()
    {
        TemporaryProject place;
        fill(place);
        place.reopen();
        const std::size_t changes = place.project().historyOfDocument(place.document())->size();
        const std::string bytes = place.project().exportDocument(place.document())->bytes;
        place.close();
        fs::permissions(place.place(), fs::perms(0755));
        fs::permissions(place.statePath(), fs::perms(0444));
        fs::permissions(place.folder(), fs::perms(0555));
        {
            const WithoutRoot nobody;
            const Result<Project> project = Project::open(place.folder(), Access::Read);
            QVERIFY(project.has_value());
            QVERIFY(changes > 0);
            QCOMPARE(project->historyOfDocument(place.document())->size(), changes);
            QCOMPARE(project->exportDocument(place.document())->bytes, bytes);
        }
        fs::permissions(place.folder(), fs::perms(0755));
    }

    void aCreationThatFailsLeavesNothing()
    {
        const TemporaryProject place;
        const fs::path folder = place.place() / "new";
        for (const rlim_t bytes : {rlim_t(100), rlim_t(10'000), rlim_t(30'000)}) {
            const SizeLimit limit(bytes);
            const Result<Project> project = Project::create(folder, {"en", "de", place.place() / "new.itm"});
            if (project)
                break;
            QVERIFY(!fs::exists(folder) && !fs::exists(place.place() / "new.itm"));
        }
        const fs::path mine = place.place() / "mine";
        fs::create_directory(mine);
        QVERIFY(writeFileAtomically(mine / "mine.txt", "mine").has_value());
        {
            const SizeLimit limit(100);
            QVERIFY(!Project::create(mine, {"en", "de"}));
        }
        QCOMPARE(*readFile(mine / "mine.txt"), std::string("mine"));
        QCOMPARE(std::distance(fs::directory_iterator(mine), fs::directory_iterator()), 1);
    }

    void settingsThatCannotBeRead_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("named");
        const int badFormat = int(ErrorCode::BadFormat);
        const QString start = R"({"format": "interlinear-project", "version": 1)";
        QTest::newRow("empty") << "" << badFormat << "project.json";
        QTest::newRow("no object") << "[1]" << badFormat << "JSON object";
        QTest::newRow("other format") << R"({"format": "recipe", "version": 1})" << badFormat << "interlinear-project";
        QTest::newRow("no version") << R"({"format": "interlinear-project"})" << badFormat << "version";
        QTest::newRow("newer") << R"({"format": "interlinear-project", "version": 2})" << int(ErrorCode::NewerVersion) << "format 2";
        QTest::newRow("no source language") << start + R"(, "targetLanguage": "de", "memory": "memory.itm"})" << badFormat << "\"sourceLanguage\"";
        QTest::newRow("no target language") << start + R"(, "sourceLanguage": "en", "memory": "memory.itm"})" << badFormat << "\"targetLanguage\"";
        QTest::newRow("a number") << start + R"(, "sourceLanguage": "en", "targetLanguage": 7, "memory": "m"})" << badFormat << "\"targetLanguage\"";
        QTest::newRow("no memory") << start + R"(, "sourceLanguage": "en", "targetLanguage": "de"})" << badFormat << "\"memory\"";
        QTest::newRow("no UTF-8") << "\xED\xA0\x80" << badFormat << "project.json";
    }
    void settingsThatCannotBeRead()
    {
        QFETCH(QString, json);
        QFETCH(int, code);
        QFETCH(QString, named);
        TemporaryProject place;
        fill(place);
        const std::string whole = *readFile(place.settingsPath());
        QVERIFY(writeFileAtomically(place.settingsPath(), json.toStdString()).has_value());
        const Result<Project> project = Project::open(place.folder());
        QVERIFY(failsNaming(project, static_cast<ErrorCode>(code), place.settingsPath()));
        QVERIFY(QString::fromStdString(project.error().sentence()).contains(named));
        QVERIFY(writeFileAtomically(place.settingsPath(), whole).has_value());
        QVERIFY(isWhole(place));
    }
};

QTEST_APPLESS_MAIN(TestProjectFaults)
#include "tst_project_faults.moc"
