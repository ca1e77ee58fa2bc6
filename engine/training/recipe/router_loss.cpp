#include "engine/training/recipe/router_loss.h"

#include <cmath>

namespace interlinear::training {

namespace {

using torch::Tensor;

double entropyOf(const Tensor &probability)
{
    const double most = std::log(static_cast<double>(probability.size(1)));
    return most > 0 ? -torch::xlogy(probability, probability).sum(1).mean().item<double>() / most : 0;
}

double largestShareOf(const RouterOutput &router)
{
    const Tensor counts = torch::bincount(router.chosen.flatten(), {}, router.probability.size(1));
    return counts.max().item<double>() / static_cast<double>(router.chosen.numel());
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

Tensor languagePrior(const RoutersOfLayers &routers, const Batch &batch)
{
    std::vector<std::int64_t> text;
    for (std::size_t i = 0; i < batch.isText.size(); ++i) {
        if (batch.isText[i])
            text.push_back(static_cast<std::int64_t>(i));
    }
    if (routers.empty())
        return {};
    const Tensor &first = routers[0][0].probability;
    if (text.empty())
        return torch::zeros({}, first.options());
    const Tensor rows = torch::tensor(text).to(first.device());
    Tensor sum = torch::zeros({}, first.options());
    for (const auto &layer : routers)
        sum = sum - layer[0].probability.index_select(0, rows).select(1, 0).clamp_min(1e-9).log().mean();
    return sum / static_cast<double>(routers.size());
}

std::vector<RoutingFigures> figuresOf(const RoutersOfLayers &routers)
{
    const torch::NoGradGuard noGrad;
    std::vector<RoutingFigures> figures(routers.empty() ? 0 : routers[0].size());
    const double share = 1 / std::max(1.0, static_cast<double>(routers.size()));
    for (const auto &layer : routers) {
        for (std::size_t group = 0; group < layer.size(); ++group) {
            figures[group].balance += share * loadBalance(layer[group]).item<double>();
            figures[group].entropy += share * entropyOf(layer[group].probability);
            figures[group].largestShare += share * largestShareOf(layer[group]);
        }
    }
    return figures;
}

void addShare(std::vector<RoutingFigures> &sum, const std::vector<RoutingFigures> &figures, double share)
{
    sum.resize(figures.size());
    for (std::size_t group = 0; group < figures.size(); ++group) {
        sum[group].balance += share * figures[group].balance;
        sum[group].entropy += share * figures[group].entropy;
        sum[group].largestShare += share * figures[group].largestShare;
    }
}

}  // namespace interlinear::training
