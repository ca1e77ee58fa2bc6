#include "engine/mixmoe/runtime/gate.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interlinear::mixmoe {

namespace {

constexpr float impossible = -std::numeric_limits<float>::infinity();

void softmax(std::span<float> values)
{
    const float highest = *std::max_element(values.begin(), values.end());
    if (highest == impossible) {
        std::fill(values.begin(), values.end(), 0.0F);
        return;
    }
    float sum = 0;
    for (float &value : values) {
        value = std::exp(value - highest);
        sum += value;
    }
    for (float &value : values)
        value /= sum;
}

}  // namespace

GateChoice chooseExpert(std::span<const float> logits, const LayerIntervention &intervention, ExpertGroup group, const MoeConfig &moe,
                        std::span<float> probabilities)
{
    const std::size_t first = intervention.any ? static_cast<std::size_t>(group) * logits.size() : 0;
    for (std::size_t expert = 0; expert < logits.size(); ++expert)
        probabilities[expert] = intervention.any && intervention.masked[first + expert] ? impossible : logits[expert];
    const auto best = std::max_element(probabilities.begin(), probabilities.end());
    if (*best == impossible) {
        softmax(probabilities);
        return {};
    }
    auto expert = static_cast<std::size_t>(best - probabilities.begin());
    if (intervention.any && intervention.forced[static_cast<std::size_t>(group)] >= 0)
        expert = static_cast<std::size_t>(intervention.forced[static_cast<std::size_t>(group)]);
    softmax(probabilities);

    const float scale = moe.gateWeight == GateWeight::ScaledProbability ? static_cast<float>(logits.size()) : 1.0F;
    const float factor = intervention.any ? intervention.factor[first + expert] : 1.0F;
    return {static_cast<int>(expert), scale * probabilities[expert] * factor};
}

float combineFactor(int groupsThatCount, const MoeConfig &moe)
{
    return groupsThatCount == groupCount && moe.groupCombine == GroupCombine::Mean ? 0.5F : 1.0F;
}

}  // namespace interlinear::mixmoe
