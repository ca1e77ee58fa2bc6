// Work on every element of many tensors, large and small, divided among the threads in one go.
//
//   forEachPart(parameters, [&](std::size_t i, std::int64_t begin, std::int64_t end) { elements(parameters[i], begin, end).mul_(0.5); });
//
// A thread takes neighbouring elements, always the same ones for as many threads. On other devices than the CPU every tensor is one part.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace interlinear::training {

using PartWork = std::function<void(std::size_t tensor, std::int64_t begin, std::int64_t end)>;

/// No gradients are recorded inside.
void forEachPart(const std::vector<torch::Tensor> &tensors, const PartWork &work);

/// Some elements of a tensor, which must be contiguous, to be read and written.
torch::Tensor elements(const torch::Tensor &tensor, std::int64_t begin, std::int64_t end);

}  // namespace interlinear::training
