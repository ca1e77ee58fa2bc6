// Bulk changes and merges: what is previewed is what is made, and what is made can be taken back.
#include "engine/cat/memory/hygiene/bulk_change.h"
#include "engine/cat/memory/hygiene/merge.h"
#include "engine/cat/memory/hygiene/text_replacement.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace interlinear;
using namespace interlinear::cat;
using tests::must;

namespace {

using Units = std::map<std::string, Unit>;

Units unitsOf(const Memory &memory)
{
    Units units;
    const auto visited = memory.forEachUnit([&](const Unit &unit) {
        units[unit.id] = unit;
        return Result<void>();
    });
    if (!visited)
        qFatal("%s", visited.error().sentence().c_str());
    return units;
}

ReplaceText replacing(const std::string &text, const std::string &replacement, SearchedSide side = SearchedSide::Both, PatternKind kind = PatternKind::Substring)
{
    ReplaceText edit;
    edit.find.text = text;
    edit.find.kind = kind;
    edit.replacement = replacement;
    edit.side = side;
    return edit;
}

BulkChange everywhere(UnitEdit edit)
{
    BulkChange change;
    change.edit = std::move(edit);
    return change;
}

BulkChange randomChange(samples::Random &random)
{
    BulkChange change;
    if (samples::below(random, 3) == 0)
        change.selection.filter.origin = static_cast<Origin>(samples::below(random, 4));
    if (samples::below(random, 3) == 0)
        change.selection.text.emplace().text = "pump";
    switch (samples::below(random, 6)) {
    case 0: change.edit = RemoveUnits{}; change.selection.filter.origin = static_cast<Origin>(samples::below(random, 4)); break;
    case 1: change.edit = SetProperty{"client", std::to_string(samples::below(random, 3))}; break;
    case 2: change.edit = SetProperty{"client", std::nullopt}; break;
    case 4: change.edit = SetApproved{samples::below(random, 3) != 0}; break;
    case 3: change.edit = replacing("(\\w)e", "$1u", SearchedSide::Both, PatternKind::Regex); break;
    default: change.edit = replacing("the", "$1 those", SearchedSide::Target); break;
    }
    return change;
}

Unit unitOf(const std::string &id, const std::string &source, const std::string &target, std::int64_t changedMs = 0)
{
    Unit unit;
    unit.id = id;
    unit.source.text = source;
    unit.target.text = target;
    unit.changedMs = changedMs;
    return unit;
}

}  // namespace

class TestBulkChange : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/memory" + QString::number(++m_files)).toStdString(); }

private Q_SLOTS:
    void whatIsPreviewedIsMadeAndTakenBack()
    {
        samples::Random random(21);
        std::size_t changedUnits = 0;
        for (int round = 0; round < tests::rounds(25); ++round) {
            const std::filesystem::path path = newPath();
            std::optional<Memory> memory = must(Memory::create(path, "en", "de"));
            for (int i = 0; i < 25; ++i)
                must(memory->add(samples::unit(random)));
            std::vector<std::pair<std::int64_t, Units>> before;
            for (int step = 0; step < 6; ++step) {
                const BulkChange change = randomChange(random);
                Units expected = unitsOf(*memory);
                std::size_t count = 0;
                const auto previewed = preview(*memory, change, [&](const ChangedUnit &changed) {
                    ++count;
                    if (changed.after)
                        expected[changed.before.id] = *changed.after;
                    else
                        expected.erase(changed.before.id);
                    return Result<void>();
                });
                if (!previewed)   // a text would be empty
                    continue;
                const Units old = unitsOf(*memory);
                const AppliedChange applied = must(apply(*memory, change));
                QCOMPARE(applied.units, count);
                QCOMPARE(applied.number != 0, count > 0);
                Units now = unitsOf(*memory);
                for (auto &[id, unit] : now) {
                    if (unit != old.at(id))
                        unit.changedMs = expected.at(id).changedMs;
                }
                QVERIFY(now == expected);
                if (applied.number != 0)
                    before.emplace_back(applied.number, old);
                changedUnits += count;
            }
            QCOMPARE(must(recordedChanges(*memory)).size(), before.size());
            memory.reset();
            memory.emplace(must(Memory::open(path)));   // another day
            for (auto change = before.rbegin(); change != before.rend(); ++change) {
                QCOMPARE(must(undo(*memory, change->first)).changedSince, std::size_t(0));
                QVERIFY(unitsOf(*memory) == change->second);
                QCOMPARE(undo(*memory, change->first).error().code, ErrorCode::NotFound);
            }
            QVERIFY(memory->check().has_value());
        }
        QVERIFY(changedUnits > 300);
    }

    void theHistoryTellsOfIt()
    {
        Memory memory = must(Memory::create(newPath(), "en", "de"));
        Unit unit = unitOf("a", "Press Enter.", "Enter drücken.", nowMs() + 86'400'000);   // by a clock that jumped back since
        unit.author = "Zoë";
        must(memory.add(unit));
        const auto history = [&] {
            QStringList lines;
            for (const UnitVersion &version : must(memory.history("a")))
                lines.append(QString::fromStdString(version.unit.target.text + (version.unit.approved ? "" : "?") + (version.replacedBy == "a" ? " replaced" : "")));
            return lines;
        };
        const AppliedChange edited = must(apply(memory, everywhere(replacing("drücken", "wählen"))));
        QCOMPARE(history(), (QStringList{"Enter drücken. replaced", "Enter wählen."}));
        QVERIFY(must(memory.history("a"))[1].unit.changedMs > unit.changedMs);
        const AppliedChange doubted = must(apply(memory, everywhere(SetApproved{false})));
        QCOMPARE(history(), (QStringList{"Enter drücken. replaced", "Enter wählen. replaced", "Enter wählen.?"}));
        must(undo(memory, doubted.number));
        must(undo(memory, edited.number));
        QCOMPARE(history().last(), QString("Enter drücken."));
        QCOMPARE(history().size(), 5);
        QVERIFY(unitsOf(memory).at("a") == unit);

        const std::string version = must(memory.history("a")).front().unit.id;
        QCOMPARE(must(memory.add(unitOf(version, "Press Enter.", "Enter drücken."))), Addition::Superseded);   // it stays a version
        must(apply(memory, everywhere(RemoveUnits{})));
        QVERIFY(!must(must(memory.write()).edit(unit)));   // nothing is edited that is not there
        QCOMPARE(must(memory.countUnits()), std::size_t(0));
    }

    void whatOthersChangedMeanwhileStays()
    {
        Memory memory = must(Memory::create(newPath(), "en", "de"));
        for (const char *id : {"a", "b", "c"})
            must(memory.add(unitOf(id, "Press Enter.", "Enter drücken.")));
        const AppliedChange replaced = must(apply(memory, everywhere(replacing("Enter", "Return"))));
        QCOMPARE(replaced.units, std::size_t(3));
        BulkChange labelling = everywhere(SetProperty{"client", "ACME"});
        labelling.selection.ids = {"b"};
        must(apply(memory, labelling));
        QVERIFY(memory.remove("c").has_value());
        const UndoReport report = must(undo(memory, replaced.number));
        QCOMPARE(report.restored, std::size_t(1));
        QCOMPARE(report.changedSince, std::size_t(2));
        const Units units = unitsOf(memory);
        QCOMPARE(units.at("a").source.text, std::string("Press Enter."));
        QCOMPARE(units.at("b").source.text, std::string("Press Return."));
        QVERIFY(!units.contains("c"));
    }

    void aChangeUndoneTooSoonIsUndoneLater()
    {
        Memory memory = must(Memory::create(newPath(), "en", "de"));
        const Unit unit = unitOf("a", "Press Enter.", "Enter drücken.");
        must(memory.add(unit));
        const AppliedChange first = must(apply(memory, everywhere(replacing("Enter", "Return"))));
        const AppliedChange second = must(apply(memory, everywhere(replacing("Press", "Hit"))));
        QCOMPARE(must(undo(memory, first.number)).changedSince, std::size_t(1));
        QCOMPARE(must(recordedChanges(memory)).size(), std::size_t(2));
        QCOMPARE(must(undo(memory, second.number)).restored, std::size_t(1));
        QCOMPARE(must(undo(memory, first.number)).restored, std::size_t(1));
        QVERIFY(unitsOf(memory).at("a") == unit);
        QVERIFY(must(recordedChanges(memory)).empty());
    }

    void aChangedUnitIsFoundAtOnce()
    {
        Memory memory = must(Memory::create(newPath(), "en", "de"));
        must(memory.add(unitOf("a", "Press Enter.", "Enter drücken.")));
        const auto targetOf = [&](const char *source) {
            const auto matches = must(memory.lookup({{source, {}}, {}, {}}, {1000, 1}));
            return matches.empty() ? std::string() : matches.front().unit.target.text;
        };
        QCOMPARE(targetOf("Press Enter."), std::string("Enter drücken."));
        const AppliedChange applied = must(apply(memory, everywhere(replacing("Enter", "Return"))));
        QCOMPARE(targetOf("Press Enter."), std::string());
        QCOMPARE(targetOf("Press Return."), std::string("Return drücken."));
        must(undo(memory, applied.number));
        QCOMPARE(targetOf("Press Enter."), std::string("Enter drücken."));
    }

    void aTextThatWouldBeEmptyStopsTheWhole()
    {
        Memory memory = must(Memory::create(newPath(), "en", "de"));
        must(memory.add(unitOf("a", "One two", "Eins zwei")));
        must(memory.add(unitOf("b", "One", "Eins")));
        const Units before = unitsOf(memory);
        const auto applied = apply(memory, everywhere(replacing("one", "", SearchedSide::Source)));
        QCOMPARE(applied.error().code, ErrorCode::InvalidArgument);
        QVERIFY(applied.error().where.find("unit b") != std::string::npos);
        QVERIFY(unitsOf(memory) == before);
        QVERIFY(must(recordedChanges(memory)).empty());
    }

    void tagsSurviveReplacement()
    {
        samples::Random random(22);
        for (int round = 0; round < tests::rounds(3000); ++round) {
            const TaggedText text = samples::segment(random);
            TextPattern pattern = must(TextPattern::compile({.text = samples::below(random, 2) == 0 ? "e" : "the|[ .]", .kind = PatternKind::Regex}));
            const TaggedText replaced = must(replaceIn(text, pattern, samples::below(random, 2) == 0 ? "" : "<$0$$>"));
            QVERIFY(replaced.isWellFormed());
            QVERIFY(sameTags(text, replaced));
            QVERIFY(must(replaceIn(text, pattern, "$0")).text == text.text);
        }
        TextPattern bold = must(TextPattern::compile({.text = "Enter"}));
        const TaggedText text{"Press Enter now", {{1, TagKind::Open, 6, "<b>", ""}, {1, TagKind::Close, 11, "</b>", ""}}};
        QCOMPARE(must(replaceIn(text, bold, "$1")), (TaggedText{"Press $1 now", {{1, TagKind::Open, 6, "<b>", ""}, {1, TagKind::Close, 8, "</b>", ""}}}));
    }

    void mergesByTheRule()
    {
        Memory into = must(Memory::create(newPath(), "en", "de"));
        Memory from = must(Memory::create(newPath(), "en-GB", "de"));
        must(into.add(unitOf("older here", "One", "Eins", 1)));
        must(from.add(unitOf("older here", "One", "Einer", 2)));
        must(into.add(unitOf("newer here", "Two", "Zwei", 2)));
        must(from.add(unitOf("newer here", "Two", "Zwo", 1)));
        must(into.add(unitOf("same here", "Three", "Drei")));
        must(from.add(unitOf("same there", "Three", "Drei")));
        must(from.add(unitOf("new", "Four", "Vier")));
        QVERIFY(into.remove("removed here").has_value());
        must(from.add(unitOf("removed here", "Five", "Fünf")));
        must(into.add(unitOf("removed there", "Six", "Sechs")));
        QVERIFY(from.remove("removed there").has_value());

        const MergeReport report = must(mergeMemory(into, from, {}));
        QCOMPARE(report.added, std::size_t(1));
        QCOMPARE(report.updated, std::size_t(1));
        QCOMPARE(report.known, std::size_t(2));
        QCOMPARE(report.keptAway, std::size_t(1));
        QCOMPARE(report.removed, std::size_t(1));
        const Units units = unitsOf(into);
        QCOMPARE(units.size(), std::size_t(4));
        QCOMPARE(units.at("older here").target.text, std::string("Einer"));
        QCOMPARE(must(into.history("older here")).front().unit.target.text, std::string("Eins"));
        QCOMPARE(units.at("older here").sourceLanguage, std::string("en-GB"));
        QCOMPARE(units.at("newer here").target.text, std::string("Zwei"));
        QVERIFY(units.contains("same here") && units.contains("new"));

        const MergeReport again = must(mergeMemory(into, from, {}));
        QCOMPARE(again.added + again.updated + again.removed, std::size_t(0));
        QVERIFY(unitsOf(into) == units);
        QCOMPARE(must(mergeMemory(into, from, {.removals = Removals::Ignored})).added, std::size_t(1));
    }

    void aMergeRemovesNothingThatWasChangedSince()
    {
        Memory into = must(Memory::create(newPath(), "en", "de"));
        Memory from = must(Memory::create(newPath(), "en", "de"));
        const std::int64_t later = nowMs() + 60'000;
        must(from.remove("changed here since"));
        must(into.add(unitOf("changed here since", "One", "Eins", later)));
        must(into.remove("changed there since"));
        must(from.add(unitOf("changed there since", "Two", "Zwei", later)));
        const MergeReport report = must(mergeMemory(into, from, {}));
        QCOMPARE(report.removed, std::size_t(0));
        QCOMPARE(report.added, std::size_t(1));
        QCOMPARE(unitsOf(into).size(), std::size_t(2));
    }

    void whatAMergeRemovedAndUpdatedComesBack()
    {
        Memory into = must(Memory::create(newPath(), "en", "de"));
        Memory from = must(Memory::create(newPath(), "en", "de"));
        must(into.add(unitOf("updated", "One", "Eins", 1)));
        must(from.add(unitOf("updated", "One", "Einer", 2)));
        must(into.add(unitOf("removed", "Six", "Sechs", 1)));
        must(from.remove("removed"));
        const Units before = unitsOf(into);
        const MergeReport report = must(mergeMemory(into, from, {}));
        QCOMPARE(must(recordedChanges(into)).size(), std::size_t(1));
        QCOMPARE(must(undo(into, report.change)).restored, std::size_t(2));
        QVERIFY(unitsOf(into) == before);
        QCOMPARE(must(mergeMemory(into, from, {.removals = Removals::Ignored})).updated, std::size_t(1));
    }

    /// Whatever came with it: the memory is as it was, and takes the same merge again.
    void anUndoneMergeLeavesNothing()
    {
        samples::Random random(31);
        for (int round = 0; round < tests::rounds(10); ++round) {
            Memory into = must(Memory::create(newPath(), "en", "de"));
            Memory from = must(Memory::create(newPath(), "en", "de"));
            for (int i = 0; i < 30; ++i) {
                const std::string id = "unit " + std::to_string(samples::below(random, 20));
                Memory &one = samples::below(random, 2) == 0 ? into : from;
                const std::string target = std::to_string(samples::below(random, 3));
                if (samples::below(random, 5) == 0)
                    must(one.remove(id));
                else
                    must(one.add(unitOf(id, "Source " + id, target, static_cast<std::int64_t>(samples::below(random, 2)) * (nowMs() + 60'000))));
            }
            const MergeSettings settings{.removals = samples::below(random, 2) == 0 ? Removals::Respected : Removals::Ignored};
            const Units before = unitsOf(into);
            const MergeReport report = must(mergeMemory(into, from, settings));
            const Units merged = unitsOf(into);
            if (report.change == 0) {
                QVERIFY(merged == before);
                continue;
            }
            const UndoReport undone = must(undo(into, report.change));
            QCOMPARE(undone.takenOut, report.added);
            QCOMPARE(undone.restored, report.updated + report.removed);
            QVERIFY(unitsOf(into) == before);
            QVERIFY(must(recordedChanges(into)).empty());
            const MergeReport again = must(mergeMemory(into, from, settings));
            QCOMPARE(again.added, report.added);
            QVERIFY(unitsOf(into) == merged);
        }
    }

    void whatCameWithAMergeAndWasChangedSinceStays()
    {
        Memory into = must(Memory::create(newPath(), "en", "de"));
        Memory from = must(Memory::create(newPath(), "en", "de"));
        must(from.add(unitOf("one", "One", "Eins")));
        must(from.add(unitOf("two", "Two", "Zwei")));
        const std::int64_t merge = must(mergeMemory(into, from, {})).change;
        const AppliedChange later = must(apply(into, {.selection = {.ids = {"one"}, .filter = {}, .text = {}}, .edit = SetApproved{false}}));
        QCOMPARE(must(recordedChanges(into)).front().units, std::size_t(2));
        const UndoReport undone = must(undo(into, merge));
        QCOMPARE(undone.takenOut, std::size_t(1));
        QCOMPARE(undone.changedSince, std::size_t(1));
        must(undo(into, later.number));
        QCOMPARE(must(undo(into, merge)).takenOut, std::size_t(1));
        QVERIFY(unitsOf(into).empty());
    }

    void directionMustAgree()
    {
        Memory into = must(Memory::create(newPath(), "en", "de"));
        Memory reversed = must(Memory::create(newPath(), "de", "en-US"));
        Memory other = must(Memory::create(newPath(), "en", "fr"));
        must(reversed.add(unitOf("a", "Eins", "One")));
        QCOMPARE(mergeMemory(into, reversed, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(mergeMemory(into, other, {.direction = MergedDirection::Either}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(mergeMemory(into, into, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(must(mergeMemory(into, reversed, {.direction = MergedDirection::Either})).added, std::size_t(1));
        const Unit unit = unitsOf(into).begin()->second;
        QCOMPARE(unit.source.text, std::string("One"));
        QCOMPARE(unit.sourceLanguage, std::string("en-US"));
        QCOMPARE(must(mergeMemory(into, reversed, {.direction = MergedDirection::Either})).known, std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestBulkChange)
#include "tst_bulk_change.moc"
