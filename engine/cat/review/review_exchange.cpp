#include "engine/cat/review/review_exchange.h"

#include "engine/cat/memory/unit.h"
#include "engine/cat/project/file_content.h"
#include "engine/cat/review/review_text.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

template <typename T>
bool allows(const std::set<T> &wanted, const T &value)
{
    return wanted.empty() || wanted.contains(value);
}

/// All that are selected, document by document.
Result<std::vector<ReviewedSegment>> selected(const Project &project, const ReviewSelection &selection)
{
    const auto documents = project.documents();
    if (!documents)
        return std::unexpected(documents.error());
    for (const std::int64_t wanted : selection.documents) {
        if (std::ranges::find(*documents, wanted, &ProjectDocument::id) == documents->end())
            return fail(ErrorCode::NotFound, project.folder().string(), "the project has no document %1", wanted);
    }
    std::vector<ReviewedSegment> found;
    for (const ProjectDocument &document : *documents) {
        if (!allows(selection.documents, document.id))
            continue;
        Result<std::vector<ProjectSegment>> segments = project.segments(document.id);
        if (!segments)
            return std::unexpected(segments.error());
        std::size_t number = 0;
        for (ProjectSegment &segment : *segments) {
            ++number;
            if (allows(selection.states, segment.content.state) && allows(selection.segments, segment.id))
                found.push_back({document.name, number, std::move(segment)});
        }
    }
    return found;
}

ReviewRow rowOf(const ReviewedSegment &segment, std::string id)
{
    const ProjectSegment &ours = segment.segment;
    ReviewRow row{.id = std::move(id), .document = segment.document, .number = segment.number, .source = ours.segment.source, .target = ours.content.target};
    row.state = stateForFile(ours.content.state);
    row.locked = ours.content.state == SegmentState::Locked || ours.segment.facts.locked;
    row.comments = commentsOn(ours);
    return row;
}

Result<ReviewGround> groundOf(const Project &project, const ReviewTable &table)
{
    ReviewGround ground;
    for (const ReviewRow &row : table.rows) {
        const std::optional<ReviewRowId> id = rowIdFromText(row.id);
        if (!id || ground.reviews.contains(id->review))
            continue;
        Result<std::vector<SegmentWrite>> rows = project.rowsOfReview(id->review);
        if (!rows)
            return std::unexpected(rows.error());
        ground.reviews[id->review] = std::move(*rows);
    }
    Result<std::vector<ReviewedSegment>> segments = selected(project, {});
    if (!segments)
        return std::unexpected(segments.error());
    for (ReviewedSegment &segment : *segments)
        ground.segments.emplace(segment.segment.id, std::move(segment));
    return ground;
}

}  // namespace

Result<std::string> exportReview(Project &project, const ReviewSelection &selection, ReviewFormat format)
{
    const Result<std::vector<ReviewedSegment>> segments = selected(project, selection);
    if (!segments)
        return std::unexpected(segments.error());
    if (segments->empty())
        return fail(ErrorCode::InvalidArgument, project.folder().string(), "no segment is selected for review; choose other documents or states");
    std::vector<SegmentWrite> rows;
    for (const ReviewedSegment &segment : *segments)
        rows.push_back({segment.segment.id, segment.segment.content});
    const Result<std::string> review = project.recordReview(rows);
    if (!review)
        return review;
    ReviewTable table{.sourceLanguage = project.sourceLanguage(), .targetLanguage = project.targetLanguage()};
    for (const ReviewedSegment &segment : *segments)
        table.rows.push_back(rowOf(segment, reviewRowId(*review, table.rows.size() + 1, segment.segment.segment.source)));
    return writeReview(table, format);
}

Result<ReviewReport> previewReview(const Project &project, const ReviewTable &table, const ReviewSettings &settings)
{
    const Result<ReviewGround> ground = groundOf(project, table);
    if (!ground)
        return std::unexpected(ground.error());
    return compareReview(table, *ground, settings);
}

Result<ReviewReport> importReview(Project &project, const ReviewTable &table, const ReviewSettings &settings, const std::string &author)
{
    Result<ReviewReport> report = previewReview(project, table, settings);
    if (!report)
        return report;
    std::vector<SegmentWrite> writes;
    std::vector<SegmentNote> notes;
    for (const RowReport &row : report->rows) {
        if (row.outcome == RowOutcome::Changed)
            writes.push_back({row.segment, row.after});
        if (!becomesNotes(row))
            continue;
        for (const ReviewComment &comment : row.comments)
            notes.push_back({row.segment, nowMs(), comment.author.empty() ? author : comment.author, comment.text});
    }
    if (auto stored = project.takeIn(writes, notes, author); !stored)
        return std::unexpected(stored.error());
    return report;
}

}  // namespace interlinear::cat
