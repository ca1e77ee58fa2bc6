// One token through the whole model: the formulas, line by line.
//
//   SequenceState state(config);
//   TokenPass pass(model, routerLogits, tags);
//   std::vector<float> hidden = pass.read(token, state, interventions, observed);   // appends one position to the state
//   std::vector<float> logits = pass.logits(hidden);
#pragma once

#include "engine/mixmoe/model/direction.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/probe/intervention.h"
#include "engine/mixmoe/probe/routing_capture.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace interlinear::mixmoe {

/// Keys and values of the tokens read so far: [layer][position * kvHeads * headSize].
struct SequenceState {
    std::vector<std::vector<float>> keys, values;
    int length = 0;
    SequenceDirection direction{};

    explicit SequenceState(const ModelConfig &config);
    void truncate(int newLength);
};

/// What a pass saw on its way.
struct Observed {
    TokenRouting routing;             ///< with probabilities
    std::vector<float> attention;     ///< [position], alignment layer, mean over the alignment heads
};

class TokenPass {
public:
    /// binFactors: as in LayerIntervention.
    using RouterLogits = std::function<std::vector<float>(const ExpertGroupWeights &group, std::span<const float> hidden, std::span<const float> binFactors)>;

    /// The model must outlive the pass.
    TokenPass(const Model &model, RouterLogits routerLogits, DirectionTags tags);

    /// Reads one token and returns the hidden state after the final norm, [d]. layerInterventions: one a layer of the model.
    std::vector<float> read(TokenId token, SequenceState &state, std::span<const LayerIntervention> layerInterventions, Observed &observed) const;
    /// x embed^T, [V].
    std::vector<float> logits(std::span<const float> hidden) const;

private:
    std::vector<float> attention(int layer, std::span<const float> x, SequenceState &state, Observed &observed) const;
    std::vector<float> mixture(const LayerWeights &weights, std::span<const float> x, const SequenceDirection &direction, const LayerIntervention &intervention,
                               TokenRouting &routing) const;
    std::vector<float> routerInput(ExpertGroup group, std::span<const float> x, const SequenceDirection &direction) const;
    void rotate(std::span<float> heads, int position) const;

    const Model &m_model;
    const ModelConfig &m_config;
    RouterLogits m_routerLogits;
    DirectionTags m_tags;
};

}  // namespace interlinear::mixmoe
