#include "engine/training/recipe/loss.h"

#include <numeric>

namespace interlinear::training {

namespace {

using torch::Tensor;

Tensor balanceOf(const Forward &forward)
{
    Tensor sum;
    for (const auto &layer : forward.routers) {
        for (const RouterOutput &router : layer)
            sum = sum.defined() ? sum + loadBalance(router) : loadBalance(router);
    }
    return sum.defined() ? sum / static_cast<double>(forward.routers.size()) : sum;
}

}  // namespace

double weightOf(const Batch &batch)
{
    return std::accumulate(batch.weights.begin(), batch.weights.end(), 0.0);
}

LossParts lossOf(MixMoeModel &model, const Batch &batch, double labelSmoothing)
{
    std::vector<std::int64_t> selected, targets;
    std::vector<float> weights;
    for (std::size_t i = 0; i < batch.weights.size(); ++i) {
        if (batch.weights[i] > 0) {
            selected.push_back(static_cast<std::int64_t>(i));
            targets.push_back(batch.targets[i]);
            weights.push_back(batch.weights[i]);
        }
    }
    const auto device = model->embedding().device();
    const Forward forward = model->forward({torch::tensor(batch.inputs).to(device), batch.offsets});
    const Tensor hidden = forward.hidden.index_select(0, torch::tensor(selected).to(device));
    return {linearCrossEntropy(model->execution(), hidden, model->embedding(), torch::tensor(targets).to(device), torch::tensor(weights).to(device), labelSmoothing),
            balanceOf(forward)};
}

double evaluateLoss(MixMoeModel &model, const std::vector<Batch> &batches)
{
    const torch::NoGradGuard noGrad;
    double sum = 0, weight = 0;
    for (const Batch &batch : batches) {
        sum += lossOf(model, batch, 0).crossEntropy.item<double>();
        weight += weightOf(batch);
    }
    return weight > 0 ? sum / weight : 0;
}

}  // namespace interlinear::training
