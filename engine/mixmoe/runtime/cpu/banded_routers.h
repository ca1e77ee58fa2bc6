// The routers of one layer folded anew, with bands of the feature that they read scaled: W_eff = W_h + W_f D C.
//
//   BandedRouters banded(config, packed, 1, resolve(interventions, 1, prompt, config));
//   banded.routers().weights;   // as PackedLayer::routers
//
// Made once for a set of interventions, outside of the steps. Source of the folding: router_feature.h.
#pragma once

#include "engine/mixmoe/probe/intervention.h"
#include "engine/mixmoe/runtime/cpu/packed_model.h"

#include <cstddef>

namespace interlinear::mixmoe {

/// Whether a band of some group is changed.
bool changesBands(const LayerIntervention &intervention);

class BandedRouters {
public:
    /// Of a Mix-MoE layer of a model whose routers read a spectrum that can be folded. A group without changed bands keeps its routers bit for bit. The packed model
    /// must outlive this. Throws std::bad_alloc.
    BandedRouters(const ModelConfig &config, const PackedModel &packed, std::size_t layer, const LayerIntervention &intervention);

    const PackedRouters &routers() const { return m_routers; }

private:
    std::vector<float> m_fromBias, m_toBias;
    WeightArena m_arena;
    PackedRouters m_routers;
};

}  // namespace interlinear::mixmoe
