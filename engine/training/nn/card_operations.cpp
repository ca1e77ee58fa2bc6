#include "engine/training/nn/card_operations.h"

#include "engine/training/cuda/library.h"
#include "engine/training/nn/saved_gradients.h"

#include <c10/core/DeviceGuard.h>

#include <algorithm>

namespace interlinear::training::card {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t rowsOfLogits = 32768;   // bf16 logits of so many rows exist at a time

const cuda::Bf16 *in(const Tensor &tensor)
{
    return tensor.defined() ? reinterpret_cast<const cuda::Bf16 *>(tensor.const_data_ptr<at::BFloat16>()) : nullptr;
}

cuda::Bf16 *out(const Tensor &tensor)
{
    return tensor.defined() ? reinterpret_cast<cuda::Bf16 *>(tensor.mutable_data_ptr<at::BFloat16>()) : nullptr;
}

const float *floatsIn(const Tensor &tensor)
{
    return tensor.const_data_ptr<float>();
}

float *floatsOut(const Tensor &tensor)
{
    return tensor.mutable_data_ptr<float>();
}

std::int32_t narrow(std::int64_t value)
{
    return static_cast<std::int32_t>(value);
}

/// The kernel of the table, where the tensors lie: LibTorch's operations turn to their tensors' card by themselves.
template <class Args>
void run(int (*interlinear_training_cuda_table::*kernel)(const Args *), const Tensor &where, const Args &args)
{
    c10::OptionalDeviceGuard guard;
    if (where.is_cuda())
        guard.reset_device(where.device());
    const interlinear_training_cuda_table &table = where.is_cuda() ? **cuda::cardKernels() : cuda::KernelsOnProcessor::current();
    const int problem = (table.*kernel)(&args);
    if (problem != 0)
        throw c10::AcceleratorError({__func__, __FILE__, __LINE__}, problem, "a kernel of training cannot be launched: CUDA error " + std::to_string(problem));
}

/// a b, summed and left in fp32.
Tensor productInFloat(const Tensor &a, const Tensor &b)
{
    return a.is_cuda() ? at::mm(a, b, torch::kFloat32) : at::mm(a.to(torch::kFloat32), b.to(torch::kFloat32));
}

/// The beginning of the stream, normed, and the link by which its gradient comes back.
struct FirstNorm : torch::autograd::Function<FirstNorm> {
    static variable_list forward(AutogradContext *context, const Tensor &residual, const Tensor &weight, double epsilon)
    {
        const auto [normed, inverse] = applied(residual, {}, {}, weight, epsilon);
        context->set_materialize_grads(false);
        context->save_for_backward({residual, weight, inverse});
        return {normed, linkOf(residual)};
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const Tensor exact = torch::empty_like(context->get_saved_variables()[0]);
        return {exact, gradientOf(context->get_saved_variables(), gradients, exact, {}), Tensor()};
    }

    /// normed, and what is kept for the gradient.
    static std::pair<Tensor, Tensor> applied(const Tensor &residual, const Tensor &delta, const Tensor &sum, const Tensor &weight, double epsilon)
    {
        const std::int64_t rows = residual.size(0), width = residual.size(1);
        const Tensor normed = torch::empty_like(residual, torch::kBFloat16), inverse = torch::empty({rows}, residual.options().requires_grad(false));
        run(&interlinear_training_cuda_table::addedNorm, residual,
            cuda::AddedNorm{floatsIn(residual), in(delta), floatsIn(weight), sum.defined() ? floatsOut(sum) : nullptr, out(normed), floatsOut(inverse), rows, narrow(width),
                            static_cast<float>(epsilon)});
        return {normed, inverse};
    }

    /// As large as the stream, but no memory.
    static Tensor linkOf(const Tensor &stream) { return torch::empty({1, 1}, stream.options().dtype(torch::kBFloat16).requires_grad(false)).expand(stream.sizes()); }

    /// Of the weight; that of the stream is written to one of both.
    static Tensor gradientOf(const variable_list &saved, const variable_list &gradients, const Tensor &exact, const Tensor &rounded)
    {
        const Tensor &sum = saved[0], &weight = saved[1];
        const Tensor gradNormed = gradients[0].defined() ? gradients[0].contiguous() : torch::zeros_like(sum, torch::kBFloat16);
        const Tensor gradSum = gradients[1].defined() ? gradients[1].contiguous() : Tensor();
        const std::int64_t rows = sum.size(0), width = sum.size(1), parts = cuda::partsOf(rows);
        const Tensor weightParts = torch::empty({parts, width}, weight.options());
        run(&interlinear_training_cuda_table::addedNormGradient, sum,
            cuda::AddedNormGradient{in(gradNormed), in(gradSum), floatsIn(sum), floatsIn(weight), floatsIn(saved[2]), exact.defined() ? floatsOut(exact) : nullptr, out(rounded),
                                    floatsOut(weightParts), rows, narrow(parts), narrow(width)});
        return weightParts.sum(0);
    }
};

struct AddedNorm : torch::autograd::Function<AddedNorm> {
    static variable_list forward(AutogradContext *context, const Tensor &residual, const Tensor & /*link*/, const Tensor &delta, const Tensor &weight, double epsilon)
    {
        const Tensor sum = torch::empty_like(residual);
        const auto [normed, inverse] = FirstNorm::applied(residual, delta, sum, weight, epsilon);
        context->set_materialize_grads(false);
        context->mark_non_differentiable({sum});
        context->save_for_backward({sum, weight, inverse});
        return {normed, FirstNorm::linkOf(sum), sum};
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const Tensor rounded = torch::empty_like(context->get_saved_variables()[0], torch::kBFloat16);
        const Tensor gradWeight = FirstNorm::gradientOf(context->get_saved_variables(), gradients, {}, rounded);
        return {Tensor(), rounded, rounded, gradWeight, Tensor()};
    }
};

struct Linear : torch::autograd::Function<Linear> {
    static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &weight)
    {
        const Tensor matrix = weight.to(torch::kBFloat16);
        context->save_for_backward({x, matrix});
        return at::mm(x, matrix.t());
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const Tensor gradOut = gradients[0].contiguous();
        return {context->needs_input_grad(0) ? at::mm(gradOut, saved[1]) : Tensor(), context->needs_input_grad(1) ? productInFloat(gradOut.t(), saved[0]) : Tensor()};
    }
};

/// The angles of all positions up to the longest, [longest, half].
std::pair<Tensor, Tensor> angles(const AttentionShape &shape, const Packed &batch)
{
    const auto options = torch::TensorOptions().device(batch.positions.device());
    const Tensor frequency = torch::pow(shape.theta, torch::arange(shape.headSize / 2, options) * (-2.0 / static_cast<double>(shape.headSize)));
    const Tensor angle = torch::arange(batch.longest(), options).unsqueeze(1) * frequency.unsqueeze(0);
    return {angle.cos(), angle.sin()};
}

struct Rotary : torch::autograd::Function<Rotary> {
    static variable_list forward(AutogradContext *context, const Tensor &qkv, const AttentionShape &shape, const Packed &batch)
    {
        const auto [cosine, sine] = angles(shape, batch);
        const std::int64_t rows = qkv.size(0), size = shape.headSize, queries = shape.heads * size, keys = shape.kvHeads * size;
        run(&interlinear_training_cuda_table::rotary, qkv,
            cuda::Rotary{out(qkv), batch.positions.const_data_ptr<std::int64_t>(), floatsIn(cosine), floatsIn(sine), rows, narrow(qkv.size(1)), narrow(shape.heads + shape.kvHeads),
                         narrow(size / 2)});
        context->save_for_backward({batch.positions, cosine, sine});
        context->saved_data["shape"] = std::vector<std::int64_t>{shape.heads, shape.kvHeads, shape.headSize};
        const auto part = [&](std::int64_t begin, std::int64_t width, std::int64_t heads) { return qkv.narrow(1, begin, width).view({rows, heads, size}); };
        return {part(0, queries, shape.heads), part(queries, keys, shape.kvHeads), part(queries + keys, keys, shape.kvHeads)};
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const std::vector<std::int64_t> shape = context->saved_data["shape"].toIntVector();
        const Tensor q = gradients[0].contiguous(), k = gradients[1].contiguous(), v = gradients[2].contiguous();
        const Tensor gradient = torch::empty({q.size(0), (shape[0] + 2 * shape[1]) * shape[2]}, q.options());
        run(&interlinear_training_cuda_table::rotaryGradient, q,
            cuda::RotaryGradient{in(q), in(k), in(v), out(gradient), saved[0].const_data_ptr<std::int64_t>(), floatsIn(saved[1]), floatsIn(saved[2]), q.size(0), narrow(shape[0]),
                                 narrow(shape[1]), narrow(shape[2] / 2)});
        return {gradient, Tensor(), Tensor()};
    }
};

/// Queries and keys turned inside.
struct ShortAttention : torch::autograd::Function<ShortAttention> {
    static Tensor forward(AutogradContext *context, const Tensor &qkv, const AttentionShape &shape, const Packed &batch)
    {
        const auto [cosine, sine] = angles(shape, batch);
        const std::int64_t rows = qkv.size(0);
        const Tensor result = torch::empty({rows, shape.heads * shape.headSize}, qkv.options()), logs = torch::empty({rows, shape.heads}, qkv.options().dtype(torch::kFloat32));
        run(&interlinear_training_cuda_table::attention, qkv,
            cuda::Attention{in(qkv), batch.starts.const_data_ptr<std::int32_t>(), floatsIn(cosine), floatsIn(sine), out(result), floatsOut(logs), batch.sequences(),
                            narrow(shape.heads), narrow(shape.kvHeads), narrow(shape.headSize)});
        context->save_for_backward({qkv, result, logs, batch.starts, cosine, sine});
        context->saved_data["shape"] = std::vector<std::int64_t>{shape.heads, shape.kvHeads, shape.headSize};
        return result;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const std::vector<std::int64_t> shape = context->saved_data["shape"].toIntVector();
        const Tensor &qkv = saved[0], &logs = saved[2], &starts = saved[3], gradOut = gradients[0].contiguous(), gradient = torch::empty_like(qkv), dots = torch::empty_like(logs);
        run(&interlinear_training_cuda_table::attentionGradient, qkv,
            cuda::AttentionGradient{in(gradOut), in(qkv), in(saved[1]), floatsIn(logs), starts.const_data_ptr<std::int32_t>(), floatsIn(saved[4]), floatsIn(saved[5]), out(gradient),
                                    floatsOut(dots), starts.size(0) - 1, narrow(shape[0]), narrow(shape[1]), narrow(shape[2])});
        return {gradient, Tensor(), Tensor()};
    }
};

struct GatedActivation : torch::autograd::Function<GatedActivation> {
    static Tensor forward(AutogradContext *context, const Tensor &gateUp)
    {
        const std::int64_t rows = gateUp.size(0), width = gateUp.size(1) / 2;
        const Tensor result = torch::empty({rows, width}, gateUp.options());
        run(&interlinear_training_cuda_table::gatedActivation, gateUp, cuda::GatedActivation{in(gateUp), out(result), rows, narrow(width)});
        context->save_for_backward({gateUp});
        return result;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const Tensor gateUp = context->get_saved_variables()[0], gradOut = gradients[0].contiguous(), gradient = torch::empty_like(gateUp);
        run(&interlinear_training_cuda_table::gatedActivationGradient, gateUp,
            cuda::GatedActivationGradient{in(gradOut), in(gateUp), out(gradient), gateUp.size(0), narrow(gradOut.size(1))});
        return {gradient};
    }
};

struct RouterLogits : torch::autograd::Function<RouterLogits> {
    static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &weight, const Tensor &bias)
    {
        const Tensor logits = torch::empty({x.size(0), weight.size(0)}, weight.options());
        run(&interlinear_training_cuda_table::router, x,
            cuda::Router{in(x), floatsIn(weight), floatsIn(bias), floatsOut(logits), x.size(0), narrow(x.size(1)), narrow(weight.size(0))});
        context->save_for_backward({x, weight});
        return logits;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const Tensor &x = saved[0], &weight = saved[1], gradLogits = gradients[0].contiguous(), gradX = torch::empty_like(x);
        const std::int64_t parts = std::min(x.size(0), cuda::mostRouterParts);
        const Tensor weightParts = torch::empty({parts, weight.size(0), weight.size(1)}, weight.options());
        run(&interlinear_training_cuda_table::routerGradient, x,
            cuda::RouterGradient{floatsIn(gradLogits), in(x), floatsIn(weight), out(gradX), floatsOut(weightParts), x.size(0), narrow(parts), narrow(x.size(1)), narrow(weight.size(0))});
        return {gradX, weightParts.sum(0), gradLogits.sum(0)};
    }
};

struct LikeliestChoice : torch::autograd::Function<LikeliestChoice> {
    static variable_list forward(AutogradContext *context, const Tensor &logits, double scale)
    {
        const std::int64_t rows = logits.size(0), groups = logits.size(1), experts = logits.size(2);
        const Tensor probability = torch::empty_like(logits), weights = torch::empty({rows, groups}, logits.options()), chosen = torch::empty({rows, groups}, logits.options().dtype(torch::kInt64));
        run(&interlinear_training_cuda_table::choice, logits,
            cuda::Choice{floatsIn(logits), floatsOut(probability), floatsOut(weights), chosen.mutable_data_ptr<std::int64_t>(), rows, narrow(groups), narrow(experts),
                         static_cast<float>(scale)});
        context->set_materialize_grads(false);
        context->mark_non_differentiable({chosen});
        context->save_for_backward({probability, chosen});
        context->saved_data["scale"] = scale;
        return {probability, weights, chosen};
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const Tensor &probability = saved[0], &chosen = saved[1], gradLogits = torch::empty_like(probability);
        const Tensor gradProbability = gradients[0].defined() ? gradients[0].contiguous() : Tensor();
        const Tensor gradWeights = gradients[1].defined() ? gradients[1].contiguous() : torch::zeros(chosen.sizes(), probability.options());
        run(&interlinear_training_cuda_table::choiceGradient, probability,
            cuda::ChoiceGradient{gradProbability.defined() ? floatsIn(gradProbability) : nullptr, floatsIn(gradWeights), floatsIn(probability), chosen.const_data_ptr<std::int64_t>(),
                                 floatsOut(gradLogits), probability.size(0), narrow(probability.size(1)), narrow(probability.size(2)),
                                 static_cast<float>(context->saved_data["scale"].toDouble())});
        return {gradLogits, Tensor()};
    }
};

/// Rows of tokens in the order of their experts, and where each slot's row is.
struct Gather : torch::autograd::Function<Gather> {
    static variable_list forward(AutogradContext *context, const Tensor &x, const Tensor &order)
    {
        const std::int64_t tokens = x.size(0), slots = order.size(0) / tokens;
        const Tensor rows = torch::empty({order.size(0), x.size(1)}, x.options()), places = torch::empty({order.size(0)}, order.options().dtype(torch::kInt32));
        run(&interlinear_training_cuda_table::gather, x,
            cuda::Gather{in(x), order.const_data_ptr<std::int64_t>(), places.mutable_data_ptr<std::int32_t>(), out(rows), tokens, narrow(slots), narrow(x.size(1))});
        context->save_for_backward({places});
        context->saved_data["slots"] = slots;
        context->mark_non_differentiable({places});
        return {rows, places};
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const Tensor places = context->get_saved_variables()[0], gradRows = gradients[0].contiguous();
        const std::int64_t slots = context->saved_data["slots"].toInt(), tokens = gradRows.size(0) / slots, width = gradRows.size(1);
        const Tensor gradX = torch::empty({tokens, width}, gradRows.options());
        run(&interlinear_training_cuda_table::combine, gradRows,
            cuda::Combine{in(gradRows), places.const_data_ptr<std::int32_t>(), nullptr, out(gradX), tokens, narrow(slots), narrow(width)});
        return {gradX, Tensor()};
    }
};

/// Rows at positions; places [rows, slots] says where each row went.
struct SelectRows : torch::autograd::Function<SelectRows> {
    static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &positions, const Tensor &places)
    {
        context->save_for_backward({places});
        return x.index_select(0, positions);
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const Tensor places = context->get_saved_variables()[0], gradOut = gradients[0].contiguous();
        const Tensor gradX = torch::empty({places.size(0), gradOut.size(1)}, gradOut.options());
        run(&interlinear_training_cuda_table::combine, gradOut,
            cuda::Combine{in(gradOut), places.const_data_ptr<std::int32_t>(), nullptr, out(gradX), gradX.size(0), narrow(places.size(1)), narrow(gradX.size(1))});
        return {gradX, Tensor(), Tensor()};
    }
};

struct Combine : torch::autograd::Function<Combine> {
    static Tensor forward(AutogradContext *context, const Tensor &rows, const Tensor &weights, const Tensor &places)
    {
        const std::int64_t tokens = weights.size(0), slots = weights.size(1), width = rows.size(1);
        const Tensor result = torch::empty({tokens, width}, rows.options());
        run(&interlinear_training_cuda_table::combine, rows,
            cuda::Combine{in(rows), places.const_data_ptr<std::int32_t>(), floatsIn(weights), out(result), tokens, narrow(slots), narrow(width)});
        context->save_for_backward({rows, weights, places});
        return result;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const Tensor &rows = saved[0], &weights = saved[1], gradOut = gradients[0].contiguous(), gradRows = torch::empty_like(rows), gradWeights = torch::empty_like(weights);
        run(&interlinear_training_cuda_table::combineGradient, rows,
            cuda::CombineGradient{in(gradOut), in(rows), saved[2].const_data_ptr<std::int32_t>(), floatsIn(weights), out(gradRows), floatsOut(gradWeights), weights.size(0),
                                  narrow(weights.size(1)), narrow(rows.size(1))});
        return {gradRows, gradWeights, Tensor()};
    }
};

/// Rows sorted by expert; the experts of two groups, [experts, out, in] in fp32, with as many rows for each group, or of one and none; ends [experts] int32. Gradients are those of the groups that want them.
struct ExpertLinear : torch::autograd::Function<ExpertLinear> {
    static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &first, const Tensor &second, const Tensor &ends)
    {
        TORCH_CHECK(second.size(0) == 0 || (second.size(0) == first.size(0) && x.size(0) % 2 == 0), "both groups have as many experts and rows");
        const Tensor matrices = torch::cat({first.to(torch::kBFloat16), second.to(torch::kBFloat16)});
        context->save_for_backward({x, matrices, ends});
        context->saved_data["experts"] = first.size(0);
        return at::_grouped_mm(x, matrices.transpose(1, 2), ends);
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const Tensor &x = saved[0], &matrices = saved[1], &ends = saved[2], gradOut = gradients[0].contiguous();
        const std::int64_t experts = context->saved_data["experts"].toInt(), groups = matrices.size(0) / experts, rowsOfGroup = x.size(0) / groups;
        const bool wantsFirst = context->needs_input_grad(1), wantsSecond = context->needs_input_grad(2);
        const std::int64_t from = wantsFirst ? 0 : 1, to = wantsSecond ? 2 : 1;
        Tensor ofFirst, ofSecond;
        if (from < to) {
            const std::int64_t firstRow = from * rowsOfGroup, endRow = to * rowsOfGroup;
            const Tensor endsHere = ends.slice(0, from * experts, to * experts) - firstRow;
            const Tensor all = at::_grouped_mm(gradOut.slice(0, firstRow, endRow).t(), x.slice(0, firstRow, endRow), endsHere.to(torch::kInt32)).to(torch::kFloat32);
            ofFirst = wantsFirst ? all.slice(0, 0, experts) : Tensor();
            ofSecond = wantsSecond ? all.slice(0, all.size(0) - experts) : Tensor();
        }
        return {context->needs_input_grad(0) ? at::_grouped_mm(gradOut, matrices, ends) : Tensor(), ofFirst, ofSecond, Tensor()};
    }
};

// The loss is the end of the chain, so its gradients are made while the logits are there.
struct LinearCrossEntropy : torch::autograd::Function<LinearCrossEntropy> {
    static Tensor forward(AutogradContext *context, const Tensor &hidden, const Tensor &embedding, const Tensor &targets, const Tensor &weights, double smoothing, bool withGradient)
    {
        const bool needsHidden = withGradient && hidden.requires_grad(), needsEmbedding = withGradient && embedding.requires_grad();
        const std::int64_t rows = hidden.size(0), width = embedding.size(0);
        const Tensor matrix = embedding.to(torch::kBFloat16), losses = torch::empty({rows}, weights.options());
        const Tensor gradHidden = needsHidden ? torch::empty_like(hidden) : Tensor();
        Tensor gradEmbedding;
        for (std::int64_t begin = 0; begin < rows; begin += rowsOfLogits) {
            const std::int64_t end = std::min(rows, begin + rowsOfLogits);
            const Tensor part = hidden.slice(0, begin, end), logits = at::mm(part, matrix.t());
            run(&interlinear_training_cuda_table::crossEntropy, logits,
                cuda::CrossEntropy{out(logits), targets.const_data_ptr<std::int64_t>() + begin, floatsIn(weights) + begin, floatsOut(losses) + begin, end - begin, narrow(width),
                                   static_cast<float>(smoothing), needsHidden || needsEmbedding});
            if (needsHidden) {
                Tensor into = gradHidden.slice(0, begin, end);
                at::mm_out(into, logits, matrix);
            }
            if (needsEmbedding) {
                const Tensor ofPart = productInFloat(logits.t(), part);
                gradEmbedding = gradEmbedding.defined() ? gradEmbedding.add_(ofPart) : ofPart;
            }
        }
        context->saved_data["hidden"] = gradHidden;
        context->saved_data["embedding"] = gradEmbedding;
        return losses.sum();
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        return {takeScaled(*context, "hidden", gradients[0]), takeScaled(*context, "embedding", gradients[0]), Tensor(), Tensor(), Tensor(), Tensor()};
    }
};

}  // namespace

bool takes(const Tensor &embedding)
{
    const std::int64_t width = embedding.size(1);
    return width % 8 == 0 && width <= cuda::widestRow && (embedding.is_cpu() || (embedding.is_cuda() && cuda::cardKernels().has_value()));
}

bool takesRouters(std::int64_t experts)
{
    return experts <= cuda::mostExperts;
}

Tensor addedNorm(Residual &residual, const Tensor &weight, double epsilon)
{
    if (!residual.link.defined()) {
        const variable_list results = FirstNorm::apply(residual.sum.contiguous(), weight, epsilon);
        residual = {residual.sum.detach(), {}, results[1]};
        return results[0];
    }
    const variable_list results = AddedNorm::apply(residual.sum, residual.link, residual.pending, weight, epsilon);
    residual = {results[2], {}, results[1]};
    return results[0];
}

Tensor linear(const Tensor &x, const Tensor &weight)
{
    return Linear::apply(x, weight);
}

Tensor attention(const Tensor &qkv, const AttentionShape &shape, const Packed &batch)
{
    if (cuda::attentionTakes(shape.headSize) && batch.longest() <= longestOfShort)
        return ShortAttention::apply(qkv, shape, batch);
    const variable_list heads = Rotary::apply(qkv, shape, batch);
    const Tensor mixed = causalAttention(heads[0], heads[1], heads[2], batch);
    return mixed.reshape({qkv.size(0), -1});
}

Tensor gatedActivation(const Tensor &gateUp)
{
    return GatedActivation::apply(gateUp);
}

Tensor routerLogits(const Tensor &x, const Tensor &weight, const Tensor &bias)
{
    return RouterLogits::apply(x, weight.contiguous(), bias);
}

Choice likeliest(const Tensor &logits, double scale)
{
    const variable_list results = LikeliestChoice::apply(logits.contiguous(), scale);
    return {results[0], results[2].unsqueeze(-1), results[1].unsqueeze(-1)};
}

Assignment assignment(const Tensor &chosen, std::int64_t experts)
{
    const auto keys = experts <= 256 ? torch::kUInt8 : torch::kInt32;   // few bits are sorted fast
    const auto [sorted, order] = at::sort(chosen.flatten().to(keys), /*stable=*/true, 0, /*descending=*/false);
    return {order, at::searchsorted(sorted, torch::arange(experts, chosen.options()).to(keys), /*out_int32=*/true, /*right=*/true)};
}

Tensor countsOf(const Assignment &assignment)
{
    return torch::diff(assignment.ends, 1, -1, torch::zeros({1}, assignment.ends.options()));
}

Experts noExpertsLike(const Experts &experts)
{
    const auto none = [](const Tensor &matrices) { return torch::empty({0, matrices.size(1), matrices.size(2)}, matrices.options().requires_grad(false)); };
    return {none(experts.gate), none(experts.up), none(experts.down)};
}

Tensor mixture(const Tensor &x, const Assignment &assignment, const Tensor &weights, const Experts &first, const Experts &second)
{
    const auto gateUp = [](const Experts &experts) { return torch::cat({experts.gate, experts.up}, 1); };
    const variable_list gathered = Gather::apply(x, assignment.order);
    const Tensor activated = gatedActivation(ExpertLinear::apply(gathered[0], gateUp(first), gateUp(second), assignment.ends));
    return Combine::apply(ExpertLinear::apply(activated, first.down, second.down, assignment.ends), weights.contiguous(), gathered[1]);
}

Tensor selectRows(const Tensor &x, const Tensor &positions, const Tensor &places)
{
    return SelectRows::apply(x, positions, places);
}

Tensor linearCrossEntropy(const Tensor &hidden, const Tensor &embedding, const Tensor &targets, const Tensor &weights, double smoothing)
{
    return LinearCrossEntropy::apply(hidden.contiguous(), embedding, targets, weights, smoothing, at::GradMode::is_enabled());
}

}  // namespace interlinear::training::card
