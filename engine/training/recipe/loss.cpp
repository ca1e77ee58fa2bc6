#include "engine/training/recipe/loss.h"

#include "engine/training/nn/mixed_precision.h"

#include <numeric>

namespace interlinear::training {

double weightOf(const Batch &batch)
{
    return std::accumulate(batch.crossed.weights.begin(), batch.crossed.weights.end(), std::accumulate(batch.weights.begin(), batch.weights.end(), 0.0));
}

LossParts lossOf(MixMoeModel &model, const PreparedBatch &batch, double labelSmoothing, const PinnedRoutes &pinned)
{
    const AutocastScope scope(model->execution(), model->embedding().device());
    Forward forward = model->forward(batch.input, pinned);
    const torch::Tensor hidden = selectRows(model->execution(), forward.hidden, batch.positions, batch.places);
    return {linearCrossEntropy(model->execution(), hidden, model->embedding(), batch.targets, batch.weights, labelSmoothing), std::move(forward.routers)};
}

LossParts lossOf(MixMoeModel &model, const Batch &batch, double labelSmoothing)
{
    return lossOf(model, prepared(batch, model->embedding().device()), labelSmoothing);
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
