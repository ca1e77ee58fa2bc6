#include "engine/mixmoe/runtime/cuda/card_gates.h"

#include "engine/mixmoe/model/router_feature.h"
#include "engine/mixmoe/runtime/cpu/packed_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace interlinear::mixmoe::cuda {

CardGates::CardGates(std::shared_ptr<Card> card, const Model &model, const CardModel &weights, RouterForm form)
    : m_config(model.config), m_card(std::move(card)), m_form(form), m_directionFrom(model.weights.directionFrom), m_directionTo(model.weights.directionTo)
{
    const bool bands = spectrumBins(m_config.moe.fourierMode, m_config.hiddenSize) > 0;
    for (int layer = 0; layer < m_config.layerCount; ++layer) {
        if (m_config.groups() == 0 || !m_config.isMixMoeLayer(layer))
            continue;
        Mixture &mixture = m_mixtures.emplace_back(Mixture{.layer = layer, .weights = &weights.layers[static_cast<std::size_t>(layer)]});
        for (int group = 0; bands && group < m_config.groups(); ++group) {
            const ExpertGroupWeights &from = model.weights.layers[static_cast<std::size_t>(layer)].groups[static_cast<std::size_t>(group)];
            mixture.trainedRouters[group] = from.router.weight;
            mixture.foldedRouters[group] = from.folded.weight;
        }
    }
    m_gates = CardMemory(m_card, std::max<std::size_t>(1, 2 * m_mixtures.size()) * sizeof(DeviceGate));
}

void CardGates::set(const Interventions &interventions)
{
    if (m_set == interventions)
        return;
    m_set.reset();   // should memory run out
    Interventions wanted = interventions;
    m_made.clear();
    m_memory.clear();
    for (const Mixture &mixture : m_mixtures) {
        add(mixture, resolve(interventions, mixture.layer, true, m_config));
        add(mixture, resolve(interventions, mixture.layer, false, m_config));
    }
    m_card->copyInNow(m_gates.data(), m_made.data(), m_made.size() * sizeof(DeviceGate));
    m_set = std::move(wanted);
}

void CardGates::add(const Mixture &mixture, const LayerIntervention &intervention)
{
    std::vector<float> penalty;
    for (const char masked : intervention.masked)
        penalty.push_back(masked ? -std::numeric_limits<float>::infinity() : 0.0F);
    DeviceGate gate{.penalty = placed(penalty), .factor = placed(intervention.factor), .forced = {intervention.forced[0], intervention.forced[1]}};
    setRouters(mixture, intervention, gate);
    m_made.push_back(gate);
}

const float *CardGates::placed(const std::vector<float> &values)
{
    const CardMemory &memory = m_memory.emplace_back(m_card, values.size() * sizeof(float));
    m_card->copyInNow(memory.data(), values.data(), memory.size());
    return memory.as<float>();
}

// [W_h ; W_f D] row by row; the transform is not normalised, so that an orthonormal feature's part of W is.
void CardGates::appendLive(const std::vector<float> &trained, const std::vector<float> &binFactors, std::vector<float> &routers) const
{
    const auto d = static_cast<std::size_t>(m_config.hiddenSize);
    const float scale = m_config.moe.fourierMode == FourierMode::RealFftOrtho ? 1.0F / std::sqrt(static_cast<float>(d)) : 1.0F;
    for (std::size_t i = 0; i < trained.size(); ++i) {
        const std::size_t place = i % (2 * d);
        routers.push_back(place < d ? trained[i] : trained[i] * scale * (binFactors.empty() ? 1.0F : binFactors[place - d]));
    }
}

// Folded anew where a band is changed: W_eff = W_h + W_f D C. What the direction adds is folded in either form.
void CardGates::setRouters(const Mixture &mixture, const LayerIntervention &intervention, DeviceGate &gate)
{
    gate.router = mixture.weights->router;
    gate.fromBias = mixture.weights->fromBias;
    gate.toBias = mixture.weights->toBias;
    const bool changed = !std::ranges::all_of(intervention.binFactors, [](const std::vector<float> &factors) { return factors.empty(); });
    if (!changed && m_form == RouterForm::Folded)
        return;
    std::vector<float> routers, last;
    for (int group = 0; group < m_config.groups(); ++group) {
        const std::vector<float> &factors = intervention.binFactors[group];
        last = factors.empty() ? mixture.foldedRouters[group]
                               : foldRouter(m_config.moe.fourierMode, mixture.trainedRouters[group], m_config.moe.expertsPerGroup, m_config.hiddenSize, factors);
        if (m_form == RouterForm::Live)
            appendLive(mixture.trainedRouters[group], factors, routers);
        else
            routers.insert(routers.end(), last.begin(), last.end());
    }
    gate.router = placed(routers);
    if (!changed || !m_config.hasDirectionEmbedding())
        return;
    gate.fromBias = placed(directionBias(last, m_directionFrom, static_cast<std::size_t>(m_config.hiddenSize)));
    gate.toBias = placed(directionBias(last, m_directionTo, static_cast<std::size_t>(m_config.hiddenSize)));
}

}  // namespace interlinear::mixmoe::cuda
