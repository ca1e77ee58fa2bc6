// A model's weights on the card, in one piece of memory: merged, padded, in fp32, bf16, int8 or fp8.
//
//   CardModel weights = uploadModel(card, *model, {WeightKind::Half});   // Byte: rounded with a scale a column, as on the CPU; Fp8: likewise
//   weights.layers[1].gateUp.expertValues;   // from one expert's matrix to the next; experts are LM 0..n-1, then MT 0..n-1
//
// Queries, keys and values are one matrix, gate and up are one, two columns of each in turn. Norms and routers stay fp32 in any kind: what is chosen shall not depend
// on rounding.
#pragma once

#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cuda/card.h"

#include <memory>
#include <vector>

namespace interlinear::mixmoe::cuda {

/// What products compute with.
struct ProductNumbers {
    WeightKind weights = WeightKind::Float;
    bool roundedInput = false;        ///< activations become bf16 before each product; never with weights in fp32, always with those in 8 bits
};

struct CardMatrix {
    const void *weights = nullptr;
    const float *scales = nullptr;    ///< [matrix][columns] of weights that have them
    WeightKind kind = WeightKind::Float;
    int depth = 0, columns = 0;       ///< columns: padded
    int outWidth = 0;                 ///< columns that come out of the product
    std::int64_t expertValues = 0;
};

struct CardLayer {
    const float *attentionNorm = nullptr, *ffnNorm = nullptr;
    CardMatrix queryKeyValue, output, gateUp, down;
    int mixtureIndex = -1;            ///< counts Mix-MoE layers; -1: dense
    const float *router = nullptr;    ///< folded, [groups * n][d]
    const float *routerBias = nullptr;
    const float *fromBias = nullptr, *toBias = nullptr;   ///< [language][n] of the MT router; null without direction embedding
};

struct CardModel {
    CardMemory memory;
    ProductNumbers numbers;
    std::vector<CardLayer> layers;
    CardMatrix embedding;             ///< of the logits
    CardMatrix tokens;                ///< what tokens become: the same, but as exact as the model where that is in 8 bits
    const float *finalNorm = nullptr;
    const float *cosines = nullptr, *sines = nullptr;   ///< [position][headSize / 2]
    const std::int32_t *observedHeads = nullptr;        ///< those that the alignment is the average of
};

/// Of a CardModel's memory.
std::size_t cardModelBytes(const Model &model, WeightKind kind);

/// Memory and places for the weights of such a model, with anything in them: for figures, which do not ask what weights say. Throws std::bad_alloc.
CardModel placeModel(const std::shared_ptr<Card> &card, const ModelConfig &config, const ProductNumbers &numbers);

/// Throws std::bad_alloc. The model may go when card->finish() has returned.
CardModel uploadModel(const std::shared_ptr<Card> &card, const Model &model, const ProductNumbers &numbers);

}  // namespace interlinear::mixmoe::cuda
