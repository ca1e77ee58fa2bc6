// How fast one sentence is decoded, against the time that merely reading the weights takes on this machine.
//
//   Result<std::vector<Measurement>> measured = measureDecode(*runtime, 7);
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/runtime/runtime.h"
#include "tests/bench/measurement.h"

#include <vector>

namespace interlinear::bench {

/// Weights that one token of one sequence reads: all dense ones, one expert of each group in each Mix-MoE layer with its router, and the output
/// projection.
double weightsPerToken(const mixmoe::ModelConfig &config);

/// engine.decode.batch1: generated tokens a second of greedy decoding after a short prompt. The limit is the best read bandwidth over the bytes
/// of weightsPerToken(), measured between the repetitions on a working set as large as the whole model, so that both meet the same caches.
Result<std::vector<Measurement>> measureDecode(mixmoe::Runtime &runtime, int repetitions);

}  // namespace interlinear::bench
