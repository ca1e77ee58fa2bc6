// Whether the kernels for a card compute there what LibTorch's own operations do: asked before the first step, since a card may be another than those they were tested on.
//
//   const CheckedExecution checked = checkedExecution(model->config(), device);
//   model->setExecution(checked.execution);
//   if (!checked.problem.empty()) report("the kernels for this card " + checked.problem);
//
// Compared are loss, choices of the routers, and every parameter's gradient, of a small model with the layers' shape, on two batches of sequences of 1 to 300 tokens: of those that the own
// attention takes, and of longer ones. Torch's random state is left as it was. Some hundred rows, and on a card 5,000.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/training/nn/operations.h"

#include <string>

namespace interlinear::training {

/// What the distance of two gradients over the size of the judge's may be. Both round to bf16, a relative 2^-9, after every product, but in other places: over the two blocks compared
/// that makes 0.002 to 0.03. A factor, a mask or an index that is wrong for many rows makes 0.2 and more; a single row among some hundred hides below.
inline constexpr double allowedOfGradients = 0.1;
/// The same of losses, which differ by 1e-4; and how much less likely, in the mean, the experts chosen may be than the likeliest, where logits are nearly alike.
inline constexpr double allowedOfLosses = 0.01;

/// What the execution does differently from the judge on the device, as the rest of a sentence: "give gradients of layers.1.ffn.up.weight that differ from LibTorch's by 0.31". Empty
/// where both agree. What either throws is a difference, too.
std::string disagreement(Execution execution, Execution judge, const mixmoe::ModelConfig &config, const torch::Device &device);

struct CheckedExecution {
    Execution execution;
    std::string problem{};   ///< of the kernels that are there but not taken, as disagreement()
};

/// For training fp32 models of this shape there: fastestFor(), but Execution::Autocast where the kernels for a card disagree with it. On the CPU nothing is compared.
CheckedExecution checkedExecution(const mixmoe::ModelConfig &config, const torch::Device &device);

}  // namespace interlinear::training
