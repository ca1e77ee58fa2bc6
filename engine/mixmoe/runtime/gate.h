// What one router decides for one token: softmax inside the group, the best expert, and what its output is multiplied by.
//
//   std::vector<float> probabilities(4);
//   GateChoice choice = chooseExpert(logits, {}, ExpertGroup::Translation, config.moe, probabilities);
//   choice.expert;   // argmax of the probabilities, ties by rising number
//   choice.weight;   // a * p[expert] * intervention factor, a = n for GateWeight::ScaledProbability, else 1
//
// Source of the formulas: Mix-MoE, arXiv 2605.24681 v1, router equation; top-1 in each group. Any thread.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/probe/intervention.h"

#include <span>

namespace interlinear::mixmoe {

struct GateChoice {
    int expert = -1;    ///< inside the group; -1: every expert of the group is masked
    float weight = 0;   ///< 0 when there is no expert
};

/// logits and probabilities: n values each. A masked expert has probability 0; with all masked, all are 0. The intervention may be empty (any == false).
GateChoice chooseExpert(std::span<const float> logits, const LayerIntervention &intervention, ExpertGroup group, const MoeConfig &moe,
                        std::span<float> probabilities);

/// c of y = c * (sum over groups of weight * expert output): one half for the mean of two groups that both count, else 1.
float combineFactor(int groupsThatCount, const MoeConfig &moe);

}  // namespace interlinear::mixmoe
