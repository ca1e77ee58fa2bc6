// Gradients of a loss that are made while its logits are there, and scaled when they are asked for.
//
//   context->saved_data["hidden"] = gradient;                                      // forward
//   return {takeScaled(*context, "hidden", gradients[0]), Tensor()};               // backward
#pragma once

#include <torch/torch.h>

namespace interlinear::training {

/// Once: the only owner of a gradient may add others to it in place. Undefined where none was saved.
inline torch::Tensor takeScaled(torch::autograd::AutogradContext &context, const char *name, const torch::Tensor &scale)
{
    const torch::Tensor gradient = context.saved_data[name].toTensor();
    context.saved_data.erase(name);
    return gradient.defined() ? gradient.mul_(scale) : gradient;
}

}  // namespace interlinear::training
