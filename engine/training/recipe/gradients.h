// Loss and gradients of a batch. On the CPU its examples are divided among the threads, each of which takes its share through the model and back alone: they meet
// once a batch, not at every operation.
//
//   const std::vector<PreparedBatch> shares = preparedShares(batch, device);
//   BatchLoss loss = addGradients(model, parameters, shares, {.labelSmoothing = 0.1, .crossEntropyScale = 1 / weight, .balanceScale = 0.01});
//   parameters.front().grad();
//
// The same batch on as many threads gives the same bits.
#pragma once

#include "engine/training/data/examples.h"
#include "engine/training/nn/mix_moe_model.h"
#include "engine/training/recipe/prepared_batch.h"
#include "engine/training/recipe/router_loss.h"

namespace interlinear::training {

struct LossScales {
    double labelSmoothing = 0;
    double crossEntropyScale = 1, balanceScale = 0, priorScale = 0;   ///< what is minimised: the sum of the scaled losses
};

/// On the model's device: reading it waits for that.
struct BatchLoss {
    torch::Tensor crossEntropy;   ///< one number, scaled
    torch::Tensor routing;        ///< as figuresOf(); the mean over the shares, by their tokens
    double forwardSeconds = 0, backwardSeconds = 0;   ///< of the host, the mean over the threads
};

/// The batch for the threads that torch uses now; on a card one share.
std::vector<PreparedBatch> preparedShares(const Batch &batch, const torch::Device &device);

/// Adds to the gradients of the parameters, which are leaves of the model, where the shares are.
BatchLoss addGradients(MixMoeModel &model, const std::vector<torch::Tensor> &parameters, const std::vector<PreparedBatch> &shares, const LossScales &scales);

/// Shares of whole examples, in their order and nearly alike in work: as many as asked for, if there are so many examples.
std::vector<Batch> divided(const Batch &batch, std::size_t shares);

}  // namespace interlinear::training
