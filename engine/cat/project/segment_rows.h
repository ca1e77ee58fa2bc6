// Segments as rows of the table `segment`.
//
//   Result<SegmentRow> row = readSegment(database, 12);
//   writeSegment(database, 12, content, row->units);
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/document/document.h"
#include "engine/cat/project/segment_content.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// Ids of units in the memory.
struct UnitLinks {
    std::optional<std::string> current;   ///< of the segment's unit
    std::optional<std::string> earlier;   ///< of the one that it had, while it has none
    std::optional<std::string> used;      ///< of the last one whose use was counted

    bool operator==(const UnitLinks &) const = default;
};

struct SegmentRow {
    std::int64_t id = 0;
    std::int64_t document = 0;
    std::optional<std::int64_t> position;   ///< nothing when its source has gone from the document
    Segment segment;
    SegmentContent content;
    UnitLinks units;
};

/// NotFound for an id of none. Content that no writer wrote is Damaged, here and below.
Result<SegmentRow> readSegment(const Database &database, std::int64_t id);
/// Those that have a position, in its order; at most so many of the first.
Result<std::vector<SegmentRow>> readSegments(const Database &database, std::int64_t document, std::size_t most = std::numeric_limits<std::int32_t>::max());

/// Their ids alone.
Result<std::vector<std::int64_t>> readSegmentIds(const Database &database, std::int64_t document);

Result<void> writeSegment(const Database &database, std::int64_t id, const SegmentContent &content, const UnitLinks &units);

/// Puts the segment at a position that no row has: as the row of that id, which keeps its content, or as a new one for 0. The row's id.
Result<std::int64_t> placeSegment(const Database &database, std::int64_t document, std::int64_t id, std::int64_t position, const Segment &segment);

/// Makes these the segments of the document. A row of the same source, and of the same id in the file before others, in the order of the document, is kept with
/// its content; the others lose their position. Calls `each` behind every one and ends with its error. Within a transaction.
Result<void> placeSegments(const Database &database, std::int64_t document, const std::vector<Segment> &segments, const std::function<Result<void>()> &each);

/// The content that stands in a row's four columns (target, its tags, state, origin) from the first one on.
Result<SegmentContent> readContent(const Statement &row, int firstColumn, const std::string &where);

}  // namespace interlinear::cat
