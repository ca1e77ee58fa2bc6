#include "engine/mixmoe/runtime/reference/router.h"

#include "engine/mixmoe/model/router_feature.h"
#include "engine/mixmoe/runtime/reference/linear.h"

namespace interlinear::mixmoe {

namespace {

std::vector<float> logitsOf(const RouterWeights &router, std::span<const float> feature)
{
    std::vector<float> logits = linear(router.weight, feature);
    for (std::size_t expert = 0; expert < logits.size(); ++expert)
        logits[expert] += router.bias[expert];
    return logits;
}

}  // namespace

std::vector<float> foldedRouterLogits(const ExpertGroupWeights &group, std::span<const float> hidden)
{
    return logitsOf(group.folded, hidden);
}

std::vector<float> liveRouterLogits(FourierMode mode, const ExpertGroupWeights &group, std::span<const float> hidden, std::span<const float> binFactors)
{
    if (mode == FourierMode::None)
        return logitsOf(group.router, hidden);
    std::vector<float> feature(hidden.begin(), hidden.end());
    feature.resize(2 * hidden.size());
    const std::span<float> spectrum = std::span(feature).subspan(hidden.size());
    routerFeature(mode, hidden, spectrum);
    for (std::size_t k = 0; k < binFactors.size(); ++k)
        spectrum[k] *= binFactors[k];
    return logitsOf(group.router, feature);
}

}  // namespace interlinear::mixmoe
