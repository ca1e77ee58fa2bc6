#include "engine/cat/project/segment_rows.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/project/earlier_segments.h"
#include "engine/cat/project/facts_column.h"

#include <utility>

namespace interlinear::cat {

namespace {

constexpr const char *selectSegment = "SELECT id, document, position, source, source_tags, span_begin, span_end, paragraph, kind, facts, "
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
    Segment segment{std::move(*source), {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)}, static_cast<std::size_t>(paragraph),
                    static_cast<BlockKind>(kind)};
    if (auto facts = readFacts(row.optionalText(firstColumn + 6), segment, where); !facts)
        return std::unexpected(facts.error());
    return segment;
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
    Result<SegmentContent> content = readContent(row, 10, where);
    if (!content)
        return std::unexpected(content.error());
    segment.segment = std::move(*place);
    segment.content = std::move(*content);
    segment.units = {row.optionalText(14), row.optionalText(15), row.optionalText(16)};
    return segment;
}

/// Rows that the document has, and those that it had.
Result<EarlierSegments> knownRows(const Database &database, std::int64_t document)
{
    Result<Statement> rows =
        database.prepare("SELECT id, source, source_tags, facts, position IS NULL FROM segment WHERE document = ? ORDER BY position IS NULL, position, id");
    if (!rows)
        return std::unexpected(rows.error());
    EarlierSegments known;
    Result<bool> row = rows->start(document);
    for (; row && *row; row = rows->next()) {
        Segment segment;
        if (auto read = readFacts(rows->optionalText(3), segment, database.path().string()); !read)
            return std::unexpected(read.error());
        if (rows->integer(4) == 0)
            known.add(rows->text(1), rows->optionalText(2), segment.facts, rows->integer(0));
        else
            known.addFormer(rows->text(1), rows->optionalText(2), segment.facts, rows->integer(0));
    }
    if (!row)
        return std::unexpected(row.error());
    return known;
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

Result<std::vector<SegmentRow>> readSegments(const Database &database, std::int64_t document, std::size_t most)
{
    Result<Statement> rows = database.prepare(std::string(selectSegment) + "WHERE document = ? AND position IS NOT NULL ORDER BY position LIMIT ?");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<SegmentRow> segments;
    Result<bool> row = rows->start(document, static_cast<std::int64_t>(most));
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

Result<std::vector<std::int64_t>> readSegmentIds(const Database &database, std::int64_t document)
{
    Result<Statement> rows = database.prepare("SELECT id FROM segment WHERE document = ? AND position IS NOT NULL ORDER BY position");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<std::int64_t> ids;
    Result<bool> row = rows->start(document);
    for (; row && *row; row = rows->next())
        ids.push_back(rows->integer(0));
    if (!row)
        return std::unexpected(row.error());
    return ids;
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

Result<std::int64_t> placeSegment(const Database &database, std::int64_t document, std::int64_t id, std::int64_t position, const Segment &segment)
{
    Result<Statement> place = database.prepare(id != 0 ? "UPDATE segment SET position = ?, span_begin = ?, span_end = ?, paragraph = ?, kind = ?, facts = ? WHERE id = ? "
                                                         "RETURNING id"
                                                       : "INSERT INTO segment (position, span_begin, span_end, paragraph, kind, facts, document, source, source_tags) "
                                                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id");
    if (!place)
        return std::unexpected(place.error());
    const auto begin = static_cast<std::int64_t>(segment.span.begin);
    const auto end = static_cast<std::int64_t>(segment.span.end);
    const auto paragraph = static_cast<std::int64_t>(segment.paragraph);
    const auto kind = static_cast<std::int64_t>(segment.kind);
    const std::optional<std::string> facts = factsColumn(segment);
    const Result<bool> placed = id != 0 ? place->start(position, begin, end, paragraph, kind, facts, id)
                                        : place->start(position, begin, end, paragraph, kind, facts, document, segment.source.text, tagColumn(segment.source.tags));
    if (!placed)
        return std::unexpected(placed.error());
    return place->integer(0);
}

Result<void> placeSegments(const Database &database, std::int64_t document, const std::vector<Segment> &segments, const std::function<Result<void>()> &each)
{
    Result<EarlierSegments> known = knownRows(database, document);
    if (!known)
        return std::unexpected(known.error());
    if (auto displaced = database.run("UPDATE segment SET position = NULL WHERE document = ?", document); !displaced)
        return displaced;
    const std::vector<std::int64_t> ids = known->take(segments);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (const auto placed = placeSegment(database, document, ids[i], static_cast<std::int64_t>(i), segments[i]); !placed)
            return std::unexpected(placed.error());
        if (Result<void> goesOn = each(); !goesOn)
            return goesOn;
    }
    return {};
}

}  // namespace interlinear::cat
