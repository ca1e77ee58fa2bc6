#include "engine/cat/project/segment_division.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/resegmentation.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/document/translation_division.h"
#include "engine/cat/project/document_rules.h"
#include "engine/cat/project/file_content.h"
#include "engine/cat/project/project_document.h"
#include "engine/cat/project/segment_change.h"
#include "engine/cat/project/segment_notes.h"
#include "engine/cat/project/segment_rows.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace interlinear::cat {

namespace {

/// As its reader gives it, with the origins of its segments.
Result<Document> readAnew(const Database &database, std::int64_t document, const std::string &language, const DocumentRules &rules)
{
    Result<StoredFile> file = readStoredFile(database, document);
    if (!file)
        return std::unexpected(file.error());
    return parseDocument(std::move(file->bytes), file->format, language, file->path, withSegmentationOf(rules, std::move(file->rules)));
}

/// A row that the document once had at this span, the latest; 0 where there is none.
Result<std::int64_t> formerRow(const Database &database, std::int64_t document, const Segment &segment)
{
    Result<Statement> rows = database.prepare("SELECT id FROM segment WHERE document = ? AND position IS NULL AND span_begin = ? AND span_end = ? AND source = ? "
                                              "AND source_tags IS ? ORDER BY id DESC");
    if (!rows)
        return std::unexpected(rows.error());
    const Result<bool> row = rows->start(document, static_cast<std::int64_t>(segment.span.begin), static_cast<std::int64_t>(segment.span.end), segment.source.text,
                                         tagColumn(segment.source.tags));
    if (!row)
        return std::unexpected(row.error());
    return *row ? rows->integer(0) : 0;
}

/// In two steps, since no two rows of a document may ever have one position.
Result<void> moveBehind(const Database &database, std::int64_t document, std::int64_t position, std::int64_t by)
{
    if (auto aside = database.run("UPDATE segment SET position = -1 - (position + ?) WHERE document = ? AND position > ?", by, document, position); !aside)
        return aside;
    return database.run("UPDATE segment SET position = -1 - position WHERE document = ? AND position < 0", document);
}

Result<void> takeOut(const Database &database, const std::vector<SegmentRow> &rows)
{
    for (const SegmentRow &row : rows) {
        if (auto out = database.run("UPDATE segment SET position = NULL WHERE id = ?", row.id); !out)
            return out;
    }
    return {};
}

/// The segments in place of the rows, which follow each other; their ids. What people noted, and none of them had before, is on the first of them.
Result<std::vector<std::int64_t>> replaceRows(const Database &database, const std::vector<SegmentRow> &rows, const std::vector<Segment> &segments)
{
    const std::int64_t document = rows.front().document;
    const std::int64_t first = *rows.front().position;
    if (auto out = takeOut(database, rows); !out)
        return std::unexpected(out.error());
    const auto growth = static_cast<std::int64_t>(segments.size()) - static_cast<std::int64_t>(rows.size());
    if (auto moved = moveBehind(database, document, *rows.back().position, growth); !moved)
        return std::unexpected(moved.error());
    std::vector<std::int64_t> ids;
    for (const Segment &segment : segments) {
        const Result<std::int64_t> former = formerRow(database, document, segment);
        if (!former)
            return std::unexpected(former.error());
        const Result<std::int64_t> id = placeSegment(database, document, *former, first + static_cast<std::int64_t>(ids.size()), segment);
        if (!id)
            return std::unexpected(id.error());
        ids.push_back(*id);
    }
    for (const SegmentRow &row : rows) {
        if (auto passed = passOnNotes(database, row.id, ids); !passed)
            return std::unexpected(passed.error());
    }
    return ids;
}

Result<SegmentRow> workableRow(const Database &database, std::int64_t id)
{
    Result<SegmentRow> row = readSegment(database, id);
    if (!row)
        return row;
    if (!row->position)
        return fail(ErrorCode::NotFound, database.path().string(), "has no segment %1 any more", id);
    if (row->content.state == SegmentState::Locked)
        return fail(ErrorCode::InvalidArgument, {}, "the segment is locked");
    return row;
}

/// The row of the segment behind.
Result<SegmentRow> rowBehind(const Database &database, const SegmentRow &row)
{
    const Result<std::int64_t> id = database.integer("SELECT coalesce((SELECT id FROM segment WHERE document = ? AND position = ?), 0)", row.document, *row.position + 1);
    if (!id)
        return std::unexpected(id.error());
    if (*id == 0)
        return fail(ErrorCode::NotFound, {}, "no segment follows this one; choose the one before it");
    return workableRow(database, *id);
}

Result<TaggedText> targetOf(const Database &database, std::int64_t id)
{
    Result<SegmentRow> row = readSegment(database, id);
    return row ? Result<TaggedText>(std::move(row->content.target)) : std::unexpected(row.error());
}

SegmentContent draftOf(TaggedText target, const TargetOrigin &origin)
{
    const SegmentState state = isBlank(target) ? SegmentState::New : SegmentState::Draft;
    return {std::move(target), state, origin};
}

/// Whether nobody changed what the file says.
bool isOfFile(const SegmentRow &row)
{
    return row.content == contentOfFile(row.segment);
}

/// What a half is to hold of a text; where nobody changed what the file says, as the file says it.
SegmentContent contentOfHalf(const Segment &half, SegmentContent content, bool ofFile)
{
    return ofFile && half.target && showsTheSame(half.target->text, content.target) ? contentOfFile(half) : std::move(content);
}

/// The work on a segment that is split: with each half what is known to be its own, else with the first.
std::pair<SegmentContent, SegmentContent> dividedContent(const Document &document, const SegmentRow &row, const Segment &first, const Segment &second)
{
    auto [one, other] = dividedTranslation(document, row.segment, first, second, row.content.target);
    const TargetOrigin &origin = row.content.origin;
    if (other.empty())
        return {contentOfHalf(first, draftOf(std::move(one), origin), isOfFile(row)), SegmentContent()};
    return {contentOfHalf(first, {std::move(one), row.content.state, origin}, isOfFile(row)), contentOfHalf(second, {std::move(other), row.content.state, origin}, isOfFile(row))};
}

/// Whether the halves hold what a split of the whole leaves to them, or all of its translation in its state.
bool holdItsParts(const Document &document, const SegmentRow &whole, const SegmentRow &first, const SegmentRow &second)
{
    const auto same = [](const SegmentContent &a, const SegmentContent &b) { return showsTheSame(a.target, b.target) && a.state == b.state; };
    const auto [one, other] = dividedContent(document, whole, first.segment, second.segment);
    if (same(one, first.content) && same(other, second.content))
        return true;
    const TaggedText joined = joinedTranslation(first.segment, first.content.target, second.segment, second.content.target, whole.segment);
    return showsTheSame(joined, whole.content.target) && first.content.state == whole.content.state && second.content.state == whole.content.state;
}

}  // namespace

Result<std::pair<std::int64_t, std::int64_t>> divideSegment(const Database &database, std::int64_t id, std::size_t offset, const std::string &language,
                                                            const DocumentRules &rules, const std::string &author)
{
    const Result<SegmentRow> row = workableRow(database, id);
    if (!row)
        return std::unexpected(row.error());
    const Result<Document> document = readAnew(database, row->document, language, rules);
    if (!document)
        return std::unexpected(document.error());
    const auto halves = splitSegment(*document, row->segment, offset);
    if (!halves)
        return std::unexpected(halves.error());
    const Result<std::vector<std::int64_t>> ids = replaceRows(database, {*row}, {halves->first, halves->second});
    if (!ids)
        return std::unexpected(ids.error());

    const Result<TaggedText> first = targetOf(database, (*ids)[0]);
    const Result<TaggedText> second = targetOf(database, (*ids)[1]);
    if (!first || !second)
        return std::unexpected(!first ? first.error() : second.error());
    if (!showsTheSame(joinedTranslation(halves->first, *first, halves->second, *second, row->segment), row->content.target)) {
        const auto [one, other] = dividedContent(*document, *row, halves->first, halves->second);
        if (auto kept = changeSegment(database, (*ids)[0], one, author); !kept)
            return std::unexpected(kept.error());
        if (auto kept = changeSegment(database, (*ids)[1], other, author); !kept)
            return std::unexpected(kept.error());
    }
    return std::pair((*ids)[0], (*ids)[1]);
}

Result<std::int64_t> uniteSegments(const Database &database, std::int64_t id, const std::string &language, const DocumentRules &rules,
                                   const std::string &author)
{
    const Result<SegmentRow> row = workableRow(database, id);
    if (!row)
        return std::unexpected(row.error());
    const Result<SegmentRow> behind = rowBehind(database, *row);
    if (!behind)
        return std::unexpected(behind.error());
    const Result<Document> document = readAnew(database, row->document, language, rules);
    if (!document)
        return std::unexpected(document.error());
    const Result<Segment> whole = joinSegments(*document, row->segment, behind->segment);
    if (!whole)
        return std::unexpected(whole.error());
    const Result<std::vector<std::int64_t>> ids = replaceRows(database, {*row, *behind}, {*whole});
    if (!ids)
        return std::unexpected(ids.error());

    const Result<SegmentRow> former = readSegment(database, ids->front());
    if (!former)
        return std::unexpected(former.error());
    if (!holdItsParts(*document, *former, *row, *behind)) {
        const TaggedText target = joinedTranslation(row->segment, row->content.target, behind->segment, behind->content.target, *whole);
        const bool untouched = whole->target && showsTheSame(whole->target->text, target) && isOfFile(*row) && isOfFile(*behind);
        const SegmentContent content = untouched ? contentOfFile(*whole) : draftOf(target, row->content.origin);
        if (auto kept = changeSegment(database, ids->front(), content, author); !kept)
            return std::unexpected(kept.error());
    }
    return ids->front();
}

}  // namespace interlinear::cat
