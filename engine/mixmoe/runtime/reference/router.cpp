#include "engine/mixmoe/runtime/reference/router.h"

#include "engine/mixmoe/model/fourier.h"
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

std::vector<float> liveFourierRouterLogits(const ExpertGroupWeights &group, std::span<const float> hidden)
{
    if (group.router.weight.size() == group.folded.weight.size())
        return logitsOf(group.router, hidden);
    std::vector<float> feature(hidden.begin(), hidden.end());
    feature.resize(2 * hidden.size());
    realFourier(hidden, std::span(feature).subspan(hidden.size()));
    return logitsOf(group.router, feature);
}

}  // namespace interlinear::mixmoe
