// The model on a CUDA card: weights in fp32, bf16, int8 or fp8, whole batches through one graph, tokens picked on the card.
//
//   Result<std::shared_ptr<cuda::Card>> card = cuda::openCard();
//   Result<std::unique_ptr<Runtime>> runtime = makeCudaRuntime(model, *card, {.precision = CardPrecision::Bf16});
//   (*runtime)->description();   // {"cuda:0 NVIDIA H200", "bf16", 1}
//
// Logits of a sequence are the same bits whatever the batch, its neighbours, and whether tokens came in one step or in many: each precision rounds in one way for all
// sizes of batches.
#pragma once

#include "engine/mixmoe/runtime/cuda/card.h"
#include "engine/mixmoe/runtime/cuda/card_model.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <memory>

namespace interlinear::mixmoe {

/// What is rounded. Sums, norms, routers, attention and the cache are fp32 in all.
enum class CardPrecision {
    Fp32,   ///< nothing; weights that lose nothing as bf16 are stored so
    Bf16,   ///< weights, and activations once at each product
    Int8,   ///< weights to 8 bits with a scale a column, activations to bf16
    Fp8     ///< weights to e4m3 with a scale a column, activations to bf16
};

struct CudaOptions {
    CardPrecision precision = CardPrecision::Fp32;
    int rowsAtOnce = 1024;                   ///< tokens that pass through the layers together, at most, half as many of them decoded; fewer where the card has little memory
};

/// Whether the card has the memory for this model and a batch, as far as it says.
bool fitsCard(const cuda::Card &card, const Model &model, const CudaOptions &options);

/// Copies the weights; the model needs none in memory afterwards. Unsupported for a model whose router feature cannot be folded;
/// EngineFailure when the card has too little memory or gives up; otherwise as makeReferenceRuntime().
Result<std::unique_ptr<Runtime>> makeCudaRuntime(const std::shared_ptr<const Model> &model, std::shared_ptr<cuda::Card> card, const CudaOptions &options = {});

/// The same with weights that are on the card already, for the options' precision; of the model none are read, and its routers have no bands to change.
Result<std::unique_ptr<Runtime>> makeCudaRuntime(const std::shared_ptr<const Model> &model, std::shared_ptr<cuda::Card> card, cuda::CardModel weights, const CudaOptions &options);

/// The same as the first, but routers compute W [h ; Re FFT(h)] + b for every token, by cuFFT: what the folded ones must agree with. For RealFft and RealFftOrtho; Unsupported for others, and
/// where cuFFT is not found, with what is missing.
Result<std::unique_ptr<Runtime>> makeCudaRuntimeWithLiveFourier(const std::shared_ptr<const Model> &model, std::shared_ptr<cuda::Card> card, const CudaOptions &options = {});

}  // namespace interlinear::mixmoe
