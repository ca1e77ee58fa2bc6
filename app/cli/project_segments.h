// interlinear-cli project segments, split, join: the segments of a project, and where they begin and end.
//
//   addProjectSegments(*project, invocation);   // project segments DIR | split DIR SEGMENT --at N | join DIR SEGMENT
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

void addProjectSegments(CLI::App &project, Invocation &invocation);

}  // namespace interlinear::cli
