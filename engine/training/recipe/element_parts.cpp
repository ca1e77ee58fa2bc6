#include "engine/training/recipe/element_parts.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace interlinear::training {

namespace {

constexpr std::int64_t elementsPerTask = 1 << 16;

}  // namespace

void forEachPart(const std::vector<torch::Tensor> &tensors, const PartWork &work)
{
    std::int64_t count = 0;
    for (const torch::Tensor &tensor : tensors)
        count += tensor.numel();
    const bool shared = !tensors.empty() && tensors.front().is_cpu();
    at::parallel_for(0, count, shared ? elementsPerTask : count, [&](std::int64_t begin, std::int64_t end) {
        const torch::NoGradGuard noGrad;
        for (std::size_t i = 0; i < tensors.size() && end > 0; ++i) {
            const std::int64_t size = tensors[i].numel(), first = std::max<std::int64_t>(begin, 0), last = std::min(end, size);
            if (first < last)
                work(i, first, last);
            begin -= size;
            end -= size;
        }
    });
}

torch::Tensor elements(const torch::Tensor &tensor, std::int64_t begin, std::int64_t end)
{
    return tensor.view(-1).slice(0, begin, end);
}

}  // namespace interlinear::training
