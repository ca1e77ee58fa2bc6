#include "engine/training/recipe/router_loss.h"

#include <cmath>

namespace interlinear::training {

namespace {

using torch::Tensor;

Tensor entropyOf(const Tensor &probability)
{
    const double most = std::max(std::log(static_cast<double>(probability.size(1))), 1e-9);
    return -torch::xlogy(probability, probability).sum(1).mean() / most;
}

}  // namespace

Tensor balanceOf(const RoutersOfLayers &routers)
{
    Tensor sum;
    for (const auto &layer : routers) {
        for (const RouterOutput &router : layer)
            sum = sum.defined() ? sum + loadBalance(router) : loadBalance(router);
    }
    return sum.defined() ? sum / static_cast<double>(routers.size()) : sum;
}

Tensor languagePrior(const RoutersOfLayers &routers, const Tensor &text)
{
    if (routers.empty())
        return {};
    Tensor sum = torch::zeros({}, routers[0][0].probability.options());
    if (text.size(0) == 0)
        return sum;
    for (const auto &layer : routers)
        sum = sum - layer[0].probability.index_select(0, text).select(1, 0).clamp_min(1e-9).log().mean();
    return sum / static_cast<double>(routers.size());
}

Tensor figuresOf(const RoutersOfLayers &routers)
{
    const torch::NoGradGuard noGrad;
    if (routers.empty())
        return torch::zeros({0, 3});
    std::vector<Tensor> layers;
    for (const auto &layer : routers) {
        std::vector<Tensor> groups;
        for (const RouterOutput &router : layer)
            groups.push_back(torch::stack({loadBalance(router), entropyOf(router.probability), shareOf(router).max()}));
        layers.push_back(torch::stack(groups));
    }
    return torch::stack(layers).mean(0);
}

std::vector<RoutingFigures> readFigures(const Tensor &figures)
{
    const Tensor host = figures.to(torch::kCPU, torch::kFloat64);
    std::vector<RoutingFigures> read;
    for (std::int64_t group = 0; group < host.size(0); ++group) {
        const double *values = host.const_data_ptr<double>() + 3 * group;
        read.push_back({.balance = values[0], .entropy = values[1], .largestShare = values[2]});
    }
    return read;
}

}  // namespace interlinear::training
