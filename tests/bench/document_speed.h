// How fast a document goes through: many sentences in batches, prompts and answers together.
//
//   Result<std::vector<Measurement>> measured = measureDocument(*runtime, {.sentences = 256, .repetitions = 7});
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/runtime/runtime.h"
#include "tests/bench/measurement.h"

#include <vector>

namespace interlinear::bench {

struct DocumentWorkload {
    int sentences = 256;     ///< in batches of 64
    int repetitions = 7;
};

/// C6: thousands of millions of multiply-adds a second, greedy and with four beams, that went into a document of sentences of 20 source tokens and 32 target tokens:
/// target tokens a second times the multiply-adds of one, its share of the prompt included, beams not counted twice. So engines with other models can be compared.
Result<std::vector<Measurement>> measureDocument(mixmoe::Runtime &runtime, const DocumentWorkload &workload);

}  // namespace interlinear::bench
