// Lines of text as commands take them in.
#pragma once

#include "engine/core/result.h"

#include <string>
#include <vector>

namespace interlinear::cli {

/// The lines of a file, or of stdin for "-". Text that is not UTF-8 is an Error that names the line.
Result<std::vector<std::string>> readTextLines(const std::string &path);

}  // namespace interlinear::cli
