// Between torch and the named tensors of model folders and checkpoints: fp32 on the CPU, row by row.
//
//   tensors["embed.weight"] = toStored(parameter);
//   copyStored(tensors.at("embed.weight"), parameter);
#pragma once

#include "engine/mixmoe/model/safetensors.h"

#include <torch/torch.h>

namespace interlinear::training {

mixmoe::Tensor toStored(const torch::Tensor &value);

/// Overwrites the values of a tensor of the same shape, on its device.
void copyStored(const mixmoe::Tensor &stored, torch::Tensor &into);

}  // namespace interlinear::training
