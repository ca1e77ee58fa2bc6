// How fast a model is trained, as a share of what the device multiplies at best, beside the same model composed of torch's own operations.
//
//   Result<std::vector<Measurement>> measured = measureTraining("cpu", 7, 2);
#pragma once

#include "engine/core/result.h"
#include "tests/bench/measurement.h"

#include <string>
#include <vector>

namespace interlinear::bench {

/// train.step and train.eager: billions of operations a second of the matrix products of a training step; the limit is measured between the repetitions, which alternate. On
/// the CPU a dense base of width 256 against the fp32 peak; on "cuda" a Mix-MoE of width 384 against the peak of large bf16 products. Besides tokens a second, and
/// what share of a step each part takes. Unsupported in a build without a trainer, or without a card.
Result<std::vector<Measurement>> measureTraining(const std::string &device, int repetitions, int threads);

}  // namespace interlinear::bench
