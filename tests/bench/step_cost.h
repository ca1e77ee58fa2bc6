// What a decode step costs besides its inner loops, what a sentence waits, and what is left of the speed when another program is busy.
//
//   Result<std::vector<Measurement>> measured = measureSteps(model, {.weights = WeightType::Int8, .threads = 2}, 7, "C7");
#pragma once

#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "tests/bench/measurement.h"

#include <memory>
#include <string>
#include <vector>

namespace interlinear::bench {

/// Figures whose ids begin with `only`; all of one sequence, decoded greedily:
/// C7: milliseconds from a prompt of 20 tokens to 24 tokens of answer, the 95th percentile of 40 sentences; the same with a draft of
/// which 87 % is right; and with that draft behind eight words and a letter that were typed.
/// C8: share of tokens a second that is kept while another process does its best to keep one processor busy.
/// capture.choices, capture.probabilities: percent of time that it costs to note what the routers chose.
/// C10: share of a step's time spent in the kernels, on one thread; and allocations a step, after a first text of the same length.
Result<std::vector<Measurement>> measureSteps(const std::shared_ptr<const mixmoe::Model> &model, const mixmoe::CpuOptions &options, int repetitions, const std::string &only);

}  // namespace interlinear::bench
