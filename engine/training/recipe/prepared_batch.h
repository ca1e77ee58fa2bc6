// A batch as the model and its loss read it, where they compute: made while a card is at work on the one before.
//
//   const PreparedBatch next = prepared(sampler.next(), device);
//   LossParts parts = lossOf(model, next, stage.labelSmoothing);
#pragma once

#include "engine/training/data/examples.h"
#include "engine/training/nn/packed.h"

namespace interlinear::training {

struct PreparedBatch {
    Packed input;
    torch::Tensor positions, targets, weights;   ///< [S] int64, int64 and fp32: what is predicted where, and how much it counts; S <= N, or above it in a crossed batch
    torch::Tensor places;                        ///< [N, 1], or [N, 2] of a crossed batch, int32: which of these each position is, -1 for none
    torch::Tensor text;                          ///< [T] int64: the positions of running text

    std::int64_t tokens() const { return static_cast<std::int64_t>(input.tokensOnHost.size()); }
};

/// Waits for no card.
PreparedBatch prepared(const Batch &batch, const torch::Device &device);

}  // namespace interlinear::training
