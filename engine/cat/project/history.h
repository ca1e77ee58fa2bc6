// Who changed what in a segment, and when.
//
//   recordHistory(database, {12, nowMs(), "M. Weber", before, after});
//   Result<std::vector<HistoryEntry>> entries = historyOfSegment(database, 12);
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/project/segment_content.h"

#include <cstdint>
#include <string>
#include <vector>

namespace interlinear::cat {

struct HistoryEntry {
    std::int64_t segment = 0;
    std::int64_t atMs = 0;        ///< milliseconds since 1970 UTC
    std::string author;
    SegmentContent before, after;

    bool operator==(const HistoryEntry &) const = default;
};

/// Appends the entry. A draft that its author goes on with belongs to the entry that began it: typing is one entry, from the first text to the last.
Result<void> recordHistory(const Database &database, const HistoryEntry &entry);

/// Appends the entry whatever came before: what was not typed, and would hide what was.
Result<void> appendHistory(const Database &database, const HistoryEntry &entry);

/// In the order in which things happened.
Result<std::vector<HistoryEntry>> historyOfSegment(const Database &database, std::int64_t segment);
Result<std::vector<HistoryEntry>> historyOfDocument(const Database &database, std::int64_t document);

}  // namespace interlinear::cat
