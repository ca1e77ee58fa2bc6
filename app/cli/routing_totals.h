// The command `routing totals`: how often each router chose every expert, and how sure it was, over whole routing files.
//
//   addRoutingTotals(*routing, invocation);
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

void addRoutingTotals(CLI::App &routing, Invocation &invocation);

}  // namespace interlinear::cli
