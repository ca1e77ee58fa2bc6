// A model's weights as the CPU runtime reads them: merged and packed once, in one arena that can be kept as a file.
//
//   PackedModel packed = packModel(*model, WeightType::Int8);
//   packed.layers[1].experts[0].gateUp;   // expert 0 of the LM group
//   packed.layers[1].routers.toBias;      // what each target language adds to the MT router's logits, since W (h + e) = W h + W e
//
// Queries, keys and values are one matrix, gate and up are one, the folded routers of both groups are one. Routers stay fp32 in any type: what is chosen shall not
// depend on rounding.
#pragma once

#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cpu/packed_matrix.h"

#include <span>
#include <vector>

namespace interlinear::mixmoe {

struct PackedFfn {
    PackedMatrix gateUp;              ///< up begins at paddedToPanel(inner)
    PackedMatrix down;
    std::size_t inner = 0;            ///< F, or m of an expert
};

/// The folded routers of all groups of a layer.
struct PackedRouters {
    PackedMatrix weights;                      ///< [groups * n, d]
    std::span<const float> bias;               ///< [groups * n]
    std::span<const float> fromBias, toBias;   ///< [language][n]: W_eff e of the MT router; empty without direction embedding
};

struct PackedLayer {
    std::span<const float> attentionNorm, ffnNorm;
    PackedMatrix queryKeyValue;       ///< keys begin at paddedToPanel(heads * headSize), values another paddedToPanel(kvHeads * headSize) behind
    PackedMatrix output;
    PackedFfn ffn;                    ///< empty in a Mix-MoE layer
    PackedRouters routers;            ///< empty in a dense layer
    std::span<const float> trainedRouters;   ///< [groups * n, 2d] before folding, to be folded otherwise; empty where they read no spectrum
    std::vector<PackedFfn> experts;   ///< [group * n + expert]
};

/// What decides where each piece lies in the arena, beside the config.
struct PackedLayout {
    WeightType type = WeightType::Fp32;
    bool halfRows = false;            ///< embedding rows in bf16, which no row loses anything by

    bool operator==(const PackedLayout &) const = default;
};

struct PackedModel {
    PackedLayout layout;
    WeightArena arena;                ///< of all that follows but the positions
    std::vector<PackedLayer> layers;
    PackedMatrix embedding;           ///< as output projection
    std::span<const float> finalNorm;
    std::span<const float> directionFrom, directionTo;   ///< [languages, d]; empty without direction embedding
    std::span<const float> floatRows; ///< the embedding, [V][d]; empty with halfRows
    std::span<const Bf16> halfRows;   ///< the same with halfRows
    std::vector<float> cosines, sines;   ///< rotary positions: [position][headSize / 2]

    /// The embedding of a token as it was stored; out: [d].
    void readRow(std::size_t token, std::span<float> out) const;
};

/// W e for each row e of the embedding, with the MT router's W, [n, d].
std::vector<float> directionBias(std::span<const float> router, std::span<const float> embedding, std::size_t d);

/// Throws std::bad_alloc.
PackedModel packModel(const Model &model, WeightType type);

/// Of packModel() for a model with this config.
std::size_t packedBytes(const ModelConfig &config, const PackedLayout &layout);

/// What packModel() put into an arena of packedBytes(), found again.
PackedModel unpackedFrom(WeightArena arena, const ModelConfig &config, const PackedLayout &layout);

}  // namespace interlinear::mixmoe
