#include "engine/cat/project/segment_rows.h"

#include "engine/cat/database/tag_column.h"

#include <deque>
#include <map>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr const char *selectSegment = "SELECT id, document, position, source, source_tags, span_begin, span_end, paragraph, kind, "
                                      "target, target_tags, state, origin, unit_id, earlier_unit_id, used_unit_id FROM segment ";
constexpr auto lastKind = static_cast<std::int64_t>(BlockKind::Subtitle);

std::unexpected<Error> unreadable(const std::string &where)
{
    return fail(ErrorCode::Damaged, where, "holds a segment that cannot be read; restore the file from a backup");
}

Result<Segment> readPlace(const Statement &row, int firstColumn, const std::string &where)
{
    Result<TaggedText> source = taggedText(row.text(firstColumn), row.optionalText(firstColumn + 1), where);
    if (!source)
        return std::unexpected(source.error());
    const std::int64_t begin = row.integer(firstColumn + 2);
    const std::int64_t end = row.integer(firstColumn + 3);
    const std::int64_t paragraph = row.integer(firstColumn + 4);
    const std::int64_t kind = row.integer(firstColumn + 5);
    if (begin < 0 || end < begin || paragraph < 0 || kind < 0 || kind > lastKind)
        return unreadable(where);
    return Segment{std::move(*source), {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)}, static_cast<std::size_t>(paragraph),
                   static_cast<BlockKind>(kind)};
}

Result<SegmentRow> readRow(const Statement &row, const std::string &where)
{
    SegmentRow segment;
    segment.id = row.integer(0);
    segment.document = row.integer(1);
    if (row.optionalText(2))
        segment.position = row.integer(2);
    Result<Segment> place = readPlace(row, 3, where);
    if (!place)
        return std::unexpected(place.error());
    Result<SegmentContent> content = readContent(row, 9, where);
    if (!content)
        return std::unexpected(content.error());
    segment.segment = std::move(*place);
    segment.content = std::move(*content);
    segment.units = {row.optionalText(13), row.optionalText(14), row.optionalText(15)};
    return segment;
}

using SourceKey = std::pair<std::string, std::optional<std::string>>;
using IdsOfSource = std::map<SourceKey, std::deque<std::int64_t>>;

/// Of every segment that the document ever had: those in it first.
Result<IdsOfSource> idsBySource(const Database &database, std::int64_t document)
{
    Result<Statement> rows = database.prepare("SELECT id, source, source_tags FROM segment WHERE document = ? ORDER BY position IS NULL, position, id");
    if (!rows)
        return std::unexpected(rows.error());
    IdsOfSource ids;
    Result<bool> row = rows->start(document);
    for (; row && *row; row = rows->next())
        ids[{rows->text(1), rows->optionalText(2)}].push_back(rows->integer(0));
    if (!row)
        return std::unexpected(row.error());
    return ids;
}

}  // namespace

Result<SegmentContent> readContent(const Statement &row, int firstColumn, const std::string &where)
{
    Result<TaggedText> target = taggedText(row.text(firstColumn), row.optionalText(firstColumn + 1), where);
    if (!target)
        return std::unexpected(target.error());
    const std::optional<SegmentState> state = stateFromName(row.text(firstColumn + 2));
    const std::optional<TargetOrigin> origin = originFromText(row.text(firstColumn + 3));
    if (!state || !origin)
        return unreadable(where);
    return SegmentContent{std::move(*target), *state, *origin};
}

Result<SegmentRow> readSegment(const Database &database, std::int64_t id)
{
    Result<Statement> rows = database.prepare(std::string(selectSegment) + "WHERE id = ?");
    if (!rows)
        return std::unexpected(rows.error());
    const Result<bool> row = rows->start(id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return fail(ErrorCode::NotFound, database.path().string(), "has no segment %1", id);
    return readRow(*rows, database.path().string());
}

Result<std::vector<SegmentRow>> readSegments(const Database &database, std::int64_t document)
{
    Result<Statement> rows = database.prepare(std::string(selectSegment) + "WHERE document = ? AND position IS NOT NULL ORDER BY position");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<SegmentRow> segments;
    Result<bool> row = rows->start(document);
    for (; row && *row; row = rows->next()) {
        Result<SegmentRow> segment = readRow(*rows, database.path().string());
        if (!segment)
            return std::unexpected(segment.error());
        segments.push_back(std::move(*segment));
    }
    if (!row)
        return std::unexpected(row.error());
    return segments;
}

Result<void> writeSegment(const Database &database, std::int64_t id, const SegmentContent &content, const UnitLinks &units)
{
    Result<Statement> update = database.prepare("UPDATE segment SET target = ?, target_tags = ?, state = ?, origin = ?, unit_id = ?, earlier_unit_id = ?, "
                                                "used_unit_id = ? WHERE id = ?");
    if (!update)
        return std::unexpected(update.error());
    return update->run(content.target.text, tagColumn(content.target.tags), stateName(content.state), originText(content.origin), units.current, units.earlier,
                       units.used, id);
}

Result<void> placeSegments(const Database &database, std::int64_t document, const std::vector<Segment> &segments)
{
    Result<IdsOfSource> known = idsBySource(database, document);
    if (!known)
        return std::unexpected(known.error());
    Result<Statement> displace = database.prepare("UPDATE segment SET position = NULL WHERE document = ?");
    Result<Statement> place = database.prepare("UPDATE segment SET position = ?, span_begin = ?, span_end = ?, paragraph = ?, kind = ? WHERE id = ?");
    Result<Statement> insert = database.prepare("INSERT INTO segment (position, span_begin, span_end, paragraph, kind, document, source, source_tags) "
                                                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (const Result<Statement> *statement : {&displace, &place, &insert}) {
        if (!*statement)
            return std::unexpected(statement->error());
    }
    if (auto displaced = displace->run(document); !displaced)
        return displaced;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Segment &segment = segments[i];
        const auto position = static_cast<std::int64_t>(i);
        const auto begin = static_cast<std::int64_t>(segment.span.begin);
        const auto end = static_cast<std::int64_t>(segment.span.end);
        const auto paragraph = static_cast<std::int64_t>(segment.paragraph);
        const auto kind = static_cast<std::int64_t>(segment.kind);
        const std::optional<std::string> tags = tagColumn(segment.source.tags);
        std::deque<std::int64_t> &ids = (*known)[{segment.source.text, tags}];
        Result<void> placed;
        if (ids.empty()) {
            placed = insert->run(position, begin, end, paragraph, kind, document, segment.source.text, tags);
        } else {
            placed = place->run(position, begin, end, paragraph, kind, ids.front());
            ids.pop_front();
        }
        if (!placed)
            return placed;
    }
    return {};
}

}  // namespace interlinear::cat
