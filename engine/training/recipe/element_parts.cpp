#include "engine/training/recipe/element_parts.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace interlinear::training {

namespace {

constexpr std::int64_t elementsPerTask = 1 << 16;

/// Of all tensors' elements, laid end to end, those from begin to end.
std::vector<ElementPart> shareOf(const std::vector<torch::Tensor> &tensors, std::int64_t begin, std::int64_t end)
{
    std::vector<ElementPart> share;
    for (std::size_t i = 0; i < tensors.size() && end > 0; ++i) {
        const std::int64_t size = tensors[i].numel(), first = std::max<std::int64_t>(begin, 0), last = std::min(end, size);
        if (first < last)
            share.push_back({i, first, last});
        begin -= size;
        end -= size;
    }
    return share;
}

}  // namespace

void forEachShare(const std::vector<torch::Tensor> &tensors, const std::function<void(const std::vector<ElementPart> &share)> &work)
{
    std::int64_t count = 0;
    for (const torch::Tensor &tensor : tensors)
        count += tensor.numel();
    const bool divided = !tensors.empty() && tensors.front().is_cpu();
    at::parallel_for(0, count, divided ? elementsPerTask : count, [&](std::int64_t begin, std::int64_t end) {
        const torch::NoGradGuard noGrad;
        work(shareOf(tensors, begin, end));
    });
}

std::vector<torch::Tensor> elements(const std::vector<torch::Tensor> &tensors, const std::vector<ElementPart> &share)
{
    std::vector<torch::Tensor> parts;
    for (const ElementPart &part : share)
        parts.push_back(tensors[part.tensor].view(-1).slice(0, part.begin, part.end));
    return parts;
}

}  // namespace interlinear::training
