// Models of the sizes that the targets are stated for, drawn from a seed: speed does not ask what the weights say.
//
//   const auto model = randomModel(modelSize("70m"));
#pragma once

#include "engine/mixmoe/model/model.h"

#include <memory>
#include <string>
#include <vector>

namespace interlinear::bench {

/// 20m (width 256, 6 layers, vocabulary 16,000), 70m (512, 8, 32,000) 1b (1024, 16, 32,000) or 10b (2048, 24, 32,000; 1.5 thousand million weights
/// for a token): Mix-MoE in every layer, two groups of 4 experts (1b and 10b: 8), one of each group for a token.
mixmoe::ModelConfig modelSize(const std::string &name);

/// Without a vocabulary; 4 bytes a weight.
std::shared_ptr<const mixmoe::Model> randomModel(const mixmoe::ModelConfig &config);

}  // namespace interlinear::bench
