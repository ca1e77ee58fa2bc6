// How fast a dense base is trained, as a share of what the processors multiply at best, beside the same model composed of torch's own operations.
//
//   Result<std::vector<Measurement>> measured = measureTraining(7, 2);
#pragma once

#include "engine/core/result.h"
#include "tests/bench/measurement.h"

#include <vector>

namespace interlinear::bench {

/// train.step.w256 and train.eager.w256: billions of operations a second of the matrix products of a training step, width 256; the limit is the fp32 peak measured
/// between the repetitions, which alternate. Unsupported in a build without a trainer.
Result<std::vector<Measurement>> measureTraining(int repetitions, int threads);

}  // namespace interlinear::bench
