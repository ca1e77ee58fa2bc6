// A command of "project" that works on one project.
//
//   addProjectAction(*project, "history", "Who changed what", Access::Read, invocation, [](cat::Project &project) { … return Done; });
#pragma once

#include "app/cli/command.h"

#include "engine/cat/project/project.h"

#include <functional>

namespace interlinear::cli {

/// The command has the argument DIR.
CLI::App *addProjectAction(CLI::App &project, const char *name, const char *description, cat::Access access, Invocation &invocation,
                           std::function<int(cat::Project &)> action);

}  // namespace interlinear::cli
