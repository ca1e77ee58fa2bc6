// interlinear-cli model evaluate: a test set through the whole model and through the model with parts taken away.
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

/// Adds "evaluate" below the "model" command.
void addModelEvaluation(CLI::App &modelCommand, Invocation &invocation);

}  // namespace interlinear::cli
