// A model's weights as the CPU runtime reads them: merged and packed once at load.
//
//   PackedModel packed(*model, WeightType::Int8);
//   packed.layers[1].experts[0].gateUp;   // expert 0 of the LM group
//   packed.layers[1].toBias;              // what each target language adds to the MT router's logits, since W (h + e) = W h + W e
//
// Queries, keys and values are one matrix, gate and up are one, the folded routers of both groups are one. Routers stay fp32 in any type: what is chosen shall not
// depend on rounding.
#pragma once

#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cpu/packed_matrix.h"

#include <vector>

namespace interlinear::mixmoe {

struct PackedFfn {
    PackedMatrix gateUp;              ///< up begins at paddedToPanel(inner)
    PackedMatrix down;
    std::size_t inner = 0;            ///< F, or m of an expert
};

struct PackedLayer {
    std::vector<float> attentionNorm, ffnNorm;
    PackedMatrix queryKeyValue;       ///< keys begin at paddedToPanel(heads * headSize), values another paddedToPanel(kvHeads * headSize) behind
    PackedMatrix output;
    PackedFfn ffn;                    ///< empty in a Mix-MoE layer
    PackedMatrix routers;             ///< [groups * n, d]; empty in a dense layer
    std::vector<float> routerBias;    ///< [groups * n]
    std::vector<float> fromBias, toBias;   ///< [language][n]: W_eff e of the MT router; empty without direction embedding
    std::vector<PackedFfn> experts;   ///< [group * n + expert]
};

struct PackedModel {
    /// Throws std::bad_alloc.
    PackedModel(const Model &model, WeightType type);

    WeightArena arena;                ///< of all matrices
    std::vector<PackedLayer> layers;
    PackedMatrix embedding;           ///< as output projection
    std::vector<float> cosines, sines;   ///< rotary positions: [position][headSize / 2]
};

}  // namespace interlinear::mixmoe
