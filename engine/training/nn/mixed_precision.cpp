#include "engine/training/nn/mixed_precision.h"

#include <ATen/autocast_mode.h>

namespace interlinear::training {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t rowsOfLogits = 8192;   // fp32 logits of so many rows exist at a time

Tensor bf16(const Tensor &x)
{
    return x.to(torch::kBFloat16);
}

// The loss is the end of the chain, so its gradients are made while the logits are there.
struct LinearCrossEntropy : torch::autograd::Function<LinearCrossEntropy> {
    static Tensor forward(AutogradContext *context, const Tensor &hidden, const Tensor &embedding, const Tensor &targets, const Tensor &weights, double smoothing, bool withGradient)
    {
        const c10::impl::ExcludeDispatchKeyGuard withoutAutocast(c10::autocast_dispatch_keyset);   // on a GPU it would take the softmax to fp32
        const bool needsHidden = withGradient && hidden.requires_grad(), needsEmbedding = withGradient && embedding.requires_grad();
        const Tensor rows = bf16(hidden), matrix = bf16(embedding);
        Tensor gradHidden = needsHidden ? torch::empty_like(hidden) : Tensor(), gradEmbedding = needsEmbedding ? torch::zeros_like(embedding) : Tensor();
        Tensor sum = torch::zeros({}, weights.options());
        for (std::int64_t begin = 0; begin < rows.size(0); begin += rowsOfLogits) {
            const std::int64_t end = std::min(rows.size(0), begin + rowsOfLogits);
            const Tensor part = rows.slice(0, begin, end), target = targets.slice(0, begin, end).unsqueeze(1), weight = weights.slice(0, begin, end);
            const Tensor logits = at::mm(part, matrix.t()), logProbability = at::log_softmax(logits, 1, torch::kFloat32);
            const Tensor ofTarget = logProbability.gather(1, target);
            const Tensor losses = (smoothing - 1) * ofTarget.squeeze(1) - smoothing * logProbability.mean(1);
            sum += (losses * weight).sum();
            if (!needsHidden && !needsEmbedding)
                continue;
            const Tensor gradient = gradientOf(logits, ofTarget, target, weight.unsqueeze(1), smoothing);
            if (needsHidden)
                gradHidden.slice(0, begin, end).copy_(at::mm(gradient, matrix));
            if (needsEmbedding)
                gradEmbedding.add_(at::mm(gradient.t(), part));
        }
        context->saved_data["hidden"] = gradHidden;
        context->saved_data["embedding"] = gradEmbedding;
        return sum;
    }

    // Of the weighted loss by the logits, in bf16. The target's own is a difference of neighbouring numbers, so it is taken in fp32.
    static Tensor gradientOf(const Tensor &logits, const Tensor &logOfTarget, const Tensor &target, const Tensor &weight, double smoothing)
    {
        const double spread = smoothing / static_cast<double>(logits.size(1));
        const Tensor all = torch::addcmul(bf16(weight * -spread), at::softmax(logits, 1), bf16(weight));
        return all.scatter_(1, target, bf16((logOfTarget.exp() - spread - (1 - smoothing)) * weight));
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const auto scaled = [&](const char *name) {
            const Tensor gradient = context->saved_data[name].toTensor();
            return gradient.defined() ? gradient * gradients[0] : gradient;
        };
        return {scaled("hidden"), scaled("embedding"), Tensor(), Tensor(), Tensor(), Tensor()};
    }
};

}  // namespace

AutocastScope::AutocastScope(Execution execution, const torch::Device &device) : m_device(device.type()), m_entered(execution == Execution::Autocast)
{
    if (!m_entered)
        return;
    at::autocast::set_autocast_dtype(m_device, torch::kBFloat16);
    at::autocast::set_autocast_enabled(m_device, true);
}

AutocastScope::~AutocastScope()
{
    if (!m_entered)
        return;
    at::autocast::set_autocast_enabled(m_device, false);
    at::autocast::clear_cache();   // bf16 copies of parameters that the next step changes
}

Tensor bf16GroupedLinear(const Tensor &x, const Tensor &weight, const Tensor &counts)
{
    return at::_grouped_mm(bf16(x), bf16(weight).transpose(1, 2), counts.cumsum(0).to(torch::kInt32));
}

Tensor bf16LinearCrossEntropy(const Tensor &hidden, const Tensor &embedding, const Tensor &targets, const Tensor &weights, double smoothing)
{
    return LinearCrossEntropy::apply(hidden, embedding, targets, weights, smoothing, at::GradMode::is_enabled());
}

}  // namespace interlinear::training
