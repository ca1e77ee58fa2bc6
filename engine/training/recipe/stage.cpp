#include "engine/training/recipe/stage.h"

#include <cmath>
#include <numbers>

namespace interlinear::training {

namespace {

using torch::Tensor;

constexpr double firstDecay = 0.9, secondDecay = 0.98, epsilon = 1e-9;

struct BatchTensors {
    Packed inputs;
    Tensor selected;   // positions that count
    Tensor targets;    // of the selected
    Tensor weights;    // of the selected
};

BatchTensors toTorch(const Batch &batch)
{
    std::vector<std::int64_t> selected, targets;
    std::vector<float> weights;
    for (std::size_t i = 0; i < batch.weights.size(); ++i) {
        if (batch.weights[i] > 0) {
            selected.push_back(static_cast<std::int64_t>(i));
            targets.push_back(batch.targets[i]);
            weights.push_back(batch.weights[i]);
        }
    }
    return {{torch::tensor(batch.inputs), batch.offsets}, torch::tensor(selected), torch::tensor(targets), torch::tensor(weights)};
}

Tensor crossEntropy(MixMoeModel &model, const Forward &forward, const BatchTensors &batch, double smoothing)
{
    const Tensor hidden = forward.hidden.index_select(0, batch.selected);
    return linearCrossEntropy(model->execution(), hidden, model->embedding(), batch.targets, batch.weights, smoothing) / batch.weights.sum();
}

Tensor balanceOf(const Forward &forward)
{
    Tensor sum = torch::zeros({});
    for (const auto &layer : forward.routers) {
        for (const RouterOutput &router : layer)
            sum = sum + loadBalance(router);
    }
    return forward.routers.empty() ? sum : sum / static_cast<double>(forward.routers.size());
}

mixmoe::Tensor toStored(const Tensor &value)
{
    const Tensor flat = value.detach().contiguous();
    const float *data = flat.const_data_ptr<float>();
    return {flat.sizes().vec(), std::vector<float>(data, data + flat.numel())};
}

}  // namespace

double learningRateAt(const StageRecipe &recipe, int step)
{
    const double warmup = std::max(1.0, static_cast<double>(recipe.warmupShare) * recipe.steps);
    if (step < warmup)
        return static_cast<double>(recipe.learningRate) * (step + 1) / warmup;
    const double progress = (step - warmup) / std::max(1.0, recipe.steps - warmup);
    const double cosine = 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, progress)));
    const double floor = recipe.finalRateShare;
    return static_cast<double>(recipe.learningRate) * (floor + (1 - floor) * cosine);
}

bool isTrainable(Trains trains, const std::string &parameterName)
{
    switch (trains) {
    case Trains::LmExperts:
        return parameterName.find(".moe.lm.") != std::string::npos;
    case Trains::MtExperts:
        return parameterName.find(".moe.mt.") != std::string::npos;
    case Trains::Everything:
        break;
    }
    return true;
}

double evaluateLoss(MixMoeModel &model, const std::vector<Batch> &batches)
{
    const torch::NoGradGuard noGrad;
    double sum = 0, count = 0;
    for (const Batch &batch : batches) {
        const BatchTensors tensors = toTorch(batch);
        const double tokens = static_cast<double>(tensors.selected.size(0));
        sum += crossEntropy(model, model->forward(tensors.inputs), tensors, 0).item<double>() * tokens;
        count += tokens;
    }
    return count > 0 ? sum / count : 0;
}

StageRun::StageRun(MixMoeModel model, StageRecipe recipe, BatchSampler sampler) : m_model(std::move(model)), m_recipe(std::move(recipe)), m_sampler(std::move(sampler))
{
    for (auto &item : m_model->named_parameters()) {
        const bool trainable = isTrainable(m_recipe.trains, item.key());
        item.value().set_requires_grad(trainable);
        if (trainable)
            m_trained.push_back({item.key(), item.value(), torch::zeros_like(item.value()), torch::zeros_like(item.value())});
    }
}

StepReport StageRun::step()
{
    const Batch batch = m_sampler.next();
    const BatchTensors tensors = toTorch(batch);
    const Forward forward = m_model->forward(tensors.inputs);
    const Tensor loss = crossEntropy(m_model, forward, tensors, m_recipe.labelSmoothing);
    const Tensor balance = balanceOf(forward);
    (forward.routers.empty() ? loss : loss + static_cast<double>(m_recipe.balanceWeight) * balance).backward();

    std::vector<Tensor> values, gradients, firstMoments, secondMoments, steps;
    for (Trained &trained : m_trained) {
        if (!trained.value.grad().defined())
            continue;
        values.push_back(trained.value);
        gradients.push_back(trained.value.grad());
        firstMoments.push_back(trained.firstMoment);
        secondMoments.push_back(trained.secondMoment);
        steps.push_back(torch::full({}, static_cast<double>(m_step + 1)));
    }
    torch::nn::utils::clip_grad_norm_(values, m_recipe.clipNorm);
    {
        // Decoupled weight decay: Loshchilov and Hutter 2019, algorithm 2.
        const torch::NoGradGuard noGrad;
        at::_fused_adamw_(values, gradients, firstMoments, secondMoments, /*max_exp_avg_sqs=*/{}, steps, learningRateAt(m_recipe, m_step), firstDecay, secondDecay,
                          m_recipe.weightDecay, epsilon, /*amsgrad=*/false, /*maximize=*/false);
    }
    for (Trained &trained : m_trained)
        trained.value.mutable_grad() = Tensor();
    ++m_step;
    return {m_step, loss.item<double>(), forward.routers.empty() ? 1.0 : balance.item<double>(), static_cast<std::int64_t>(batch.inputs.size())};
}

Result<void> StageRun::save(const std::filesystem::path &file) const
{
    mixmoe::TensorMap tensors = toTensors(*m_model);
    for (const Trained &trained : m_trained) {
        tensors["adamw.first." + trained.name] = toStored(trained.firstMoment);
        tensors["adamw.second." + trained.name] = toStored(trained.secondMoment);
    }
    return mixmoe::writeSafetensors(file, tensors, mixmoe::StoredType::Float32,
                                    {{"stage", m_recipe.name}, {"step", std::to_string(m_step)}, {"config", mixmoe::toJson(m_model->config())}});
}

Result<void> StageRun::restore(const std::filesystem::path &file)
{
    const Result<mixmoe::TensorFile> stored = mixmoe::readSafetensors(file);
    if (!stored)
        return std::unexpected(stored.error());
    const auto meta = [&](const char *key) {
        const auto found = stored->metadata.find(key);
        return found == stored->metadata.end() ? std::string() : found->second;
    };
    if (meta("stage") != m_recipe.name || meta("config") != mixmoe::toJson(m_model->config()))
        return fail(ErrorCode::WrongModel, file.string(), "is a checkpoint of stage \"%1\" of another configuration; expected stage \"%2\" of this recipe", meta("stage"), m_recipe.name);
    for (const Trained &trained : m_trained) {
        for (const char *kind : {"", "adamw.first.", "adamw.second."}) {
            if (!stored->find(kind + trained.name))
                return fail(ErrorCode::Damaged, file.string(), "lacks the tensor \"%1\"", kind + trained.name);
        }
    }
    loadTensors(*m_model, stored->tensors);
    const torch::NoGradGuard noGrad;
    for (Trained &trained : m_trained) {
        const auto load = [&](const char *kind, Tensor &target) {
            const mixmoe::Tensor &source = *stored->find(kind + trained.name);
            target.copy_(torch::from_blob(const_cast<float *>(source.values.data()), source.shape));
        };
        load("adamw.first.", trained.firstMoment);
        load("adamw.second.", trained.secondMoment);
    }
    m_step = std::stoi(meta("step"));
    m_sampler.skip(m_step);
    return {};
}

}  // namespace interlinear::training
