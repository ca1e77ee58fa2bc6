// What went out for review: which segment each row of the file was, and what it held.
//
//   Result<std::string> review = recordReview(database, {{12, content}, {15, other}});   // within a transaction; "r3f2a91bc"
//   Result<std::vector<SegmentWrite>> rows = rowsOfReview(database, *review);             // the same two
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/project/segment_content.h"

#include <cstdint>
#include <string>
#include <vector>

namespace interlinear::cat {

struct SegmentWrite {
    std::int64_t id = 0;
    SegmentContent content;

    bool operator==(const SegmentWrite &) const = default;
};

/// Its id: "r" and eight hexadecimal digits, of no other review of the project.
Result<std::string> recordReview(const Database &database, const std::vector<SegmentWrite> &rows);

/// In the order of the file; empty for an id of none.
Result<std::vector<SegmentWrite>> rowsOfReview(const Database &database, const std::string &review);

}  // namespace interlinear::cat
