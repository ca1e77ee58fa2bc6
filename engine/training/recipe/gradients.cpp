#include "engine/training/recipe/gradients.h"

#include "engine/core/stopwatch.h"
#include "engine/training/recipe/element_parts.h"
#include "engine/training/recipe/loss.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <numeric>

namespace interlinear::training {

namespace {

using torch::Tensor;

struct Share {
    BatchLoss loss;
    torch::autograd::variable_list gradients;
};

Batch examples(const Batch &batch, std::size_t first, std::size_t last)
{
    const std::ptrdiff_t begin = batch.offsets[first], end = batch.offsets[last];
    const auto cut = [&](const auto &values) { return std::decay_t<decltype(values)>(values.begin() + begin, values.begin() + end); };
    Batch part{.inputs = cut(batch.inputs), .targets = cut(batch.targets), .weights = cut(batch.weights), .offsets = {}, .isText = cut(batch.isText)};
    if (!batch.crossed.inputs.empty())
        part.crossed = {cut(batch.crossed.inputs), cut(batch.crossed.targets), cut(batch.crossed.weights), cut(batch.crossed.kept)};
    for (std::size_t example = first; example <= last; ++example)
        part.offsets.push_back(batch.offsets[example] - begin);
    return part;
}

// Work of the examples before each one, and of all. A token that is predicted goes through the vocabulary besides the blocks, which costs about as much.
std::vector<std::int64_t> workBefore(const Batch &batch)
{
    std::vector<std::int64_t> work{0};
    for (std::size_t example = 0; example + 1 < batch.offsets.size(); ++example) {
        const auto begin = batch.weights.begin() + batch.offsets[example], end = batch.weights.begin() + batch.offsets[example + 1];
        work.push_back(work.back() + (end - begin) + std::count_if(begin, end, [](float weight) { return weight > 0; }));
    }
    return work;
}

Share shareOf(MixMoeModel &model, const std::vector<Tensor> &parameters, const PreparedBatch &part, const LossScales &scales, double tokenShare)
{
    const Stopwatch forward;
    const LossParts parts = lossOf(model, part, scales.labelSmoothing);
    Tensor loss = parts.crossEntropy * scales.crossEntropyScale;
    Share share{.loss = {loss.detach(), figuresOf(parts.routers) * tokenShare, 0, 0}, .gradients = {}};
    if (const Tensor balance = balanceOf(parts.routers); balance.defined())
        loss = loss + balance * (scales.balanceScale * tokenShare);
    if (scales.priorScale > 0 && !parts.routers.empty())
        loss = loss + languagePrior(parts.routers, part.text) * (scales.priorScale * tokenShare);
    share.loss.forwardSeconds = forward.seconds();
    const Stopwatch backward;
    share.gradients = torch::autograd::grad({loss}, parameters, {}, /*retain_graph=*/false, /*create_graph=*/false, /*allow_unused=*/true);
    share.loss.backwardSeconds = backward.seconds();
    return share;
}

/// Where a gradient is defined.
void addTo(const std::vector<Tensor> &sums, const std::vector<Tensor> &gradients)
{
    std::vector<Tensor> into, from;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (gradients[i].defined()) {
            into.push_back(sums[i]);
            from.push_back(gradients[i]);
        }
    }
    forEachShare(into, [&](const std::vector<ElementPart> &share) { at::_foreach_add_(elements(into, share), elements(from, share)); });
}

// The first gradient of a parameter is taken as it is.
void addUp(const std::vector<Tensor> &parameters, std::vector<Share> &shares)
{
    std::vector<Tensor> sums;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        Tensor &sum = parameters[i].mutable_grad();
        for (Share &share : shares) {
            Tensor &gradient = share.gradients[i];
            gradient = gradient.defined() ? gradient.contiguous() : gradient;
            if (!sum.defined())
                std::swap(sum, gradient);
        }
        sums.push_back(sum);
    }
    for (const Share &share : shares)
        addTo(sums, share.gradients);
}

}  // namespace

std::vector<Batch> divided(const Batch &batch, std::size_t shares)
{
    const std::size_t count = batch.offsets.size() - 1, parts = std::min(std::max<std::size_t>(shares, 1), count);
    if (parts <= 1)
        return {batch};
    const std::vector<std::int64_t> work = workBefore(batch);
    std::vector<Batch> result;
    for (std::size_t part = 0, first = 0; part < parts; ++part) {
        std::size_t last = first + 1;
        const auto excess = [&](std::size_t end) { return std::abs(work[end] * static_cast<std::int64_t>(parts) - work[count] * static_cast<std::int64_t>(part + 1)); };
        while (last + (parts - part - 1) < count && excess(last + 1) <= excess(last))
            ++last;
        result.push_back(examples(batch, first, part + 1 == parts ? count : last));
        first = last;
    }
    return result;
}

std::vector<PreparedBatch> preparedShares(const Batch &batch, const torch::Device &device)
{
    std::vector<PreparedBatch> shares;
    for (const Batch &part : divided(batch, device.is_cpu() ? static_cast<std::size_t>(at::get_num_threads()) : 1))
        shares.push_back(prepared(part, device));
    return shares;
}

BatchLoss addGradients(MixMoeModel &model, const std::vector<Tensor> &parameters, const std::vector<PreparedBatch> &parts, const LossScales &scales)
{
    const auto tokens = std::accumulate(parts.begin(), parts.end(), std::int64_t{0}, [](std::int64_t sum, const PreparedBatch &part) { return sum + part.tokens(); });
    std::vector<Share> shares(parts.size());
    at::parallel_for(0, static_cast<std::int64_t>(parts.size()), 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto part = static_cast<std::size_t>(begin); part < static_cast<std::size_t>(end); ++part) {
            const double tokenShare = static_cast<double>(parts[part].tokens()) / static_cast<double>(tokens);
            shares[part] = shareOf(model, parameters, parts[part], scales, tokenShare);
        }
    });
    addUp(parameters, shares);
    BatchLoss loss = shares.front().loss;
    for (std::size_t i = 1; i < shares.size(); ++i) {
        loss.crossEntropy = loss.crossEntropy + shares[i].loss.crossEntropy;
        loss.routing = loss.routing + shares[i].loss.routing;
        loss.forwardSeconds += shares[i].loss.forwardSeconds;
        loss.backwardSeconds += shares[i].loss.backwardSeconds;
    }
    loss.forwardSeconds /= static_cast<double>(shares.size());
    loss.backwardSeconds /= static_cast<double>(shares.size());
    return loss;
}

}  // namespace interlinear::training
