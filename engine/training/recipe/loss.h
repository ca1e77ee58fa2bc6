// What a step of training minimises, and what a test set costs.
//
//   LossParts parts = lossOf(model, batch, stage.labelSmoothing);
//   (parts.crossEntropy / parts.weight + lambda * parts.balance).backward();
//   const double dev = evaluateLoss(model, devBatches);
//
// Cross-entropy with label smoothing over weighted positions, and the load balance averaged over Mix-MoE layers (Mix-MoE, arXiv 2605.24681 v1, training
// objectives; in stage 2 both groups' balance counts).
#pragma once

#include "engine/training/data/examples.h"
#include "engine/training/nn/mix_moe_model.h"

namespace interlinear::training {

struct LossParts {
    torch::Tensor crossEntropy;   ///< sum over positions of weight times cross-entropy
    torch::Tensor balance;        ///< 1 when routing is uniform; undefined for a dense model
};

/// Sum of the weights of a batch's positions.
double weightOf(const Batch &batch);

LossParts lossOf(MixMoeModel &model, const Batch &batch, double labelSmoothing);

/// Mean cross-entropy per target token over the batches, without smoothing. Changes nothing.
double evaluateLoss(MixMoeModel &model, const std::vector<Batch> &batches);

}  // namespace interlinear::training
