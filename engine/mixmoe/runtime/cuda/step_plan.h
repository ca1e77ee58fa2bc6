// One pass over a batch as the host gathers it, and as it is written into a StepBlock.
//
//   StepPlan plan;
//   plan.rows.push_back({.token = 5, …});
//   plan.write(staging.data());              // plan.bytes() of them
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/step_block.h"

#include <cstddef>
#include <vector>

namespace interlinear::mixmoe::cuda {

struct StepPlan {
    std::vector<DeviceRow> rows;
    std::vector<WantedRow> wanted;
    std::vector<float *> pages;
    std::vector<std::int32_t> lists;
    int answerWords = 0;              ///< what the pass answers takes so many words

    void clear();
    /// The place of so many words in the answers.
    int takeAnswer(int words);
    std::size_t bytes() const;
    void write(std::byte *out) const;
};

}  // namespace interlinear::mixmoe::cuda
