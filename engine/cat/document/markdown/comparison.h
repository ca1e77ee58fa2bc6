// Whether a written file reads as what was meant.
#pragma once

#include "engine/cat/document/format.h"
#include "engine/cat/document/inline_run.h"

#include <cstddef>
#include <vector>

namespace interlinear::cat::markdown {

/// Compares block by block the runs of the written file with those of the document with the targets in place, but for white space. The replaced
/// segments of the blocks that differ, rising; where the number of blocks changed, those of the first that differs.
std::vector<std::size_t> misreadSegments(const Document &document, const std::vector<InlineRun> &before, const std::vector<Replacement> &targets,
                                         const std::vector<InlineRun> &after);

}  // namespace interlinear::cat::markdown
