#include "engine/training/recipe/optimiser.h"

#include "engine/training/nn/stored_tensor.h"

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

}  // namespace

Tensor orthogonalised(const Tensor &x)
{
    const bool tall = x.size(-2) > x.size(-1);
    Tensor y = tall ? x.transpose(-2, -1) : x;
    y = y / (y.norm(2, {-2, -1}, /*keepdim=*/true) + 1e-7);
    for (int i = 0; i < newtonSchulzSteps; ++i) {
        const Tensor a = y.matmul(y.transpose(-2, -1));
        y = 3.4445 * y + (-4.7750 * a + 2.0315 * a.matmul(a)).matmul(y);
    }
    return tall ? y.transpose(-2, -1) : y;
}

Optimiser::Optimiser(const std::vector<NamedParameter> &parameters, const StageRecipe &recipe) : m_recipe(recipe)
{
    for (const NamedParameter &parameter : parameters) {
        const Tensor zeros = torch::zeros_like(parameter.value);
        if (recipe.optimiser == OptimiserKind::Muon && isMatrixOfABlock(parameter)) {
            m_muon.push_back({parameter.name, parameter.value, zeros, {}, static_cast<double>(recipe.matrixLearningRate)});
        } else {
            const double scale = isRouter(parameter.name) ? static_cast<double>(recipe.routerRateScale) : 1.0;
            m_adamW.push_back({parameter.name, parameter.value, zeros, torch::zeros_like(parameter.value), scale * static_cast<double>(recipe.learningRate)});
        }
    }
}

double Optimiser::clip()
{
    std::vector<Tensor> values;
    for (const auto *list : {&m_adamW, &m_muon}) {
        for (const Trained &trained : *list)
            values.push_back(trained.value);
    }
    return torch::nn::utils::clip_grad_norm_(values, m_recipe.clipNorm);
}

void Optimiser::step(double rateShare)
{
    const torch::NoGradGuard noGrad;
    ++m_steps;
    stepAdamW(rateShare);
    stepMuon(rateShare);
    for (auto *list : {&m_adamW, &m_muon}) {
        for (Trained &trained : *list)
            trained.value.mutable_grad() = Tensor();
    }
}

void Optimiser::stepAdamW(double rateShare)
{
    std::map<double, std::vector<const Trained *>> byRate;
    for (const Trained &trained : m_adamW) {
        if (trained.value.grad().defined())
            byRate[trained.rate].push_back(&trained);
    }
    for (const auto &[rate, group] : byRate) {
        std::vector<Tensor> values, gradients, first, second, steps;
        for (const Trained *trained : group) {
            values.push_back(trained->value);
            gradients.push_back(trained->value.grad());
            first.push_back(trained->first);
            second.push_back(trained->second);
            steps.push_back(torch::full({}, static_cast<double>(m_steps)));
        }
        at::_fused_adamw_(values, gradients, first, second, /*max_exp_avg_sqs=*/{}, steps, rate * rateShare, firstDecay, secondDecay, m_recipe.weightDecay, epsilon,
                          /*amsgrad=*/false, /*maximize=*/false);
    }
}

void Optimiser::stepMuon(double rateShare)
{
    for (Trained &trained : m_muon) {
        if (!trained.value.grad().defined())
            continue;
        const Tensor gradient = trained.value.grad();
        trained.first.mul_(momentum).add_(gradient);
        const Tensor update = orthogonalised(gradient + momentum * trained.first);
        const double rate = trained.rate * rateShare, shape = static_cast<double>(update.size(-2)) / static_cast<double>(update.size(-1));
        trained.value.mul_(1 - rate * static_cast<double>(m_recipe.weightDecay)).sub_(update, rate * std::sqrt(std::max(1.0, shape)));
    }
}

void Optimiser::saveTo(mixmoe::TensorMap &tensors) const
{
    for (const Trained &trained : m_adamW) {
        tensors["adamw.first." + trained.name] = toStored(trained.first);
        tensors["adamw.second." + trained.name] = toStored(trained.second);
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
    for (Trained &trained : m_adamW) {
        if (!want("adamw.first." + trained.name, trained.first) || !want("adamw.second." + trained.name, trained.second))
            return fail(ErrorCode::Damaged, where, "lacks the optimiser's state of \"%1\"", trained.name);
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
