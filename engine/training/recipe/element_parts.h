// Work on every element of many tensors, large and small, divided among the threads in one go.
//
//   forEachShare(parameters, [&](const std::vector<ElementPart> &share) {
//       at::_foreach_mul_(elements(parameters, share), 0.5);
//   });
//
// A thread takes neighbouring elements, always the same ones for as many threads. On other devices than the CPU everything is one share, of whole tensors.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace interlinear::training {

/// Some elements of one of the tensors.
struct ElementPart {
    std::size_t tensor = 0;
    std::int64_t begin = 0, end = 0;
};

/// No gradients are recorded inside.
void forEachShare(const std::vector<torch::Tensor> &tensors, const std::function<void(const std::vector<ElementPart> &share)> &work);

/// The elements of a share, to be read and written. Tensors must be contiguous.
std::vector<torch::Tensor> elements(const std::vector<torch::Tensor> &tensors, const std::vector<ElementPart> &share);

}  // namespace interlinear::training
