// The model on a CUDA card: weights in fp32, bf16 or int8, whole batches through one graph, tokens picked on the card.
//
//   Result<std::shared_ptr<cuda::Card>> card = cuda::openCard();
//   Result<std::unique_ptr<Runtime>> runtime = makeCudaRuntime(model, *card, {.weights = WeightType::Bf16});
//   (*runtime)->description();   // {"cuda:0 NVIDIA H200", "bf16", 1}
//
// Logits of a sequence are the same bits whatever the batch, its neighbours, and whether tokens came in one step or in many.
#pragma once

#include "engine/mixmoe/runtime/cpu/packed_matrix.h"
#include "engine/mixmoe/runtime/cuda/card.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <memory>

namespace interlinear::mixmoe {

struct CudaOptions {
    WeightType weights = WeightType::Fp32;   ///< activations stay fp32 in all
    int rowsAtOnce = 512;                    ///< tokens that pass through the layers together, at most; fewer where the card has little memory
};

/// Whether the card has the memory for this model and a batch, as far as it says.
bool fitsCard(const cuda::Card &card, const Model &model, const CudaOptions &options);

/// Copies the weights; the model needs none in memory afterwards. Unsupported for a model whose router feature cannot be folded;
/// EngineFailure when the card has too little memory or gives up; otherwise as makeReferenceRuntime().
Result<std::unique_ptr<Runtime>> makeCudaRuntime(const std::shared_ptr<const Model> &model, std::shared_ptr<cuda::Card> card, const CudaOptions &options = {});

}  // namespace interlinear::mixmoe
