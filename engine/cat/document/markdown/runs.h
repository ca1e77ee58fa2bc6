// Every block of a Markdown file that holds text, as text and tags with their bytes: what reading cuts and writing compares.
#pragma once

#include "engine/cat/document/inline_run.h"
#include "engine/core/result.h"

#include <string_view>
#include <vector>

namespace interlinear::cat::markdown {

/// Unsupported for a file of 2 GiB or more.
Result<std::vector<InlineRun>> textRuns(std::string_view bytes);

}  // namespace interlinear::cat::markdown
