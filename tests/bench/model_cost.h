// What a token costs: the weights that are multiplied for it, and those that are read for a batch.
//
//   const double operations = 2 * weightsPerToken(config);
#pragma once

#include "engine/mixmoe/model/config.h"

#include <string>

namespace interlinear::bench {

/// All dense ones, the chosen experts of each group in each Mix-MoE layer with their routers, and the output projection.
double weightsPerToken(const mixmoe::ModelConfig &config);
/// The same without the output projection: of a token of a prompt.
double weightsPerPromptToken(const mixmoe::ModelConfig &config);
/// Read at least once for a batch whose tokens choose their experts evenly and each for itself.
double weightsPerBatch(const mixmoe::ModelConfig &config, int tokens);
/// Of the whole model.
double weightsOf(const mixmoe::ModelConfig &config);
/// "fp32", "bf16", "int8" or "fp8".
double bytesPerWeight(const std::string &precision);

}  // namespace interlinear::bench
