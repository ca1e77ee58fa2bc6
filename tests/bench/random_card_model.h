// A model of random weights that are made on the card, which is much quicker than on the processor.
//
//   Result<std::unique_ptr<Runtime>> runtime = randomCardModel(card, modelSize("10b"), CardPrecision::Bf16, 2048);
#pragma once

#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"

namespace interlinear::bench {

/// Fills what the card's memory holds with small numbers of either sign, as bf16 and as floats.
void fillSmall(mixmoe::cuda::Card &card, const mixmoe::cuda::CardMemory &memory);

/// In bf16, int8 or fp8. Throws std::bad_alloc where the card has too little memory.
Result<std::unique_ptr<mixmoe::Runtime>> randomCardModel(const std::shared_ptr<mixmoe::cuda::Card> &card, const mixmoe::ModelConfig &config, mixmoe::CardPrecision precision, int rowsAtOnce);

}  // namespace interlinear::bench
