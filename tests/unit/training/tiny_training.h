// A model and a task so small that training takes milliseconds: copying a sequence with every token shifted by one.
#pragma once

#include "engine/training/nn/mix_moe_model.h"
#include "engine/training/recipe/stage.h"

namespace interlinear::training {

/// A run that trains what the stage says.
StageRun tinyRun(MixMoeModel model, const StageRecipe &stage);
mixmoe::ModelConfig tinyConfig(mixmoe::Stage stage);
StageRecipe tinyStage(Trains trains, int steps);
const ExampleSource &shiftTask();
BatchSampler shiftSampler(std::uint64_t seed);
/// Every parameter random, routers strong enough to choose differently from token to token.
MixMoeModel randomModel(const mixmoe::ModelConfig &config, int seed);
/// Random tokens in sequences of these lengths.
Packed randomInputs(const mixmoe::ModelConfig &config, const std::vector<std::int64_t> &lengths, int seed);
double largestDifference(const torch::Tensor &a, const torch::Tensor &b);

}  // namespace interlinear::training
