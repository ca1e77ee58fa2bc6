// What a step of training minimises, and what a test set costs.
//
//   LossParts parts = lossOf(model, batch, stage.labelSmoothing);
//   (parts.crossEntropy / weightOf(batch) + lambda * balanceOf(parts.routers)).backward();
//   const double dev = evaluateLoss(model, devBatches);
//
// Cross-entropy with label smoothing over weighted positions; what the routers add to it is in router_loss.h.
#pragma once

#include "engine/training/data/examples.h"
#include "engine/training/nn/mix_moe_model.h"
#include "engine/training/recipe/prepared_batch.h"

namespace interlinear::training {

struct LossParts {
    torch::Tensor crossEntropy;   ///< sum over positions of weight times cross-entropy
    RoutersOfLayers routers;      ///< of the same pass
};

/// Sum of the weights of a batch's positions.
double weightOf(const Batch &batch);

/// The batch on the model's device.
LossParts lossOf(MixMoeModel &model, const PreparedBatch &batch, double labelSmoothing, const PinnedRoutes &pinned = {});
LossParts lossOf(MixMoeModel &model, const Batch &batch, double labelSmoothing);

/// Mean cross-entropy per target token over the batches, without smoothing. Changes nothing.
double evaluateLoss(MixMoeModel &model, const std::vector<Batch> &batches);

}  // namespace interlinear::training
