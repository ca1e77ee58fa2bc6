#include "engine/training/recipe/optimiser.h"

#include "engine/training/nn/stored_tensor.h"
#include "engine/training/recipe/element_parts.h"

#include <ATen/Parallel.h>

#include <cmath>
#include <map>

namespace interlinear::training {

namespace {

using torch::Tensor;

constexpr double firstDecay = 0.9, secondDecay = 0.98, epsilon = 1e-9, momentum = 0.95;
constexpr int newtonSchulzSteps = 5;

bool isRouter(const std::string &name)
{
    return name.find(".router.") != std::string::npos;
}

bool isMatrixOfABlock(const NamedParameter &parameter)
{
    return parameter.value.dim() >= 2 && parameter.name.starts_with("layers.") && !isRouter(parameter.name);
}

Tensor newtonSchulz(const Tensor &y)
{
    const Tensor a = y.matmul(y.transpose(-2, -1));
    return 3.4445 * y + (-4.7750 * a + 2.0315 * a.matmul(a)).matmul(y);
}

// The same with the sums inside of the products: on a card passes over memory are what it costs.
Tensor newtonSchulzOnCard(const Tensor &y)
{
    const Tensor flat = y.reshape({-1, y.size(-2), y.size(-1)}), a = at::bmm(flat, flat.transpose(1, 2));
    return at::baddbmm(flat, at::baddbmm(a, a, a, -4.7750, 2.0315), flat, 3.4445).view(y.sizes());
}

}  // namespace

Tensor orthogonalised(const Tensor &x)
{
    const bool tall = x.size(-2) > x.size(-1);
    Tensor y = tall ? x.transpose(-2, -1) : x;
    y = y / (y.norm(2, {-2, -1}, /*keepdim=*/true) + 1e-7);
    for (int i = 0; i < newtonSchulzSteps; ++i)
        y = y.is_cuda() ? newtonSchulzOnCard(y) : newtonSchulz(y);
    return tall ? y.transpose(-2, -1) : y;
}

Optimiser::Optimiser(const std::vector<NamedParameter> &parameters, const StageRecipe &recipe) : m_recipe(recipe)
{
    for (const NamedParameter &parameter : parameters) {
        m_parameters.push_back(parameter.value);
        const Tensor zeros = torch::zeros_like(parameter.value);
        if (recipe.optimiser == OptimiserKind::Muon && isMatrixOfABlock(parameter)) {
            m_muon.push_back({parameter.name, parameter.value, zeros, {}, static_cast<double>(recipe.matrixLearningRate)});
        } else {
            const double scale = isRouter(parameter.name) ? static_cast<double>(recipe.routerRateScale) : 1.0;
            const double rate = scale * static_cast<double>(recipe.learningRate);
            m_adamW[rate].push_back({parameter.name, parameter.value, zeros, torch::zeros_like(parameter.value), rate});
        }
    }
}

Tensor Optimiser::gradientNorm() const
{
    std::vector<Tensor> gradients;
    for (const Tensor &parameter : m_parameters) {
        if (parameter.grad().defined())
            gradients.push_back(parameter.grad());
    }
    std::vector<std::vector<Tensor>> norms(static_cast<std::size_t>(at::get_num_threads()));
    forEachShare(gradients, [&](const std::vector<ElementPart> &share) { norms[static_cast<std::size_t>(at::get_thread_num())] = at::_foreach_norm(elements(gradients, share)); });
    std::vector<Tensor> all{torch::zeros({}, m_parameters.front().options().requires_grad(false))};
    for (const std::vector<Tensor> &ofThread : norms)
        all.insert(all.end(), ofThread.begin(), ofThread.end());
    return torch::stack(all).norm();
}

void Optimiser::step(double rateShare, const Tensor &gradientNorm)
{
    const torch::NoGradGuard noGrad;
    const Clipping clipping{(gradientNorm / static_cast<double>(m_recipe.clipNorm)).clamp_min(1), gradientNorm.isfinite().logical_not().to(torch::kFloat32)};
    ++m_steps;
    for (const auto &[rate, group] : m_adamW)
        stepAdamW(group, rateShare, clipping);
    stepMuon(rateShare, clipping);
}

void Optimiser::dropGradients()
{
    for (const Tensor &parameter : m_parameters)
        parameter.mutable_grad() = Tensor();
}

void Optimiser::stepAdamW(const std::vector<Trained> &group, double rateShare, const Clipping &clipping)
{
    std::vector<Tensor> values, gradients, first, second;
    for (const Trained &trained : group) {
        if (!trained.value.grad().defined())
            continue;
        values.push_back(trained.value);
        gradients.push_back(trained.value.grad());
        first.push_back(trained.first);
        second.push_back(trained.second);
    }
    if (values.empty())
        return;
    const Tensor steps = torch::full({}, static_cast<double>(m_steps), first.front().options());
    forEachShare(gradients, [&](const std::vector<ElementPart> &share) {
        at::_fused_adamw_(elements(values, share), elements(gradients, share), elements(first, share), elements(second, share), /*max_exp_avg_sqs=*/{},
                          std::vector<Tensor>(share.size(), steps), group.front().rate * rateShare, firstDecay, secondDecay, m_recipe.weightDecay, epsilon, /*amsgrad=*/false,
                          /*maximize=*/false, /*grad_scale=*/clipping.divisor, /*found_inf=*/clipping.isSkipped);
    });
}

void Optimiser::stepMuon(double rateShare, const Clipping &clipping)
{
    const Tensor isTaken = 1 - clipping.isSkipped;
    std::map<std::vector<std::int64_t>, std::vector<Trained *>> alike;   // by shape: one product for all of them
    for (Trained &trained : m_muon) {
        if (trained.value.grad().defined())
            alike[trained.value.sizes().vec()].push_back(&trained);
    }
    const Tensor isTakenAtAll = isTaken.to(torch::kBool);
    for (const auto &[shape, group] : alike) {
        std::vector<Tensor> values, gradients, first;
        for (const Trained *trained : group) {
            values.push_back(trained->value);
            gradients.push_back(trained->value.grad());
            first.push_back(trained->first);
        }
        const Tensor gradient = torch::where(isTakenAtAll, torch::stack(gradients) / clipping.divisor, 0);
        at::_foreach_mul_(first, momentum);
        at::_foreach_add_(first, gradient.unbind());
        const Tensor direction = gradient + momentum * torch::stack(first), rate = isTaken * (group.front()->rate * rateShare);
        const double ratio = static_cast<double>(shape.end()[-2]) / static_cast<double>(shape.back());
        const Tensor update = orthogonalised(direction.is_cuda() ? direction.to(torch::kBFloat16) : direction).to(torch::kFloat32) * (rate * std::sqrt(std::max(1.0, ratio)));
        at::_foreach_mul_(values, 1 - rate * static_cast<double>(m_recipe.weightDecay));
        at::_foreach_sub_(values, update.unbind());
    }
}

void Optimiser::saveTo(mixmoe::TensorMap &tensors) const
{
    for (const auto &[rate, group] : m_adamW) {
        for (const Trained &trained : group) {
            tensors["adamw.first." + trained.name] = toStored(trained.first);
            tensors["adamw.second." + trained.name] = toStored(trained.second);
        }
    }
    for (const Trained &trained : m_muon)
        tensors["muon.momentum." + trained.name] = toStored(trained.first);
}

Result<void> Optimiser::restore(const mixmoe::TensorFile &checkpoint, int stepsDone, const std::string &where)
{
    std::vector<std::pair<const mixmoe::Tensor *, Tensor *>> loads;
    const auto want = [&](const std::string &name, Tensor &into) {
        loads.emplace_back(checkpoint.find(name), &into);
        return loads.back().first && loads.back().first->shape == into.sizes().vec();
    };
    for (auto &[rate, group] : m_adamW) {
        for (Trained &trained : group) {
            if (!want("adamw.first." + trained.name, trained.first) || !want("adamw.second." + trained.name, trained.second))
                return fail(ErrorCode::Damaged, where, "lacks the optimiser's state of \"%1\"", trained.name);
        }
    }
    for (Trained &trained : m_muon) {
        if (!want("muon.momentum." + trained.name, trained.first))
            return fail(ErrorCode::Damaged, where, "lacks the optimiser's state of \"%1\"", trained.name);
    }
    for (const auto &[stored, into] : loads)
        copyStored(*stored, *into);
    m_steps = stepsDone;
    return {};
}

}  // namespace interlinear::training
