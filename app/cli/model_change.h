// interlinear-cli model drift and model gradients: what training does to the parts of a model.
//
//   addModelChange(*modelCommand, invocation);
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

void addModelChange(CLI::App &model, Invocation &invocation);

}  // namespace interlinear::cli
