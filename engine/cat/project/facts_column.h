// What a file says of a segment beside its source, as one column: JSON, NULL where it says nothing.
//
//   statement->run(factsColumn(segment));
//   if (auto read = readFacts(row.optionalText(6), segment, where); !read) return read;
#pragma once

#include "engine/cat/document/segment.h"
#include "engine/core/result.h"

#include <optional>
#include <string>

namespace interlinear::cat {

/// Segment::target, Segment::facts and Segment::redivided.
std::optional<std::string> factsColumn(const Segment &segment);

/// What factsColumn() wrote, put back into the segment; Damaged for anything else.
Result<void> readFacts(const std::optional<std::string> &column, Segment &segment, const std::string &where);

}  // namespace interlinear::cat
