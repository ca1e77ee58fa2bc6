// The two ways to compute a router's logits, equal but for rounding.
//
//   std::vector<float> logits = foldedRouterLogits(group, hidden);        // W_eff h + b
//   std::vector<float> same = liveRouterLogits(mode, group, hidden, {});  // W [h ; f(h)] + b
#pragma once

#include "engine/mixmoe/model/model.h"

#include <span>
#include <vector>

namespace interlinear::mixmoe {

/// hidden: the normalised hidden state [d], for the MT group with the direction embedding added. n logits come back.
std::vector<float> foldedRouterLogits(const ExpertGroupWeights &group, std::span<const float> hidden);
/// The same by the spectral feature itself, W [h ; D f(h)] + b with bin factors D, [d], or none; a router without the feature is computed as it is.
std::vector<float> liveRouterLogits(FourierMode mode, const ExpertGroupWeights &group, std::span<const float> hidden, std::span<const float> binFactors);

}  // namespace interlinear::mixmoe
