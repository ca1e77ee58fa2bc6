// interlinear-cli model align: which attention heads place tags best, measured on tagged human translations and stored in the model's config.json.
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

/// Adds "align" below the "model" command.
void addModelAlignment(CLI::App &modelCommand, Invocation &invocation);

}  // namespace interlinear::cli
