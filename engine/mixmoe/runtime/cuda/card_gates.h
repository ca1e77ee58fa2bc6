// What the routers of each layer are under the interventions at hand, at one place on the card, so that a graph that reads them stays the same.
//
//   CardGates gates(card, model, weights);
//   gates.set(interventions);                        // nothing happens where they are those of the step before; throws std::bad_alloc
//   RouteArgs{.gates = gates.ofLayer(mixtureIndex)};
#pragma once

#include "engine/mixmoe/probe/intervention.h"
#include "engine/mixmoe/runtime/cuda/card_model.h"

#include <memory>
#include <optional>
#include <vector>

namespace interlinear::mixmoe::cuda {

enum class RouterForm {
    Folded,
    Live    ///< [W_h ; W_f] as they were trained, for the feature itself; RealFft and RealFftOrtho
};

class CardGates {
public:
    /// Keeps of the model what bands are folded anew from; the weights must outlive this.
    CardGates(std::shared_ptr<Card> card, const Model &model, const CardModel &weights, RouterForm form = RouterForm::Folded);

    RouterForm form() const { return m_form; }

    void set(const Interventions &interventions);
    /// [phase]
    const DeviceGate *ofLayer(int mixtureIndex) const { return m_gates.as<DeviceGate>() + 2 * mixtureIndex; }

private:
    struct Mixture {
        int layer;
        const CardLayer *weights;
        std::vector<float> trainedRouters[groupCount];   // [n, 2d]; empty where no band can be changed
        std::vector<float> foldedRouters[groupCount];
    };

    void add(const Mixture &mixture, const LayerIntervention &intervention);
    const float *placed(const std::vector<float> &values);
    void setRouters(const Mixture &mixture, const LayerIntervention &intervention, DeviceGate &gate);
    void appendLive(const std::vector<float> &trained, const std::vector<float> &binFactors, std::vector<float> &routers) const;

    ModelConfig m_config;
    std::shared_ptr<Card> m_card;
    RouterForm m_form;
    std::vector<Mixture> m_mixtures;
    std::vector<float> m_directionFrom, m_directionTo;
    CardMemory m_gates;
    std::optional<Interventions> m_set;
    std::vector<DeviceGate> m_made;      // [mixture][phase]
    std::vector<CardMemory> m_memory;    // that the gates point to
};

}  // namespace interlinear::mixmoe::cuda
