#include "engine/cat/project/segment_change.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/memory/unit.h"
#include "engine/cat/project/history.h"
#include "engine/cat/project/outbox.h"
#include "engine/cat/project/segment_rows.h"
#include "engine/core/utf8.h"

namespace interlinear::cat {

namespace {

bool belongsInMemory(const SegmentContent &content)
{
    return isDone(content.state) && !isBlank({content.target.text, {}});
}

/// A neighbour of unusual length is not worth its place.
std::optional<std::string> neighbour(std::string text)
{
    if (text.size() > longestUnitText / 4)
        return std::nullopt;
    return text;
}

/// The source at a position of the document; "" where the document ends.
Result<std::string> sourceAt(const Database &database, std::int64_t document, std::int64_t position)
{
    Result<Statement> rows = database.prepare("SELECT source FROM segment WHERE document = ? AND position = ?");
    if (!rows)
        return std::unexpected(rows.error());
    const Result<bool> row = rows->start(document, position);
    if (!row)
        return std::unexpected(row.error());
    return *row ? rows->text(0) : std::string();
}

Result<std::string> documentName(const Database &database, std::int64_t document)
{
    Result<Statement> rows = database.prepare("SELECT name FROM document WHERE id = ?");
    if (!rows)
        return std::unexpected(rows.error());
    const Result<bool> row = rows->start(document);
    if (!row)
        return std::unexpected(row.error());
    return *row ? rows->text(0) : std::string();
}

Result<Unit> unitOf(const Database &database, const SegmentRow &row, const SegmentContent &content, const std::string &author)
{
    Unit unit;
    unit.id = newUnitId();
    unit.source = row.segment.source;
    unit.target = content.target;
    unit.author = author;
    unit.createdMs = unit.changedMs = nowMs();
    unit.origin = content.origin.kind == TargetOrigin::Kind::Machine ? Origin::PostEdited : Origin::Human;
    const Result<std::string> name = documentName(database, row.document);
    if (!name)
        return std::unexpected(name.error());
    unit.document = *name;
    if (!row.position)
        return unit;   // nobody knows its neighbours any more
    const Result<std::string> previous = sourceAt(database, row.document, *row.position - 1);
    const Result<std::string> next = sourceAt(database, row.document, *row.position + 1);
    if (!previous || !next)
        return std::unexpected(!previous ? previous.error() : next.error());
    unit.previous = neighbour(*previous);
    unit.next = neighbour(*next);
    return unit;
}

/// What the memory is to hold of this content; nothing when it is not done, and when it is longer than any memory takes (which confirms it all the same).
Result<std::optional<Unit>> wantedUnit(const Database &database, const SegmentRow &row, const SegmentContent &content, const std::string &author)
{
    if (!belongsInMemory(content))
        return std::optional<Unit>();
    Result<Unit> unit = unitOf(database, row, content, author);
    if (!unit)
        return std::unexpected(unit.error());
    const Result<void> good = checkUnit(*unit);
    if (!good && good.error().code == ErrorCode::OutOfRange)
        return std::optional<Unit>();
    return std::move(*unit);
}

/// Posts what the change means for the memory, and says the segment's units from now on.
Result<UnitLinks> postToMemory(const Database &database, const SegmentRow &row, const SegmentContent &content, const std::string &author)
{
    const auto &[current, earlier, used] = row.units;
    if (current && belongsInMemory(content) && content.target == row.content.target)
        return row.units;
    const Result<std::optional<Unit>> unit = wantedUnit(database, row, content, author);
    if (!unit)
        return std::unexpected(unit.error());
    if (!*unit) {
        if (auto posted = current ? postRemoval(database, *current) : Result<void>(); !posted)
            return std::unexpected(posted.error());
        return UnitLinks{std::nullopt, current ? current : earlier, used};
    }
    const std::optional<std::string> source = content.origin.unitId.empty() ? std::nullopt : std::optional(content.origin.unitId);
    if (auto posted = postUnit(database, {**unit, current ? current : earlier, source != used ? source : std::nullopt}); !posted)
        return std::unexpected(posted.error());
    return UnitLinks{(*unit)->id, std::nullopt, source ? source : used};
}

Result<void> checkChange(const SegmentContent &content, const std::string &author, const std::string &where)
{
    if (firstInvalidUtf8(author))
        return fail(ErrorCode::NotUtf8, where, "the author's name is not UTF-8");
    if (auto storable = checkStorable(content.target, where); !storable)
        return storable;
    if (isDone(content.state) && !content.target.isWellFormed())
        return fail(ErrorCode::InvalidArgument, where, "the translation has an opening or closing tag without its partner; put it, or take the other one away");
    return {};
}

using RecordEntry = Result<void> (*)(const Database &, const HistoryEntry &);

Result<void> change(const Database &database, std::int64_t id, const SegmentContent &content, const std::string &author, RecordEntry record)
{
    if (auto good = checkChange(content, author, "segment " + std::to_string(id)); !good)
        return good;
    const Result<SegmentRow> row = readSegment(database, id);
    if (!row)
        return std::unexpected(row.error());
    if (row->content == content)
        return {};
    const Result<UnitLinks> units = postToMemory(database, *row, content, author);
    if (!units)
        return std::unexpected(units.error());
    if (auto written = writeSegment(database, id, content, *units); !written)
        return written;
    return record(database, {id, nowMs(), author, row->content, content});
}

}  // namespace

Result<void> changeSegment(const Database &database, std::int64_t id, const SegmentContent &content, const std::string &author)
{
    return change(database, id, content, author, recordHistory);
}

Result<void> replaceContent(const Database &database, std::int64_t id, const SegmentContent &content, const std::string &author)
{
    return change(database, id, content, author, appendHistory);
}

}  // namespace interlinear::cat
