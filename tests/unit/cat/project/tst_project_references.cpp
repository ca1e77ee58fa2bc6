// The memories of a project: the one that it writes to, those that it only looks up in, and any of them that is missing.
#include "engine/cat/project/project_memory.h"
#include "tests/support/must.h"
#include "tests/unit/cat/memory/faults.h"
#include "tests/unit/cat/project/project_samples.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;
using interlinear::cat::faults::OtherProgram;
using interlinear::tests::must;

class TestProjectReferences : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMemoryOfOtherLanguages()
    {
        TemporaryProject place;
        QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        place.close();
        std::filesystem::rename(place.memoryPath(), place.place() / "away");
        place.reopen();
        QVERIFY(failsNaming(place.project().openMemory(), ErrorCode::NotFound, place.memoryPath()));
        QVERIFY(Memory::create(place.memoryPath(), "de", "en").has_value());
        const std::vector<Error> problems = ProjectMemory::open(place.project()).problems();
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(failsNaming(Result<void>(std::unexpected(problems[0])), ErrorCode::InvalidArgument, place.memoryPath()));
        QVERIFY(problems[0].sentence().find("from de to en") != std::string::npos);
        QVERIFY(place.project().confirm(place.id(5), {"Teil", {}}, "Zoë").has_value());   // work goes on without a memory
        QCOMPARE(place.project().outbox()->units.size(), std::size_t(2));
        std::filesystem::rename(place.place() / "away", place.memoryPath());
        QVERIFY(ProjectMemory::open(place.project()).applyOutbox().has_value());
        QCOMPARE(place.project().openMemory()->statistics()->units, std::size_t(2));

        const std::filesystem::path other = place.place() / "other";
        QVERIFY(failsNaming(Project::create(other, {"de", "en", place.memoryPath()}), ErrorCode::InvalidArgument, place.memoryPath()));
        QVERIFY(!Project::isProject(other));
        QVERIFY(Project::create(other, {"en", "de", place.memoryPath()}).has_value());   // nothing is left in the way
    }

    void aProjectMayLookUpApprovedUnitsOnly()
    {
        TemporaryProject place;
        Memory reference = must(Memory::create(place.place() / "client.itm", "en", "de"));
        for (const bool approved : {true, false}) {
            Unit unit;
            unit.id = newUnitId();
            unit.source.text = "Heat pump";
            unit.target.text = approved ? "Wärmepumpe" : "Hitzepumpe";
            unit.approved = approved;
            must(reference.add(unit));
        }
        must(place.project().addReference({place.place() / "client.itm", 0}));
        const auto matches = [&] {
            ProjectMemory memory = ProjectMemory::open(place.project());
            return must(memory.lookup({{"Heat pump", {}}, {}, {}}, {.thresholdPerMille = 500, .limit = 5})).size();
        };
        QCOMPARE(matches(), std::size_t(2));
        must(place.project().setApprovedOnly(true));
        QCOMPARE(matches(), std::size_t(1));
        place.reopen();
        QVERIFY(place.project().approvedOnly());
        QCOMPARE(matches(), std::size_t(1));
        must(place.project().setApprovedOnly(false));
        QCOMPARE(matches(), std::size_t(2));
    }

    void referencesAnswerWithTheirPenalties()
    {
        TemporaryProject place;
        const auto reference = [&](const char *name, const char *from, const char *to, const char *source, const char *target) {
            Memory memory = must(Memory::create(place.place() / name, from, to));
            const Unit unit = unitOf(source, target);
            must(memory.add(unit));
            return unit.id;
        };
        reference("good.itm", "en", "de", "Heat pump", "Wärmepumpe");
        reference("doubtful.itm", "en", "de", "Heat pump", "Hitzepumpe");
        reference("variant.itm", "en-GB", "de-AT", "Close the cover.", "Deckel schließen.");
        reference("french.itm", "en", "fr", "Heat pump", "Pompe");
        Project &project = place.project();
        must(project.addReference({place.place() / "good.itm", 0}));
        must(project.addReference({place.place() / "doubtful.itm", 0}));
        must(project.addReference({place.place() / "doubtful.itm", 50}));   // another penalty, not another one
        must(project.addReference({place.place() / "variant.itm", 10}));
        QVERIFY(failsNaming(project.addReference({place.place() / "french.itm", 0}), ErrorCode::InvalidArgument, place.place() / "french.itm"));
        QVERIFY(failsNaming(project.addReference({place.memoryPath(), 0}), ErrorCode::InvalidArgument, place.memoryPath()));
        QVERIFY(failsNaming(project.addReference({place.place() / "none.itm", 0}), ErrorCode::NotFound, place.place() / "none.itm"));
        place.reopen();
        const std::vector<ReferenceMemory> expected{{place.place() / "good.itm", 0}, {place.place() / "doubtful.itm", 50}, {place.place() / "variant.itm", 10}};
        QVERIFY(place.project().references() == expected);

        const auto answer = [](ProjectMemory &memory, const char *source) {
            QStringList lines;
            const std::vector<Match> matches = must(memory.lookup({{source, {}}, {}, {}}, {.thresholdPerMille = 500, .limit = 5}));
            for (const Match &match : matches)
                lines.append(QString("%1 %2 %3").arg(match.perMille).arg(QString::fromStdString(match.unit.target.text), QString::fromStdString(match.memory.filename().string())));
            return lines;
        };
        ProjectMemory memory = ProjectMemory::open(place.project());
        QVERIFY(memory.problems().empty());
        QCOMPARE(answer(memory, "Heat pump"), (QStringList{"1000 Wärmepumpe good.itm", "950 Hitzepumpe doubtful.itm"}));
        QCOMPARE(answer(memory, "Close the cover."), QStringList("990 Deckel schließen. variant.itm"));
        must(place.project().confirm(place.id(0), {"Hitzepumpe", {}}, "Zoë"));
        for (int delivered = 0; delivered < 2; ++delivered) {
            QCOMPARE(answer(memory, "Heat pump").size(), 2);   // of two that say the same the better stays
            QVERIFY(answer(memory, "Heat pump").contains("1000 Hitzepumpe memory.itm"));
            must(memory.applyOutbox());
        }
        QCOMPARE(must(must(Memory::open(place.place() / "doubtful.itm")).countUnits()), std::size_t(1));
    }

    void anotherMemoryTakesWhatIsConfirmed()
    {
        TemporaryProject place;
        must(Memory::create(place.place() / "client.itm", "en", "de"));
        must(Memory::create(place.place() / "variant.itm", "en-GB", "de"));
        must(place.project().addReference({place.place() / "client.itm", 50}));
        must(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë"));   // waits in the outbox
        const std::filesystem::path before = place.memoryPath();
        QVERIFY(failsNaming(place.project().writeTo(place.place() / "variant.itm"), ErrorCode::InvalidArgument, place.place() / "variant.itm"));
        QVERIFY(failsNaming(place.project().writeTo(place.place() / "none.itm"), ErrorCode::NotFound, place.place() / "none.itm"));
        QCOMPARE(place.project().outbox()->units.size(), std::size_t(1));
        must(place.project().writeTo(place.place() / "client.itm"));
        must(place.project().writeTo(place.place() / "client.itm"));   // it is already
        place.reopen();
        QCOMPARE(place.project().memoryPath(), place.place() / "client.itm");
        QCOMPARE(place.project().references().size(), std::size_t(1));
        QCOMPARE(must(must(Memory::open(before)).countUnits()), std::size_t(1));   // what waited belonged there

        ProjectMemory memory = ProjectMemory::open(place.project());
        must(place.project().confirm(place.id(5), {"Teil", {}}, "Zoë"));
        must(memory.applyOutbox());
        QCOMPARE(must(must(Memory::open(place.place() / "client.itm")).countUnits()), std::size_t(1));
        QCOMPARE(found(memory, place.segments()[0].segment.source).size(), 1);   // both are looked up in
        QCOMPARE(found(memory, place.segments()[5].segment.source).size(), 1);
    }

    void aReferenceThatDoesNotAnswer()
    {
        TemporaryProject place;
        for (const char *name : {"one.itm", "two.itm"}) {
            must(Memory::create(place.place() / name, "en", "de"));
            must(place.project().addReference({place.place() / name, 0}));
        }
        must(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë"));
        std::filesystem::remove(place.place() / "one.itm");
        ProjectMemory memory = ProjectMemory::open(place.project());
        QCOMPARE(memory.problems().size(), std::size_t(1));
        QVERIFY(memory.problems()[0].sentence().find("one.itm") != std::string::npos);
        QCOMPARE(found(memory, {"Heat pump", {}}).size(), 1);
        OtherProgram(place.place() / "two.itm").run("DROP TABLE unit");   // while it is open
        QCOMPARE(found(memory, {"Heat pump", {}}).size(), 1);
        QCOMPARE(memory.problems().size(), std::size_t(2));
        QCOMPARE(found(memory, {"Heat pump", {}}).size(), 1);
        QCOMPARE(memory.problems().size(), std::size_t(2));
        must(place.project().removeReference(place.place() / "one.itm"));
        must(place.project().removeReference(place.place() / "two.itm"));
        QCOMPARE(place.project().removeReference(place.place() / "two.itm").error().code, ErrorCode::NotFound);
        QVERIFY(ProjectMemory::open(place.project()).problems().empty());
    }

    void aMissingMemoryTakesNothingFromTheOthers()
    {
        TemporaryProject place;
        const std::filesystem::path away = place.place() / "away";
        must(must(Memory::create(place.place() / "other.itm", "en", "de")).add(unitOf("Close the cover.", "Deckel schließen.")));
        must(place.project().addReference({place.place() / "other.itm", 0}));
        must(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë"));
        place.close();
        std::filesystem::rename(place.memoryPath(), away);
        place.reopen();
        ProjectMemory memory = ProjectMemory::open(place.project());
        QVERIFY(!memory.memory());
        QCOMPARE(memory.memories().size(), std::size_t(1));
        QCOMPARE(memory.problems().size(), std::size_t(1));
        for (int delivered = 0; delivered < 2; ++delivered) {
            QCOMPARE(found(memory, {"Heat pump", {}}).size(), 1);
            QCOMPARE(found(memory, {"Close the cover.", {}}).size(), 1);
            QVERIFY(failsNaming(memory.applyOutbox(), ErrorCode::NotFound, place.memoryPath()));
        }
        std::filesystem::rename(away, place.memoryPath());   // the drive is back
        must(memory.applyOutbox());
        QVERIFY(memory.problems().empty() && place.project().outbox()->empty());
        QCOMPARE(memory.units(), std::size_t(1));

        must(place.project().confirm(place.id(5), {"Teil", {}}, "Zoë"));
        OtherProgram(place.memoryPath()).run("DROP TABLE unit");   // while it is open
        QCOMPARE(found(memory, {"Close the cover.", {}}).size(), 1);
        QCOMPARE(memory.problems().size(), std::size_t(1));
        QVERIFY(!memory.applyOutbox());
        must(Memory::create(place.place() / "new.itm", "en", "de"));
        must(place.project().writeTo(place.place() / "new.itm"));
        ProjectMemory chosen = ProjectMemory::open(place.project());
        must(chosen.applyOutbox());
        QCOMPARE(chosen.units(), std::size_t(1));   // what waited for the other
        QCOMPARE(chosen.problems().size(), std::size_t(1));
    }

    void aProjectMayWriteToNone()
    {
        TemporaryProject place;
        const std::filesystem::path folder = place.place() / "none";
        Project project = must(Project::create(folder, {.sourceLanguage = "en", .targetLanguage = "de", .memory = {}}));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()), 2);   // no memory among them
        QVERIFY(project.memoryPath().empty());
        QVERIFY(failsNaming(project.openMemory(), ErrorCode::NotFound, folder));
        const std::int64_t segment = must(project.segments(must(project.addDocument(place.file())).id)).front().id;
        ProjectMemory memory = ProjectMemory::open(project);
        must(project.confirm(segment, {"Wärmepumpe", {}}, "Zoë"));
        must(memory.applyOutbox());
        must(memory.recount());
        QVERIFY(!memory.memory() && memory.memories().empty() && memory.problems().empty());
        QCOMPARE(must(memory.lookup({{"Heat pump", {}}, {}, {}}, {1000, 1})).front().memory, folder);
        QCOMPARE(found(memory, {"Heat pump", {}}).size(), 1);
        QVERIFY(must(Project::open(folder)).memoryPath().empty());

        must(Memory::create(place.place() / "later.itm", "en", "de"));
        must(project.writeTo(place.place() / "later.itm"));
        QVERIFY(project.references().empty());
        must(ProjectMemory::open(project).applyOutbox());
        QCOMPARE(must(must(project.openMemory()).countUnits()), std::size_t(1));
        must(project.confirm(segment, {"Die Wärmepumpe", {}}, "Zoë"));
        must(project.writeToNone());
        must(project.writeToNone());
        QVERIFY(must(Project::open(folder)).memoryPath().empty());
        QVERIFY(must(project.outbox()).empty());   // what waited belonged there
        QCOMPARE(project.references().size(), std::size_t(1));
        QCOMPARE(found(memory = ProjectMemory::open(project), {"Heat pump", {}}), QStringList(pairOf({"Heat pump", {}}, {"Die Wärmepumpe", {}})));
    }
};

QTEST_APPLESS_MAIN(TestProjectReferences)
#include "tst_project_references.moc"
