#include "engine/cat/memory/hygiene/bulk_change.h"

#include "engine/cat/memory/hygiene/change_record.h"
#include "engine/cat/memory/hygiene/unit_editor.h"
#include "engine/cat/memory/unit_rows.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

/// The unit as it was before it was edited or removed.
Result<void> restore(MemoryWriter &writer, const Unit &unit)
{
    const Result<bool> edited = writer.edit(unit);
    if (!edited || *edited)
        return edited ? Result<void>() : std::unexpected(edited.error());
    if (auto forgotten = writer.forgetRemoval(unit.id); !forgotten)
        return forgotten;
    const Result<Addition> added = writer.add(unit);
    return added ? Result<void>() : std::unexpected(added.error());
}

Result<void> makeChange(MemoryWriter &writer, ChangeRecord &record, std::int64_t row, ChangedUnit &changed, std::int64_t atMs)
{
    if (auto kept = record.keep(row); !kept)
        return kept;
    if (!changed.after) {
        const Result<bool> removed = writer.remove(changed.before.id);
        return removed ? Result<void>() : std::unexpected(removed.error());
    }
    changed.after->changedMs = std::max(atMs, changed.before.changedMs + 1);   // later than what it changes, whatever the clock says
    if (const Result<bool> edited = writer.edit(*changed.after); !edited)
        return std::unexpected(edited.error());
    return record.noteSuccessor(row);
}

Result<std::int64_t> lastRow(const Database &database)
{
    Result<Statement> last = database.prepare("SELECT max(row) FROM unit");
    if (!last)
        return std::unexpected(last.error());
    if (const Result<bool> row = last->start(); !row)
        return std::unexpected(row.error());
    return last->integer(0);
}

/// All units there are now, whatever the visitor does to them, with their rows.
Result<void> forEachRow(const Memory &memory, const std::function<Result<void>(std::int64_t row, const Unit &)> &visit)
{
    const Result<std::int64_t> last = lastRow(memory.database());
    if (!last)
        return std::unexpected(last.error());
    Result<Statement> rows = memory.database().prepare(std::string("SELECT row, ") + unitColumns + " FROM unit WHERE row <= ? ORDER BY row");
    if (!rows)
        return std::unexpected(rows.error());
    Result<bool> row = rows->start(*last);
    for (; row && *row; row = rows->next()) {
        const Result<Unit> unit = readUnit(*rows, 1, memory.path().string());
        if (!unit)
            return std::unexpected(unit.error());
        if (auto visited = visit(rows->integer(0), *unit); !visited)
            return visited;
    }
    if (!row)
        return std::unexpected(row.error());
    return {};
}

/// What the change added and nobody has changed since; the rows.
Result<std::vector<std::int64_t>> takeOut(const ChangeRecord &record, MemoryWriter &writer, UndoReport &report)
{
    const Result<std::vector<AddedUnit>> added = record.addedUnits();
    if (!added)
        return std::unexpected(added.error());
    std::vector<std::int64_t> out;
    for (const AddedUnit &unit : *added) {
        ++(unit.id ? report.takenOut : report.changedSince);
        if (!unit.id)
            continue;
        if (auto taken = writer.takeOut(*unit.id, unit.removedMs); !taken)
            return std::unexpected(taken.error());
        out.push_back(unit.row);
    }
    return out;
}

}  // namespace

Result<void> preview(const Memory &memory, const BulkChange &change, const std::function<Result<void>(const ChangedUnit &)> &visit)
{
    Result<UnitEditor> editor = UnitEditor::create(change);
    if (!editor)
        return std::unexpected(editor.error());
    return memory.forEachUnit([&](const Unit &unit) -> Result<void> {
        const Result<std::optional<ChangedUnit>> changed = editor->edited(unit);
        if (!changed)
            return std::unexpected(changed.error());
        return *changed ? visit(**changed) : Result<void>();
    });
}

Result<AppliedChange> apply(Memory &memory, const BulkChange &change)
{
    Result<UnitEditor> editor = UnitEditor::create(change);
    if (!editor)
        return std::unexpected(editor.error());
    Result<MemoryWriter> writer = memory.write();
    if (!writer)
        return std::unexpected(writer.error());
    const std::int64_t atMs = nowMs();
    Result<ChangeRecord> record = ChangeRecord::begin(memory.database(), atMs);
    if (!record)
        return std::unexpected(record.error());
    const auto visit = [&](std::int64_t row, const Unit &unit) -> Result<void> {
        Result<std::optional<ChangedUnit>> changed = editor->edited(unit);
        if (!changed)
            return std::unexpected(changed.error());
        return *changed ? makeChange(*writer, *record, row, **changed, atMs) : Result<void>();
    };
    if (auto visited = forEachRow(memory, visit); !visited)
        return std::unexpected(visited.error());
    if (auto finished = record->finish(); !finished)
        return std::unexpected(finished.error());
    if (auto done = writer->commit(); !done)
        return std::unexpected(done.error());
    return AppliedChange{record->units() == 0 ? 0 : record->number(), record->units()};
}

Result<std::vector<RecordedChange>> recordedChanges(const Memory &memory)
{
    return ChangeRecord::list(memory.database());
}

Result<UndoReport> undo(Memory &memory, std::int64_t number)
{
    Result<MemoryWriter> writer = memory.write();
    if (!writer)
        return std::unexpected(writer.error());
    Result<ChangeRecord> record = ChangeRecord::open(memory.database(), number);
    if (!record)
        return std::unexpected(record.error());
    UndoReport report;
    Result<std::vector<std::int64_t>> out = takeOut(*record, *writer, report);
    if (!out)
        return std::unexpected(out.error());
    std::vector<std::int64_t> back;
    const auto takeBack = [&](const KeptUnit &kept) -> Result<void> {
        ++(kept.untouched ? report.restored : report.changedSince);
        if (!kept.untouched)
            return {};
        if (auto restored = restore(*writer, kept.unit); !restored)
            return restored;
        back.push_back(kept.row);
        return record->noteReturn(kept.row);
    };
    if (auto restored = record->forEachKept(takeBack); !restored)
        return std::unexpected(restored.error());
    if (auto forgotten = record->forget(back, *out); !forgotten)
        return std::unexpected(forgotten.error());
    if (auto done = writer->commit(); !done)
        return std::unexpected(done.error());
    return report;
}

}  // namespace interlinear::cat
