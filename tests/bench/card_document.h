// G5: how fast a sorted document goes through a model of 10,000 million weights, of which 1,500 million are multiplied for a token, as a share of what the card's tensor cores can.
//
//   Result<void> measured = measureCardDocument(card, {.repetitions = 3}, report);
//
// The weights are made on the card, which takes 20 thousand million bytes in bf16.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/runtime/cuda/card.h"
#include "tests/bench/measurement.h"

#include <functional>
#include <memory>
#include <string>

namespace interlinear::bench {

struct CardDocument {
    std::string model = "10b";      ///< a size of randomModel()
    int sentences = 1024;           ///< decoded together
    int shortest = 12, longest = 28;   ///< source tokens
    int targetLength = 32;
    int repetitions = 3;
};

/// Throws std::bad_alloc where the card has too little memory.
Result<void> measureCardDocument(const std::shared_ptr<mixmoe::cuda::Card> &card, const CardDocument &document, const std::function<void(const Measurement &)> &report);

}  // namespace interlinear::bench
