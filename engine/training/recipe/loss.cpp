#include "engine/training/recipe/loss.h"

#include "engine/training/nn/mixed_precision.h"

#include <numeric>

namespace interlinear::training {

namespace {

using torch::Tensor;

/// The positions that count.
struct Targets {
    std::vector<std::int64_t> positions, tokens;
    std::vector<float> weights;

    void add(std::size_t position, std::int64_t token, float weight)
    {
        if (weight <= 0)
            return;
        positions.push_back(static_cast<std::int64_t>(position));
        tokens.push_back(token);
        weights.push_back(weight);
    }
};

Targets targetsOf(const Batch &batch)
{
    Targets targets;
    for (std::size_t i = 0; i < batch.weights.size(); ++i)
        targets.add(i, batch.targets[i], batch.weights[i]);
    for (std::size_t i = 0; i < batch.crossed.weights.size(); ++i)
        targets.add(i, batch.crossed.targets[i], batch.crossed.weights[i]);
    return targets;
}

Packed packedOf(const Batch &batch, const torch::Device &device)
{
    Packed result(torch::tensor(batch.inputs).to(device), batch.offsets);
    if (!batch.crossed.inputs.empty()) {
        result.crossed = torch::tensor(batch.crossed.inputs).to(device);
        result.kept = torch::tensor(batch.crossed.kept).to(device);
    }
    return result;
}

}  // namespace

double weightOf(const Batch &batch)
{
    return std::accumulate(batch.crossed.weights.begin(), batch.crossed.weights.end(), std::accumulate(batch.weights.begin(), batch.weights.end(), 0.0));
}

LossParts lossOf(MixMoeModel &model, const Batch &batch, double labelSmoothing)
{
    const Targets targets = targetsOf(batch);
    const auto device = model->embedding().device();
    const AutocastScope scope(model->execution(), device);
    Forward forward = model->forward(packedOf(batch, device));
    const Tensor hidden = forward.hidden.index_select(0, torch::tensor(targets.positions).to(device));
    return {linearCrossEntropy(model->execution(), hidden, model->embedding(), torch::tensor(targets.tokens).to(device), torch::tensor(targets.weights).to(device), labelSmoothing),
            std::move(forward.routers)};
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
