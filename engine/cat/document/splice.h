// Bytes with some spans replaced.
//
//   spliced("one two", {{{4, 7}, "zwei"}});   // "one zwei"
#pragma once

#include "engine/core/spans.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct Splice {
    ByteSpan span;
    std::string bytes;
};

/// The splices' spans rise and do not overlap.
std::string spliced(std::string_view bytes, const std::vector<Splice> &splices);

}  // namespace interlinear::cat
