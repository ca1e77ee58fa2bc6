// A model and a task so small that training takes milliseconds: copying a sequence with every token shifted by one.
#pragma once

#include "engine/training/nn/mix_moe_model.h"
#include "engine/training/recipe/stage.h"

namespace interlinear::training {

mixmoe::ModelConfig tinyConfig(mixmoe::Stage stage);
StageRecipe tinyStage(Trains trains, int steps);
const ExampleSource &shiftTask();
BatchSampler shiftSampler(std::uint64_t seed);
/// Every parameter random, routers strong enough to choose differently from token to token.
MixMoeModel randomModel(const mixmoe::ModelConfig &config, int seed);
torch::Tensor randomInputs(const mixmoe::ModelConfig &config, std::int64_t rows, std::int64_t width, int seed);
double largestDifference(const torch::Tensor &a, const torch::Tensor &b);

}  // namespace interlinear::training
