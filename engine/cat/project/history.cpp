#include "engine/cat/project/history.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/project/segment_rows.h"

namespace interlinear::cat {

namespace {

/// Whether the newest entry of the segment is a draft of the same author and origin, and took this one in.
Result<bool> continueDraft(const Database &database, const HistoryEntry &entry)
{
    Result<Statement> update = database.prepare("UPDATE history SET at_ms = ?, new_target = ?, new_target_tags = ? "
                                                "WHERE id = (SELECT max(id) FROM history WHERE segment = ?) AND author = ? AND new_state = ? AND new_origin = ? "
                                                "RETURNING id");
    if (!update)
        return std::unexpected(update.error());
    const SegmentContent &after = entry.after;
    return update->start(entry.atMs, after.target.text, tagColumn(after.target.tags), entry.segment, entry.author, stateName(after.state), originText(after.origin));
}

Result<std::vector<HistoryEntry>> readHistory(const Database &database, std::string_view whichSegments, std::int64_t id)
{
    Result<Statement> rows = database.prepare("SELECT segment, at_ms, author, old_target, old_target_tags, old_state, old_origin, "
                                              "new_target, new_target_tags, new_state, new_origin FROM history WHERE segment "
                                              + std::string(whichSegments) + " ORDER BY id");
    if (!rows)
        return std::unexpected(rows.error());
    const std::string where = database.path().string();
    std::vector<HistoryEntry> entries;
    Result<bool> row = rows->start(id);
    for (; row && *row; row = rows->next()) {
        Result<SegmentContent> before = readContent(*rows, 3, where);
        if (!before)
            return std::unexpected(before.error());
        Result<SegmentContent> after = readContent(*rows, 7, where);
        if (!after)
            return std::unexpected(after.error());
        entries.push_back({rows->integer(0), rows->integer(1), rows->text(2), std::move(*before), std::move(*after)});
    }
    if (!row)
        return std::unexpected(row.error());
    return entries;
}

}  // namespace

Result<void> recordHistory(const Database &database, const HistoryEntry &entry)
{
    if (entry.after.state == SegmentState::Draft) {
        const Result<bool> continued = continueDraft(database, entry);
        if (!continued)
            return std::unexpected(continued.error());
        if (*continued)
            return {};
    }
    return appendHistory(database, entry);
}

Result<void> appendHistory(const Database &database, const HistoryEntry &entry)
{
    Result<Statement> insert = database.prepare("INSERT INTO history (segment, at_ms, author, old_target, old_target_tags, old_state, old_origin, "
                                                "new_target, new_target_tags, new_state, new_origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!insert)
        return std::unexpected(insert.error());
    const auto &[segment, atMs, author, before, after] = entry;
    return insert->run(segment, atMs, author, before.target.text, tagColumn(before.target.tags), stateName(before.state), originText(before.origin),
                       after.target.text, tagColumn(after.target.tags), stateName(after.state), originText(after.origin));
}

Result<std::vector<HistoryEntry>> historyOfSegment(const Database &database, std::int64_t segment)
{
    return readHistory(database, "= ?", segment);
}

Result<std::vector<HistoryEntry>> historyOfDocument(const Database &database, std::int64_t document)
{
    return readHistory(database, "IN (SELECT id FROM segment WHERE document = ?)", document);
}

}  // namespace interlinear::cat
