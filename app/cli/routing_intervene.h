// The command `routing intervene`.
//
//   addRoutingIntervene(*routing, invocation);
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

void addRoutingIntervene(CLI::App &routing, Invocation &invocation);

}  // namespace interlinear::cli
