// interlinear-cli model shortlist: learns what a translation may pick from, and measures what that misses.
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

void addModelShortlist(CLI::App &model, Invocation &invocation);

}  // namespace interlinear::cli
