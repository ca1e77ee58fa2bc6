// interlinear-cli project memory: which memories a project looks up in.
//
//   addProjectMemories(*project, invocation);   // project memory list DIR | add DIR FILE [--penalty N] | remove DIR FILE | approved-only DIR yes|no
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

void addProjectMemories(CLI::App &project, Invocation &invocation);

}  // namespace interlinear::cli
