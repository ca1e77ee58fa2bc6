// What one router decides for one token: softmax inside the group, the best k experts, and what the output of each is multiplied by.
//
//   std::vector<float> probabilities(4);
//   std::vector<GateChoice> choices(config.moe.topK);
//   chooseExperts(logits, {}, ExpertGroup::Translation, config.moe, probabilities, choices);
//   choices[0].expert;   // argmax of the probabilities, ties by rising number; the others follow by falling probability
//   choices[0].weight;   // p, n * p, or p over the sum of the chosen p, as config.moe.gateWeight says; times the intervention's factor
//
// Sources of the formulas: Mix-MoE, arXiv 2605.24681 v1, router equation (top-1 in each group); MoE-LPR, arXiv 2408.11396 (top-k, renormalised). Any thread.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/probe/intervention.h"

#include <span>

namespace interlinear::mixmoe {

struct GateChoice {
    int expert = -1;    ///< inside the group; -1: fewer experts are left unmasked
    float weight = 0;   ///< 0 when there is no expert
};

/// logits and probabilities: n values each; choices: k. A masked expert has probability 0; with all masked, all are 0. A forced expert stands first.
/// The intervention may be empty (any == false).
void chooseExperts(std::span<const float> logits, const LayerIntervention &intervention, ExpertGroup group, const MoeConfig &moe,
                   std::span<float> probabilities, std::span<GateChoice> choices);

/// c of y = c * (sum over groups and their choices of weight * expert output): one half for the mean of two groups that both count, else 1.
/// A group counts when it has chosen an expert.
float combineFactor(int groupsThatCount, const MoeConfig &moe);

}  // namespace interlinear::mixmoe
