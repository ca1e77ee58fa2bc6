// interlinear-cli model calibrate: how far the model's confidence can be believed, measured on lines with a reference and stored in its config.json.
#pragma once

#include "app/cli/command.h"

namespace interlinear::cli {

/// Adds "calibrate" below the "model" command.
void addModelCalibration(CLI::App &modelCommand, Invocation &invocation);

}  // namespace interlinear::cli
