#include "engine/cat/project/review_record.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/memory/unit.h"
#include "engine/cat/project/segment_rows.h"

namespace interlinear::cat {

namespace {

constexpr std::size_t idDigits = 8;

/// A new id of the table.
Result<std::string> newReview(const Database &database)
{
    Result<Statement> insert = database.prepare("INSERT OR IGNORE INTO review (id, at_ms) VALUES (?, ?)");
    if (!insert)
        return std::unexpected(insert.error());
    for (;;) {
        const std::string id = "r" + newUnitId().substr(0, idDigits);
        const Result<bool> added = insert->changes(id, nowMs());
        if (!added)
            return std::unexpected(added.error());
        if (*added)
            return id;
    }
}

}  // namespace

Result<std::string> recordReview(const Database &database, const std::vector<SegmentWrite> &rows)
{
    const Result<std::string> review = newReview(database);
    Result<Statement> insert
        = database.prepare("INSERT INTO review_row (review, row, segment, target, target_tags, state, origin) VALUES (?, ?, ?, ?, ?, ?, ?)");
    if (!review || !insert)
        return std::unexpected(!review ? review.error() : insert.error());
    std::int64_t number = 0;
    for (const auto &[segment, content] : rows) {
        if (auto added = insert->run(*review, ++number, segment, content.target.text, tagColumn(content.target.tags), stateName(content.state),
                                     originText(content.origin));
            !added)
            return std::unexpected(added.error());
    }
    return review;
}

Result<std::vector<SegmentWrite>> rowsOfReview(const Database &database, const std::string &review)
{
    Result<Statement> rows = database.prepare("SELECT segment, target, target_tags, state, origin FROM review_row WHERE review = ? ORDER BY row");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<SegmentWrite> recorded;
    Result<bool> row = rows->start(review);
    for (; row && *row; row = rows->next()) {
        Result<SegmentContent> content = readContent(*rows, 1, database.path().string());
        if (!content)
            return std::unexpected(content.error());
        recorded.push_back({rows->integer(0), std::move(*content)});
    }
    if (!row)
        return std::unexpected(row.error());
    return recorded;
}

}  // namespace interlinear::cat
