#include "engine/training/nn/operations.h"

#include "engine/training/nn/card_operations.h"
#include "engine/training/nn/kernels.h"
#include "engine/training/nn/mixed_precision.h"
#include "engine/training/nn/saved_gradients.h"

#include <ATen/Parallel.h>

#include <cmath>

namespace interlinear::training {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t rowsPerTask = 64, elementsPerTask = 1 << 15;
constexpr std::int64_t rowsOfLogits = 256;   // so many rows share one pass over the embedding

const float *in(const Tensor &tensor)
{
    return tensor.const_data_ptr<float>();
}

float *out(Tensor &tensor)
{
    return tensor.mutable_data_ptr<float>();
}

struct RmsNorm : torch::autograd::Function<RmsNorm> {
    static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &weight, double epsilon)
    {
        const std::int64_t rows = x.size(0), width = x.size(1);
        Tensor result = torch::empty_like(x), inverse = torch::empty({rows});
        at::parallel_for(0, rows, rowsPerTask, [&](std::int64_t begin, std::int64_t end) {
            kernels::rmsNormForward(in(x) + begin * width, in(weight), end - begin, width, static_cast<float>(epsilon), out(result) + begin * width, out(inverse) + begin);
        });
        context->save_for_backward({x, weight, inverse});
        return result;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const Tensor &x = saved[0], &weight = saved[1], &inverse = saved[2];
        const Tensor gradOut = gradients[0].contiguous();
        const std::int64_t rows = x.size(0), width = x.size(1);
        Tensor gradX, gradWeight;
        if (context->needs_input_grad(0)) {
            gradX = torch::empty_like(x);
            at::parallel_for(0, rows, rowsPerTask, [&](std::int64_t begin, std::int64_t end) {
                const std::int64_t at = begin * width;
                kernels::rmsNormBackward(in(gradOut) + at, in(x) + at, in(weight), in(inverse) + begin, end - begin, width, out(gradX) + at, nullptr);
            });
        }
        if (context->needs_input_grad(1)) {
            gradWeight = torch::zeros_like(weight);
            kernels::rmsNormBackward(in(gradOut), in(x), in(weight), in(inverse), rows, width, nullptr, out(gradWeight));
        }
        return {gradX, gradWeight, Tensor()};
    }
};

struct GatedActivation : torch::autograd::Function<GatedActivation> {
    static Tensor forward(AutogradContext *context, const Tensor &gate, const Tensor &up)
    {
        Tensor result = torch::empty_like(gate);
        at::parallel_for(0, gate.numel(), elementsPerTask, [&](std::int64_t begin, std::int64_t end) {
            kernels::gatedActivationForward(in(gate) + begin, in(up) + begin, end - begin, out(result) + begin);
        });
        context->save_for_backward({gate, up});
        return result;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const Tensor gradOut = gradients[0].contiguous();
        Tensor gradGate = torch::empty_like(gradOut), gradUp = torch::empty_like(gradOut);
        at::parallel_for(0, gradOut.numel(), elementsPerTask, [&](std::int64_t begin, std::int64_t end) {
            kernels::gatedActivationBackward(in(gradOut) + begin, in(saved[0]) + begin, in(saved[1]) + begin, end - begin, out(gradGate) + begin, out(gradUp) + begin);
        });
        return {gradGate, gradUp};
    }
};

struct Attention : torch::autograd::Function<Attention> {
    static kernels::AttentionInputs inputs(const Tensor &q, const Tensor &k, const Tensor &v, const AttentionShape &shape)
    {
        return {in(q), in(k), in(v), shape.heads, shape.kvHeads, shape.headSize};
    }

    // A task is one kv head of one sequence.
    template <typename Work>
    static void forEachHead(const std::vector<std::int64_t> &offsets, std::int64_t kvHeads, Work work)
    {
        const auto sequences = static_cast<std::int64_t>(offsets.size()) - 1;
        at::parallel_for(0, sequences * kvHeads, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t task = begin; task < end; ++task) {
                const auto sequence = static_cast<std::size_t>(task / kvHeads);
                work(offsets[sequence], offsets[sequence + 1], task % kvHeads);
            }
        });
    }

    static Tensor forward(AutogradContext *context, const Tensor &q, const Tensor &k, const Tensor &v, const AttentionShape &shape, const Packed &batch)
    {
        const auto rotation = std::make_shared<const kernels::Rotation>(kernels::rotationTable(shape.headSize, shape.theta, batch.longest()));
        Tensor result = torch::empty_like(q);
        forEachHead(batch.offsets, shape.kvHeads, [&](std::int64_t begin, std::int64_t end, std::int64_t kvHead) {
            kernels::attentionForward(inputs(q, k, v, shape), *rotation, begin, end, kvHead, out(result));
        });
        context->save_for_backward({q, k, v});
        context->saved_data["offsets"] = batch.offsets;
        context->saved_data["shape"] = std::vector<std::int64_t>{shape.heads, shape.kvHeads, shape.headSize};
        context->saved_data["theta"] = shape.theta;
        return result;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const Tensor &q = saved[0], &k = saved[1], &v = saved[2];
        const std::vector<std::int64_t> offsets = context->saved_data["offsets"].toIntVector(), sizes = context->saved_data["shape"].toIntVector();
        const AttentionShape shape{sizes[0], sizes[1], sizes[2], context->saved_data["theta"].toDouble()};
        const kernels::Rotation rotation = kernels::rotationTable(shape.headSize, shape.theta, longestOf(offsets));
        const Tensor gradOut = gradients[0].contiguous();
        Tensor gradQ = torch::empty_like(q), gradK = torch::empty_like(k), gradV = torch::empty_like(v);
        forEachHead(offsets, shape.kvHeads, [&](std::int64_t begin, std::int64_t end, std::int64_t kvHead) {
            kernels::attentionBackward(inputs(q, k, v, shape), rotation, begin, end, kvHead, in(gradOut), {out(gradQ), out(gradK), out(gradV)});
        });
        return {gradQ, gradK, gradV, Tensor(), Tensor()};
    }
};

struct GroupedLinear : torch::autograd::Function<GroupedLinear> {
    template <typename Work>
    static void forEachGroup(const std::vector<std::int64_t> &counts, Work work)
    {
        std::int64_t begin = 0;
        for (std::size_t group = 0; group < counts.size(); begin += counts[group++]) {
            if (counts[group] > 0)
                work(static_cast<std::int64_t>(group), begin, begin + counts[group]);
        }
    }

    static std::vector<std::int64_t> onHost(const Tensor &counts)
    {
        const Tensor host = counts.to(torch::kCPU);
        return {host.const_data_ptr<std::int64_t>(), host.const_data_ptr<std::int64_t>() + host.numel()};
    }

    static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &weight, const Tensor &countsOfGroups)
    {
        const std::vector<std::int64_t> counts = onHost(countsOfGroups);
        Tensor result = torch::empty({x.size(0), weight.size(1)}, x.options());
        forEachGroup(counts, [&](std::int64_t group, std::int64_t begin, std::int64_t end) {
            Tensor rows = result.slice(0, begin, end);
            at::mm_out(rows, x.slice(0, begin, end), weight[group].t());
        });
        context->save_for_backward({x, weight});
        context->saved_data["counts"] = counts;
        return result;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const Tensor &x = saved[0], &weight = saved[1], gradOut = gradients[0].contiguous();
        const bool needsX = context->needs_input_grad(0), needsWeight = context->needs_input_grad(1);
        Tensor gradX = needsX ? torch::empty_like(x) : Tensor(), gradWeight = needsWeight ? torch::zeros_like(weight) : Tensor();
        forEachGroup(context->saved_data["counts"].toIntVector(), [&](std::int64_t group, std::int64_t begin, std::int64_t end) {
            const Tensor grad = gradOut.slice(0, begin, end);
            if (needsX) {
                Tensor rows = gradX.slice(0, begin, end);
                at::mm_out(rows, grad, weight[group]);
            }
            if (needsWeight) {
                Tensor matrix = gradWeight[group];
                at::mm_out(matrix, grad.t(), x.slice(0, begin, end));
            }
        });
        return {gradX, gradWeight, Tensor()};
    }
};

struct PermuteRows : torch::autograd::Function<PermuteRows> {
    static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &order, const Tensor &inverse)
    {
        context->save_for_backward({inverse});
        return x.index_select(0, order);
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        return {gradients[0].index_select(0, context->get_saved_variables()[0]), Tensor(), Tensor()};
    }
};

// The loss is the end of the chain, so its gradients are made while the logits are there.
struct LinearCrossEntropy : torch::autograd::Function<LinearCrossEntropy> {
    static Tensor forward(AutogradContext *context, const Tensor &hidden, const Tensor &embedding, const Tensor &targets, const Tensor &weights, double smoothing,
                          bool withGradient)
    {
        const bool needsHidden = withGradient && hidden.requires_grad(), needsEmbedding = withGradient && embedding.requires_grad();
        const std::int64_t rows = hidden.size(0);
        Tensor gradHidden = needsHidden ? torch::empty_like(hidden) : Tensor(), gradEmbedding = needsEmbedding ? torch::zeros_like(embedding) : Tensor();
        double sum = 0;
        for (std::int64_t begin = 0; begin < rows; begin += rowsOfLogits) {
            const std::int64_t end = std::min(rows, begin + rowsOfLogits);
            const Tensor part = hidden.slice(0, begin, end);
            Tensor logits = at::mm(part, embedding.t());
            sum += lossOf(logits, targets, weights, begin, static_cast<float>(smoothing), needsHidden || needsEmbedding);
            if (needsHidden) {
                Tensor into = gradHidden.slice(0, begin, end);
                at::mm_out(into, logits, embedding);
            }
            if (needsEmbedding)
                gradEmbedding.addmm_(logits.t(), part);
        }
        context->saved_data["hidden"] = gradHidden;
        context->saved_data["embedding"] = gradEmbedding;
        return torch::full({}, sum);
    }

    static double lossOf(Tensor &logits, const Tensor &targets, const Tensor &weights, std::int64_t first, float smoothing, bool withGradient)
    {
        const std::int64_t rows = logits.size(0), width = logits.size(1);
        const auto run = [&](std::int64_t begin, std::int64_t end) {
            float *values = out(logits) + begin * width;
            const std::int64_t *target = targets.const_data_ptr<std::int64_t>() + first + begin;
            const float *weight = in(weights) + first + begin;
            return withGradient ? kernels::crossEntropyInPlace(values, target, weight, end - begin, width, smoothing)
                                : kernels::crossEntropy(values, target, weight, end - begin, width, smoothing);
        };
        std::vector<double> sums(static_cast<std::size_t>(rows));
        at::parallel_for(0, rows, 8, [&](std::int64_t begin, std::int64_t end) { sums[static_cast<std::size_t>(begin)] = run(begin, end); });
        double sum = 0;
        for (const double part : sums)
            sum += part;
        return sum;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        return {takeScaled(*context, "hidden", gradients[0]), takeScaled(*context, "embedding", gradients[0]), Tensor(), Tensor(), Tensor(), Tensor()};
    }
};

Tensor rotateHalf(const Tensor &x)
{
    const auto halves = x.chunk(2, -1);
    return torch::cat({-halves[1], halves[0]}, -1);
}

// Heads [N, heads, headSize], turned by their positions (Su et al. 2021, eq. 34) in fp32.
class Rotary {
public:
    Rotary(const AttentionShape &shape, const Packed &batch)
    {
        const auto options = torch::TensorOptions().device(batch.positions.device());
        const Tensor frequency = torch::pow(shape.theta, torch::arange(shape.headSize / 2, options) * (-2.0 / static_cast<double>(shape.headSize)));
        const Tensor angle = torch::arange(batch.longest(), options).unsqueeze(1) * frequency.unsqueeze(0);
        const Tensor both = torch::cat({angle, angle}, -1).index_select(0, batch.positions).unsqueeze(1);
        m_cosine = both.cos();
        m_sine = both.sin();
    }

    Tensor turned(const Tensor &heads) const { return (heads * m_cosine + rotateHalf(heads) * m_sine).to(heads.scalar_type()); }

private:
    Tensor m_cosine, m_sine;
};

// Sequences as padded rows and back; padding is on the right, where causal attention never looks.
Tensor paddedAttention(const Tensor &q, const Tensor &k, const Tensor &v, const Packed &batch)
{
    const std::int64_t rows = batch.sequences() * batch.longest();
    const auto padded = [&](const Tensor &heads) {
        const Tensor all = torch::zeros({rows, heads.size(1), heads.size(2)}, heads.options()).index_copy(0, batch.places, heads);
        return all.view({batch.sequences(), batch.longest(), heads.size(1), heads.size(2)}).transpose(1, 2);
    };
    const Tensor mixed = at::scaled_dot_product_attention(padded(q), padded(k), padded(v), {}, 0.0, /*is_causal=*/true, std::nullopt, q.size(1) != k.size(1));
    return mixed.transpose(1, 2).reshape({rows, q.size(1), q.size(2)}).index_select(0, batch.places);
}

// Without padding (Dao 2023, FlashAttention-2): where the GPU's kernels take it.
Tensor packedAttention(const Tensor &q, const Tensor &k, const Tensor &v, const Packed &batch)
{
    return std::get<0>(at::_flash_attention_forward(q, k, v, batch.starts, batch.starts, batch.longest(), batch.longest(), /*dropout_p=*/0.0, /*is_causal=*/true,
                                                    /*return_debug_mask=*/false));
}

Tensor composedAttention(const Tensor &q, const Tensor &k, const Tensor &v, const AttentionShape &shape, const Packed &batch)
{
    const auto heads = [&](const Tensor &x, std::int64_t count) { return x.view({x.size(0), count, shape.headSize}); };
    const Rotary rotary(shape, batch);
    const Tensor queries = rotary.turned(heads(q, shape.heads)), keys = rotary.turned(heads(k, shape.kvHeads)), values = heads(v, shape.kvHeads);
    return causalAttention(queries, keys, values, batch).reshape({q.size(0), -1});
}

Tensor linearOnto(Execution execution, const Tensor &residual, const Tensor &x, const Tensor &weight)
{
    return execution == Execution::Autocast ? residual + torch::linear(x, weight) : torch::addmm(residual, x, weight.t());   // autocast's addmm adds in bf16
}

}  // namespace

Execution fastestFor(const Tensor &embedding)
{
    if (embedding.scalar_type() != torch::kFloat32)
        return Execution::Composed;
    if (embedding.is_cpu())
        return Execution::Fused;
    return card::takes(embedding) ? Execution::Card : Execution::Autocast;
}

Tensor embeddingRows(Execution execution, const Tensor &embedding, const Tensor &tokens)
{
    return torch::embedding(embedding, tokens, /*padding_idx=*/-1, /*scale_grad_by_freq=*/false, /*sparse=*/execution == Execution::Fused);
}

Tensor rmsNorm(Execution execution, const Tensor &x, const Tensor &weight, double epsilon)
{
    return execution == Execution::Fused ? RmsNorm::apply(x.contiguous(), weight, epsilon) : at::rms_norm(x, {x.size(-1)}, weight, epsilon);
}

Tensor gatedActivation(Execution execution, const Tensor &gate, const Tensor &up)
{
    return execution == Execution::Fused ? GatedActivation::apply(gate.contiguous(), up.contiguous()) : torch::silu(gate) * up;
}

Tensor attention(Execution execution, const Tensor &q, const Tensor &k, const Tensor &v, const AttentionShape &shape, const Packed &batch)
{
    return execution == Execution::Fused ? Attention::apply(q.contiguous(), k.contiguous(), v.contiguous(), shape, batch) : composedAttention(q, k, v, shape, batch);
}

Tensor causalAttention(const Tensor &q, const Tensor &k, const Tensor &v, const Packed &batch)
{
    return q.is_cuda() && q.scalar_type() == torch::kBFloat16 ? packedAttention(q, k, v, batch) : paddedAttention(q, k, v, batch);
}

Tensor normed(Execution execution, Residual &residual, const Tensor &weight, double epsilon)
{
    return execution == Execution::Card ? card::addedNorm(residual, weight, epsilon) : rmsNorm(execution, residual.sum, weight, epsilon);
}

void addTo(Execution execution, Residual &residual, const Tensor &delta)
{
    if (execution != Execution::Card)
        residual.sum = residual.sum + delta;
    else
        residual.pending = residual.pending.defined() ? residual.pending + delta : delta;
}

void addLinear(Execution execution, Residual &residual, const Tensor &x, const Tensor &weight)
{
    if (execution != Execution::Card)
        residual.sum = linearOnto(execution, residual.sum, x, weight);
    else
        addTo(execution, residual, card::linear(x, weight));
}

Tensor projectedAttention(Execution execution, const Tensor &x, const AttentionWeights &weights, const AttentionShape &shape, const Packed &batch)
{
    if (execution == Execution::Card)
        return card::attention(card::linear(x, torch::cat({weights.q, weights.k, weights.v})), shape, batch);
    const Tensor v = torch::linear(x, weights.v), k = torch::linear(x, weights.k), q = torch::linear(x, weights.q);
    return attention(execution, q, k, v, shape, batch);
}

Tensor gatedLinear(Execution execution, const Tensor &x, const Tensor &gate, const Tensor &up)
{
    if (execution == Execution::Card)
        return card::gatedActivation(card::linear(x, torch::cat({gate, up})));
    const Tensor gated = torch::linear(x, gate), linear = torch::linear(x, up);
    return gatedActivation(execution, gated, linear);
}

Tensor groupedLinear(Execution execution, const Tensor &x, const Tensor &weight, const Tensor &counts)
{
    return execution == Execution::Autocast ? bf16GroupedLinear(x, weight, counts) : GroupedLinear::apply(x.contiguous(), weight, counts);
}

Tensor permuteRows(const Tensor &x, const Tensor &order, const Tensor &inverse)
{
    return PermuteRows::apply(x, order, inverse);
}

Tensor selectRows(Execution execution, const Tensor &x, const Tensor &positions, const Tensor &places)
{
    return execution == Execution::Card ? card::selectRows(x, positions, places) : x.index_select(0, positions);
}

Tensor linearCrossEntropy(Execution execution, const Tensor &hidden, const Tensor &embedding, const Tensor &targets, const Tensor &weights, double smoothing)
{
    if (execution == Execution::Fused)
        return LinearCrossEntropy::apply(hidden.contiguous(), embedding, targets, weights, smoothing, at::GradMode::is_enabled());
    if (execution == Execution::Card)
        return card::linearCrossEntropy(hidden, embedding, targets, weights, smoothing);
    if (execution == Execution::Autocast)
        return bf16LinearCrossEntropy(hidden, embedding, targets, weights, smoothing);
    const Tensor losses = at::cross_entropy_loss(torch::linear(hidden, embedding), targets, {}, at::Reduction::None, -100, smoothing);
    return (losses * weights).sum();
}

}  // namespace interlinear::training
