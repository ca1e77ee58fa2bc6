// Where training computes.
//
//   Result<torch::Device> device = trainingDevice("auto");
//   if (device) model->to(*device);
//
// LibTorch's part for NVIDIA cards is opened at run time, from where LibTorch itself lies: one trainer runs with and without it.
#pragma once

#include "engine/core/result.h"

#include <torch/torch.h>

#include <string>

namespace interlinear::training {

/// "cpu"; "cuda", the card numbered by LOCAL_RANK, else the first; "auto", a card where one can be used, else the CPU. Unsupported, with the reason, when "cuda" cannot be had;
/// InvalidArgument for other names.
Result<torch::Device> trainingDevice(const std::string &name);

}  // namespace interlinear::training
