// What int8 changes of what a model says.
//
//   Result<std::vector<Measurement>> measured = measureRounding(model, {.threads = 2});
#pragma once

#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "tests/bench/measurement.h"

#include <memory>
#include <vector>

namespace interlinear::bench {

/// C12: of the tokens that greedy search picks in fp32, end tokens included, the percentage that it picks in int8 too, behind the same source and the same text; English sentences into
/// every language of the model. Nothing for a model that has no tokenizer or does not read English. The weights of the options are not used.
Result<std::vector<Measurement>> measureRounding(const std::shared_ptr<const mixmoe::Model> &model, const mixmoe::CpuOptions &options);

}  // namespace interlinear::bench
