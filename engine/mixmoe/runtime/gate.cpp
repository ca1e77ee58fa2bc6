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

/// The best expert after this one in the order of falling logits, ties by rising number; -1 behind the last. One expert may be left out.
int nextBest(std::span<const float> logits, int after, int leftOut)
{
    const auto logit = [&](int expert) { return logits[static_cast<std::size_t>(expert)]; };
    int best = -1;
    for (int expert = 0; expert < static_cast<int>(logits.size()); ++expert) {
        const bool follows = after < 0 || logit(expert) < logit(after) || (logit(expert) == logit(after) && expert > after);
        if (follows && expert != leftOut && logit(expert) != impossible && (best < 0 || logit(expert) > logit(best)))
            best = expert;
    }
    return best;
}

/// The forced expert, if any, then the best others.
void rank(std::span<const float> logits, int forced, std::span<GateChoice> choices)
{
    std::ranges::fill(choices, GateChoice{});
    int last = -1;
    for (GateChoice &choice : choices) {
        const bool takesForced = forced >= 0 && &choice == &choices.front();
        choice.expert = takesForced ? forced : nextBest(logits, last, forced);
        if (choice.expert < 0)
            return;
        if (!takesForced)
            last = choice.expert;
    }
}

void weigh(std::span<const float> probabilities, GateWeight gateWeight, std::span<GateChoice> choices)
{
    const auto probability = [&](const GateChoice &choice) { return probabilities[static_cast<std::size_t>(choice.expert)]; };
    const auto chosen = choices.first(static_cast<std::size_t>(std::ranges::count_if(choices, [](const GateChoice &choice) { return choice.expert >= 0; })));
    float sum = 0;
    for (const GateChoice &choice : chosen)
        sum += probability(choice);
    const float scale = gateWeight == GateWeight::ScaledProbability ? static_cast<float>(probabilities.size()) : 1.0F;
    for (GateChoice &choice : chosen) {
        choice.weight = scale * probability(choice);
        if (gateWeight == GateWeight::Renormalised)
            choice.weight = sum > 0 ? choice.weight / sum : 1.0F;   // a sum of 0 is one forced expert's, whose probability is below what fp32 holds
    }
}

}  // namespace

void chooseExperts(std::span<const float> logits, const LayerIntervention &intervention, ExpertGroup group, const MoeConfig &moe,
                   std::span<float> probabilities, std::span<GateChoice> choices)
{
    const std::size_t first = intervention.any ? static_cast<std::size_t>(group) * logits.size() : 0;
    for (std::size_t expert = 0; expert < logits.size(); ++expert)
        probabilities[expert] = intervention.any && intervention.masked[first + expert] ? impossible : logits[expert];
    rank(probabilities, intervention.any ? intervention.forced[static_cast<std::size_t>(group)] : -1, choices);
    softmax(probabilities);
    weigh(probabilities, moe.gateWeight, choices);
    for (GateChoice &choice : choices) {
        if (intervention.any && choice.expert >= 0)
            choice.weight *= intervention.factor[first + static_cast<std::size_t>(choice.expert)];
    }
}

float combineFactor(int groupsThatCount, const MoeConfig &moe)
{
    return groupsThatCount == groupCount && moe.groupCombine == GroupCombine::Mean ? 0.5F : 1.0F;
}

}  // namespace interlinear::mixmoe
