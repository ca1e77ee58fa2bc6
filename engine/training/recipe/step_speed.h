// How fast a model of some shape is trained here: full steps on made-up text.
//
//   const Result<StepSpeed> fused = measureSteps(config, {.tokensPerStep = 2048, .steps = 12, .execution = Execution::Fused, .device = torch::kCPU});
//   fused->operationsPerSecond / peak;
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/training/nn/operations.h"
#include "engine/training/recipe/stage.h"

#include <cstdint>

namespace interlinear::training {

struct SpeedOptions {
    std::int64_t tokensPerStep = 2048;
    int steps = 12;                        ///< measured, after two that are not
    Execution execution = Execution::Fused;
    torch::Device device = torch::kCPU;
};

struct StepSpeed {
    double tokensPerSecond = 0;
    double operationsPerSecond = 0;        ///< of the matrix products of forward and backward: 6 a weight and token, the embedding for predicted tokens only
    StepTimes times;                       ///< of all measured steps
};

/// Sequences of 8 to 56 tokens, half of each predicted; on the threads that torch uses.
Result<StepSpeed> measureSteps(const mixmoe::ModelConfig &config, const SpeedOptions &options);

/// Operations a second of large bf16 products, which a GPU's steps can be held against.
double bf16Peak(const torch::Device &device);

}  // namespace interlinear::training
