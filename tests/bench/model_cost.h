// What a token costs: the weights that are multiplied for it, and those that are read for a batch.
//
//   const double operations = 2 * weightsPerToken(config);
#pragma once

#include "engine/mixmoe/model/config.h"

#include <array>
#include <string>

namespace interlinear::bench {

/// All dense ones, the chosen experts of each group in each Mix-MoE layer with their routers, and the output projection.
double weightsPerToken(const mixmoe::ModelConfig &config);
/// The same without the output projection: of a token of a prompt.
double weightsPerPromptToken(const mixmoe::ModelConfig &config);
/// Weights of some products of a step: multiplied for each token, and read at least once for all of its tokens.
struct StepWeights {
    double perToken = 0, perStep = 0;
};
/// Of the products that all tokens of a step meet, the output projection among them, and of those by expert, where tokens choose evenly and each for itself. They wait for each other.
std::array<StepWeights, 2> weightsOfStep(const mixmoe::ModelConfig &config, int tokens);
/// Of the whole model.
double weightsOf(const mixmoe::ModelConfig &config);
/// "fp32", "bf16", "int8" or "fp8".
double bytesPerWeight(const std::string &precision);

}  // namespace interlinear::bench
