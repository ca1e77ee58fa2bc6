// How fast a runtime reads prompts and decodes, as shares of what this machine's memory and arithmetic allow.
//
//   Result<std::vector<Measurement>> measured = measureEngine(*runtime, {.batches = {1, 64}, .repetitions = 7});
//
// Limits are measured between the repetitions. One sequence alone is bound by reading its weights (on a working set as large as the model, so that both meet the same
// caches); the products of a batch, which wait for each other, each by that or by the peak of the multiply-adds of its precision, whichever takes longer (the roofline of
// Williams et al. 2009, product by product); a prompt by the peak. The ids begin with the targets' numbers: C1 batch 1, C2 int8 batches, C3 int8 prompts, C4 the same in
// fp32, C5 in bf16.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/runtime/runtime.h"
#include "tests/bench/measurement.h"

#include <string>
#include <vector>

namespace interlinear::bench {

struct EngineWorkload {
    std::vector<int> batches;      ///< sequences decoded together
    int promptLength = 512;        ///< of the prefill; 0: none is measured
    int decodedTokens = 1536;      ///< about this many of each text, all sequences together
    int repetitions = 7;
    std::string only{};            ///< figures whose ids begin so; empty: all
};

/// Sequences of one runtime that are decoded together, greedily; they close when this goes. For figures of other kinds.
class DecodedBatch {
public:
    explicit DecodedBatch(mixmoe::Runtime &runtime) : m_runtime(runtime) {}
    ~DecodedBatch();
    DecodedBatch(const DecodedBatch &) = delete;
    DecodedBatch &operator=(const DecodedBatch &) = delete;

    /// With prompts of this many tokens, which the first step reads.
    Result<void> open(int count, int promptLength);
    Result<void> step(const mixmoe::StepOptions &options = {});

private:
    mixmoe::Runtime &m_runtime;
    std::vector<mixmoe::SequenceInput> m_inputs;
    std::vector<mixmoe::SequenceOutput> m_outputs;
};

/// Seconds of so many steps, after the first one, which reads the prompts.
Result<double> secondsOfSteps(mixmoe::Runtime &runtime, int batch, int promptLength, int steps, const mixmoe::StepOptions &options = {});

/// Tokens a second: greedy decoding after prompts of 16 tokens, and one prompt of promptLength tokens. Their ids end with the name of the model.
Result<std::vector<Measurement>> measureEngine(mixmoe::Runtime &runtime, const EngineWorkload &workload);

}  // namespace interlinear::bench
