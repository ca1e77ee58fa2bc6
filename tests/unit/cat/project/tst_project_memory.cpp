// What confirming, editing and taking back a segment does to the memory that the project writes to, by way of the outbox.
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/memory/exchange/import.h"
#include "engine/cat/project/project_memory.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/project/project_samples.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <optional>
#include <thread>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;
using interlinear::tests::must;

namespace {

QStringList allUnits(const Project &project, const ProjectMemory &memory)
{
    return unitsBetween(*memory.memory(), project.outbox().value());
}

}  // namespace

class TestProjectMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aConfirmedSegmentIsFoundAtOnce()
    {
        TemporaryProject place;
        ProjectMemory memory = ProjectMemory::open(place.project());
        const TaggedText source = place.segments()[1].segment.source;
        const TaggedText target = fromNotation("Bestätigen Sie mit <1>Eingabe</1>.");
        QVERIFY(found(memory, source).isEmpty());
        QVERIFY(place.project().confirm(place.id(1), target, "Zoë").has_value());
        QCOMPARE(found(memory, source), QStringList(pairOf(source, target)));
        QCOMPARE(found(memory, {"Press Enter to confirm", {}}, 500), QStringList(pairOf(source, target)));
        QCOMPARE(memory.memory()->statistics()->units, std::size_t(0));

        QVERIFY(memory.applyOutbox().has_value());
        QVERIFY(place.project().outbox()->empty());
        QCOMPARE(found(memory, source), QStringList(pairOf(source, target)));
        QCOMPARE(unitsOf(*memory.memory()), QStringList(pairOf(source, target)));
    }

    void theUnitSaysWhereItComesFrom()
    {
        TemporaryProject place;
        const std::int64_t began = nowMs();
        const SegmentContent corrected{{"Deckel schließen.", {}}, SegmentState::Reviewed, TargetOrigin::machine()};
        const SegmentContent fuzzy{{"Auf Anfrage", {}}, SegmentState::Locked, TargetOrigin::memory(845)};
        QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        QVERIFY(place.project().store({{place.id(3), corrected}, {place.id(8), fuzzy}}, "M. Weber").has_value());
        std::vector<Unit> units;
        const Outbox outbox = *place.project().outbox();
        for (const PostedUnit &posted : outbox.units)
            units.push_back(posted.unit);
        QCOMPARE(units.size(), std::size_t(3));
        QCOMPARE(units[0].previous, std::optional<std::string>(""));
        QCOMPARE(units[0].next, std::optional<std::string>("Press Enter to confirm."));
        QCOMPARE(units[0].author, std::string("Zoë"));
        QCOMPARE(units[0].document, std::string("guide.md"));
        QVERIFY(units[0].origin == Origin::Human && units[2].origin == Origin::Human);
        QVERIFY(units[0].createdMs >= began && units[0].createdMs <= nowMs() && units[0].changedMs == units[0].createdMs);
        QCOMPARE(units[1].previous, std::optional<std::string>("Close the cover."));
        QCOMPARE(units[1].next, std::optional<std::string>("Read the manual first."));
        QVERIFY(units[1].origin == Origin::PostEdited);
        QCOMPARE(units[2].next, std::optional<std::string>(""));

        ProjectMemory memory = ProjectMemory::open(place.project());
        const Query inPlace{{"Heat pump", {}}, "", "Press Enter to confirm."};
        QCOMPARE(memory.lookup(inPlace, {1000, 1})->front().perMille, 1020);
        QVERIFY(memory.applyOutbox().has_value());
        QCOMPARE(memory.lookup(inPlace, {1000, 1})->front().perMille, 1020);
        QVERIFY(memory.lookup(inPlace, {1000, 1})->front().unit == units[0]);
    }

    void unconfirmingTakesTheUnitBack()
    {
        for (const bool delivered : {false, true}) {
            TemporaryProject place;
            ProjectMemory memory = ProjectMemory::open(place.project());
            QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
            const std::string unitId = place.project().outbox()->units.front().unit.id;
            if (delivered)
                QVERIFY(memory.applyOutbox().has_value());
            QVERIFY(place.project().unconfirm(place.id(0), "Zoë").has_value());
            QCOMPARE(place.content(0), (SegmentContent{{"Wärmepumpe", {}}, SegmentState::Draft, {}}));
            QVERIFY(place.project().outbox()->removedIds == std::vector<std::string>{unitId});
            QVERIFY(found(memory, {"Heat pump", {}}, 500).isEmpty());
            QVERIFY(memory.applyOutbox().has_value());
            QVERIFY(found(memory, {"Heat pump", {}}, 500).isEmpty());
            QCOMPARE(memory.memory()->statistics()->units, std::size_t(0));

            QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());   // a new unit: the old id stays away for ever
            QCOMPARE(found(memory, {"Heat pump", {}}).size(), 1);
            QVERIFY(memory.applyOutbox().has_value());
            QCOMPARE(found(memory, {"Heat pump", {}}).size(), 1);
        }
    }

    void editingAConfirmedSegmentReplacesItsUnit()
    {
        for (const bool delivered : {false, true}) {
            TemporaryProject place;
            ProjectMemory memory = ProjectMemory::open(place.project());
            const TaggedText source{"Heat pump", {}};
            QVERIFY(place.project().confirm(place.id(0), {"Hitzepumpe", {}}, "Zoë").has_value());
            if (delivered)
                QVERIFY(memory.applyOutbox().has_value());
            QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "M. Weber").has_value());
            QCOMPARE(found(memory, source, 500), QStringList(pairOf(source, {"Wärmepumpe", {}})));
            QVERIFY(memory.applyOutbox().has_value());
            QCOMPARE(found(memory, source, 500), QStringList(pairOf(source, {"Wärmepumpe", {}})));
            QCOMPARE(memory.memory()->statistics()->units, std::size_t(1));
            QVERIFY(place.project().saveDraft(place.id(0), {"Wärmep", {}}, "Zoë").has_value());
            QVERIFY(found(memory, source, 500).isEmpty());
        }
    }

    void whatAUnitWasStaysInItsHistory()
    {
        for (const bool delivered : {false, true}) {
            TemporaryProject place;
            ProjectMemory memory = ProjectMemory::open(place.project());
            const auto deliverSome = [&] {
                if (delivered)
                    must(memory.applyOutbox());
            };
            const TaggedText source{"Heat pump", {}};
            must(place.project().confirm(place.id(0), {"Hitzepumpe", {}}, "Zoë"));
            deliverSome();
            must(place.project().saveDraft(place.id(0), {"Wärmep", {}}, "M. Weber"));   // as typing into a confirmed segment does
            deliverSome();
            must(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "M. Weber"));
            deliverSome();
            must(place.project().confirm(place.id(0), {"Hitzepumpe", {}}, "Zoë"));      // as undoing does
            QCOMPARE(found(memory, source, 500), QStringList(pairOf(source, {"Hitzepumpe", {}})));
            must(memory.applyOutbox());
            QCOMPARE(found(memory, source, 500), QStringList(pairOf(source, {"Hitzepumpe", {}})));
            const Unit now = must(memory.lookup({source, {}, {}}, {1000, 1})).front().unit;
            const std::vector<UnitVersion> versions = must(memory.memory()->history(now.id));
            QCOMPARE(versions.size(), std::size_t(3));
            QCOMPARE(versions[0].unit.target.text, std::string("Hitzepumpe"));
            QCOMPARE(versions[1].unit.target.text, std::string("Wärmepumpe"));
            QCOMPARE(versions[1].unit.author, std::string("M. Weber"));
            QVERIFY(versions[2].unit == now);
            QCOMPARE(now.createdMs, versions[0].unit.createdMs);
        }
    }

    void theUseOfAMatchIsCountedOnce()
    {
        TemporaryProject place;
        ProjectMemory memory = ProjectMemory::open(place.project());
        must(place.project().confirm(place.id(2), {"Deckel schließen.", {}}, "Zoë"));
        must(memory.applyOutbox());
        const Unit unit = must(memory.lookup({{"Close the cover.", {}}, {}, {}}, {1000, 1})).front().unit;
        const TargetOrigin origin = TargetOrigin::memory(1000, unit.id);
        must(place.project().store({{place.id(3), {unit.target, SegmentState::Draft, origin}}}, "Zoë"));
        must(memory.applyOutbox());
        const auto useCount = [&] { return must(memory.memory()->history(unit.id)).front().unit.useCount; };
        QCOMPARE(useCount(), std::int64_t(0));   // inserted, and not confirmed yet
        must(place.project().confirm(place.id(3), unit.target, "Zoë"));
        Memory other = must(place.project().openMemory());
        must(deliver(must(place.project().outbox()), other));   // and interrupted before the outbox was emptied
        must(memory.applyOutbox());
        QCOMPARE(useCount(), std::int64_t(1));
        must(place.project().confirm(place.id(3), {"Den Deckel schließen.", {}}, "Zoë"));
        must(place.project().unconfirm(place.id(3), "Zoë"));
        must(place.project().confirm(place.id(3), {"Deckel schließen.", {}}, "Zoë"));
        must(memory.applyOutbox());
        QCOMPARE(useCount(), std::int64_t(1));   // the same use still
        place.reopen();
        QVERIFY(place.content(3).origin == origin);
    }

    void aSegmentThatIsTooLongForAMemoryIsConfirmedAllTheSame()
    {
        TemporaryProject place(std::string(longestUnitText + 10, 'x') + "\n\nShort.\n");
        ProjectMemory memory = ProjectMemory::open(place.project());
        for (const std::size_t index : {std::size_t(0), std::size_t(1)})
            must(place.project().confirm(place.id(index), {"Kurz.", {}}, "Zoë"));
        must(memory.applyOutbox());
        QCOMPARE(must(memory.memory()->countUnits()), std::size_t(1));
        QVERIFY(!must(memory.lookup({{"Short.", {}}, {}, {}}, {1000, 1})).front().unit.previous);
        QCOMPARE(must(place.project().documents()).front().done, std::size_t(2));
    }

    void reviewingKeepsTheUnit()
    {
        TemporaryProject place;
        ProjectMemory memory = ProjectMemory::open(place.project());
        QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        QVERIFY(memory.applyOutbox().has_value());
        for (const SegmentState state : {SegmentState::Reviewed, SegmentState::Locked, SegmentState::Confirmed}) {
            QVERIFY(place.project().store({{place.id(0), {{"Wärmepumpe", {}}, state, {}}}}, "M. Weber").has_value());
            QVERIFY(place.project().outbox()->empty());
        }
        QCOMPARE(found(memory, {"Heat pump", {}}).size(), 1);
    }

    void equalSegmentsHaveAUnitEach()
    {
        TemporaryProject place;
        ProjectMemory memory = ProjectMemory::open(place.project());
        const TaggedText target{"Deckel schließen.", {}};
        for (const std::size_t index : {std::size_t(2), std::size_t(3)})
            QVERIFY(place.project().confirm(place.id(index), target, "Zoë").has_value());
        QCOMPARE(found(memory, {"Close the cover.", {}}).size(), 1);   // one of two equal matches is enough
        QVERIFY(memory.applyOutbox().has_value());
        QCOMPARE(memory.memory()->statistics()->units, std::size_t(2));
        QVERIFY(place.project().unconfirm(place.id(2), "Zoë").has_value());
        QVERIFY(memory.applyOutbox().has_value());
        QCOMPARE(found(memory, {"Close the cover.", {}}).size(), 1);
    }

    void theBetterMatchComesFirstWhereverItIs()
    {
        TemporaryProject place("Press Enter now.\n\nPress Enter soon.\n\nPress Enter very soon, please.\n");
        ProjectMemory memory = ProjectMemory::open(place.project());
        QVERIFY(place.project().confirm(place.id(1), {"zwei", {}}, "Zoë").has_value());
        QVERIFY(memory.applyOutbox().has_value());
        QVERIFY(place.project().confirm(place.id(0), {"eins", {}}, "Zoë").has_value());
        QVERIFY(place.project().confirm(place.id(2), {"drei", {}}, "Zoë").has_value());
        const auto targets = [&](const char *text, std::size_t limit) {
            QStringList answer;
            const std::vector<Match> matches = memory.lookup({{text, {}}, {}, {}}, {300, limit}).value();
            for (const Match &match : matches)
                answer.append(QString::fromStdString(match.unit.target.text));
            return answer;
        };
        QCOMPARE(targets("Press Enter soon.", 5), QStringList({"zwei", "eins", "drei"}));
        QCOMPARE(targets("Press Enter now.", 5), QStringList({"eins", "zwei", "drei"}));
        QCOMPARE(targets("Press Enter now.", 1), QStringList({"eins"}));
        QCOMPARE(targets("Press Enter soon.", 2), QStringList({"zwei", "eins"}));
    }

    void deliveringTwiceIsDeliveringOnce()
    {
        TemporaryProject place;
        ProjectMemory memory = ProjectMemory::open(place.project());
        QVERIFY(place.project().confirm(place.id(0), {"Hitzepumpe", {}}, "Zoë").has_value());
        QVERIFY(place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë").has_value());
        QVERIFY(place.project().confirm(place.id(5), {"Teil", {}}, "Zoë").has_value());
        const Outbox outbox = *place.project().outbox();
        const QStringList expected = allUnits(place.project(), memory);
        QCOMPARE(expected.size(), 2);
        Result<Memory> other = Memory::open(place.memoryPath());   // delivered, and interrupted before the outbox was emptied
        QVERIFY(deliver(outbox, *other).has_value());
        QVERIFY(place.project().outbox()->units == outbox.units);
        QCOMPARE(allUnits(place.project(), memory), expected);
        QCOMPARE(found(memory, {"Heat pump", {}}, 500).size(), 1);
        QVERIFY(memory.applyOutbox().has_value());
        QVERIFY(deliver(outbox, *other).has_value());              // and by a second program, late
        QCOMPARE(unitsOf(*memory.memory()), expected);
        QVERIFY(place.project().outbox()->empty());
        QVERIFY(memory.memory()->check().has_value());
    }

    void targetsWithoutTextStayOutOfTheMemory()
    {
        TemporaryProject place;
        ProjectMemory memory = ProjectMemory::open(place.project());
        QVERIFY(place.project().confirm(place.id(0), {" \t", {}}, "Zoë").has_value());
        QVERIFY(place.project().confirm(place.id(1), fromNotation("<1></1>"), "Zoë").has_value());
        QVERIFY(place.project().outbox()->empty());
        QCOMPARE(place.project().documents()->front().done, std::size_t(2));
    }

    /// While another program imports into the memory: durable and found at once, and no confirmation waits for the end of it.
    void confirmingDoesNotWaitForAnImport()
    {
        TemporaryProject place;
        const int units = interlinear::tests::rounds(20000);
        const std::filesystem::path file = place.place() / "large.tsv";
        {
            std::ofstream rows(file);
            for (int i = 0; i < units; ++i)
                rows << "Sentence number " << i << " is about a heat pump.\tSatz Nummer " << i << " handelt von einer Wärmepumpe.\n";
        }
        ProjectMemory memory = ProjectMemory::open(place.project());
        std::atomic<bool> begun = false, ended = false;
        std::thread other([&, path = place.memoryPath()] {
            Memory sameFile = must(Memory::open(path));
            const ImportReport report = must(importUnits(sameFile, file, {.format = UnitFormat::Table, .columns = {}, .progress = [&](const ImportProgress &) { begun = true; }}));
            ended = report.added == static_cast<std::size_t>(units);
        });
        while (!begun)
            std::this_thread::yield();
        std::vector<double> durable, told;   // ms: until it is on disk, and until the memory was asked to take it
        for (int i = 0; i == 0 || !ended; ++i) {
            const std::string target = "Wärmepumpe " + std::to_string(i);
            QElapsedTimer time;
            time.start();
            QVERIFY(place.project().confirm(place.id(0), {target, {}}, "Zoë").has_value());
            durable.push_back(static_cast<double>(time.nsecsElapsed()) / 1e6);
            (void)memory.applyOutbox();   // Locked mostly: it waits in the project
            told.push_back(static_cast<double>(time.nsecsElapsed()) / 1e6);
            QCOMPARE(found(memory, {"Heat pump", {}}), QStringList(pairOf({"Heat pump", {}}, {target, {}})));
        }
        other.join();
        std::ranges::sort(durable);
        std::ranges::sort(told);
        qInfo("%zu confirmations while %d units were imported, in ms: durable %.1f median, %.1f p95, %.1f worst; memory asked %.1f, %.1f, %.1f", durable.size(), units,
              durable[durable.size() / 2], durable[durable.size() * 95 / 100], durable.back(), told[told.size() / 2], told[told.size() * 95 / 100], told.back());
        QVERIFY(told[told.size() / 2] < static_cast<double>(usualPatience.count()) / 4);
        must(memory.applyOutbox());
        QCOMPARE(must(memory.memory()->countUnits()), static_cast<std::size_t>(units) + 1);
    }

    void theCountOfUnitsIsKeptWithoutCounting()
    {
        TemporaryProject place;
        ProjectMemory memory = ProjectMemory::open(place.project());
        const auto agrees = [&] { return memory.units() == memory.memory()->statistics()->units; };
        const std::int64_t first = place.id(0);
        const std::int64_t second = place.id(1);
        const auto confirm = [&](std::int64_t segment, const char *text) { return place.project().confirm(segment, {text, {}}, "Zoë").has_value(); };
        QVERIFY(confirm(first, "Eins") && confirm(second, "Zwei"));
        QVERIFY(memory.applyOutbox().has_value());
        QCOMPARE(memory.units(), std::size_t(2));
        QVERIFY(confirm(first, "Ein anderes") && memory.applyOutbox().has_value());   // one goes, one comes
        QCOMPARE(memory.units(), std::size_t(2));
        QVERIFY(place.project().unconfirm(first, "Zoë").has_value() && memory.applyOutbox().has_value());
        QCOMPARE(memory.units(), std::size_t(1));
        QVERIFY(confirm(first, "Wieder") && place.project().unconfirm(first, "Zoë").has_value());   // never reaches the memory
        QVERIFY(memory.applyOutbox().has_value());
        QVERIFY(agrees());
        QCOMPARE(ProjectMemory::open(place.project()).units(), std::size_t(1));
    }

    void randomWorkAndTheMemoryAgree()
    {
        Random random(71);
        for (int round = 0; round < 6; ++round) {
            TemporaryProject place;
            PlainProject plain(place.segments());
            std::optional<ProjectMemory> memory = ProjectMemory::open(place.project());
            for (int step = 0; step < 120; ++step) {
                QVERIFY(plain.change(place.project(), random));
                switch (below(random, 24)) {
                case 0:
                case 1: QVERIFY(memory->applyOutbox().has_value()); break;
                case 2: {   // interrupted before the outbox was emptied
                    Memory other = place.project().openMemory().value();
                    QVERIFY(deliver(*place.project().outbox(), other).has_value());
                    break;
                }
                case 3:
                    memory.reset();
                    place.reopen();
                    memory = ProjectMemory::open(place.project());
                    break;
                default: break;
                }
                const QStringList done = plain.doneUnits();
                QCOMPARE(allUnits(place.project(), *memory), done);
                const TaggedText source = place.segments()[below(random, 9)].segment.source;
                QStringList expected = done.filter(pairOf(source, {}), Qt::CaseSensitive);
                expected.removeDuplicates();
                QCOMPARE(found(*memory, source), expected);
            }
            QVERIFY(memory->applyOutbox().has_value());
            QCOMPARE(unitsOf(*memory->memory()), plain.doneUnits());
            QVERIFY(memory->memory()->check().has_value());
        }
    }
};

QTEST_APPLESS_MAIN(TestProjectMemory)
#include "tst_project_memory.moc"
