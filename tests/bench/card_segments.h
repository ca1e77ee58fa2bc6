// G8: how many segments a second a model translates on a card, from text to text.
//
//   Result<void> measured = measureSegments(card, model, {.segments = 10000, .repetitions = 3}, report);
//
// 10,000 short sentences, all of them different, as a document job has them: tokenised, sorted, decoded together greedily, put together again.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cuda/card.h"
#include "tests/bench/measurement.h"

#include <functional>
#include <memory>

namespace interlinear::bench {

struct SegmentWorkload {
    int segments = 10000;        ///< at most 10,000
    int repetitions = 3;
};

/// One figure in each precision that is asked of a card. The model knows en and de. Errors are those of its runtime.
Result<void> measureSegments(const std::shared_ptr<mixmoe::cuda::Card> &card, const std::shared_ptr<const mixmoe::Model> &model, const SegmentWorkload &workload,
                             const std::function<void(const Measurement &)> &report);

}  // namespace interlinear::bench
