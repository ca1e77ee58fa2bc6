// How long a model takes from its packed file to the first token.
//
//   Result<std::vector<Measurement>> measured = measureLoad(model, {.weights = WeightType::Int8, .threads = 2}, 7);
#pragma once

#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "tests/bench/measurement.h"

#include <memory>
#include <vector>

namespace interlinear::bench {

/// C11: milliseconds a gigabyte (1e9 bytes) of packed file, which the system has in memory, until a prompt of one token is answered; the check of all bytes and the start of the threads included.
/// The file lies in the system's folder for temporary files while this runs.
Result<std::vector<Measurement>> measureLoad(const std::shared_ptr<const mixmoe::Model> &model, const mixmoe::CpuOptions &options, int repetitions);

}  // namespace interlinear::bench
