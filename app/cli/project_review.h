// interlinear-cli project review-export, review-import: documents out for review elsewhere, and back.
//
//   addProjectReview(*project, invocation);   // project review-export DIR --out FILE | review-import DIR FILE
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

void addProjectReview(CLI::App &project, Invocation &invocation);

}  // namespace interlinear::cli
