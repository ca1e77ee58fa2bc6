#include "engine/training/recipe/stage.h"

#include "engine/training/recipe/gradients.h"
#include "engine/training/recipe/loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace interlinear::training {

namespace {

bool belongsTo(const std::string &name, const char *part)
{
    return name.find(part) != std::string::npos;
}

/// Only those that the stage may change are left with a gradient.
std::vector<NamedParameter> freeze(MixMoeModelImpl &model, const Trainable &trainable)
{
    std::vector<NamedParameter> trained;
    for (auto &item : model.named_parameters()) {
        const bool free = trainable(item.key());
        item.value().set_requires_grad(free);
        if (free)
            trained.push_back({item.key(), item.value()});
    }
    return trained;
}

}  // namespace

bool StepReport::isFinite() const
{
    return std::isfinite(loss) && std::isfinite(balance) && std::isfinite(gradientNorm);
}

double rateShareAt(const StageRecipe &recipe, int step)
{
    const double steps = recipe.steps, warmup = std::max(1.0, static_cast<double>(recipe.warmupShare) * steps), last = recipe.finalRateShare;
    if (step < warmup)
        return std::min(1.0, (step + 1) / warmup);
    if (recipe.schedule == Schedule::Trapezoid) {
        const double decay = std::max(1.0, static_cast<double>(recipe.decayShare) * steps);
        return last + (1 - last) * std::clamp((steps - step) / decay, 0.0, 1.0);
    }
    const double progress = (step - warmup) / std::max(1.0, steps - warmup);
    return last + (1 - last) * 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, progress)));
}

Trainable trainableBy(Trains trains, const std::vector<int> &newLayers)
{
    switch (trains) {
    case Trains::LmExperts:
        return [](const std::string &name) { return belongsTo(name, ".moe.lm."); };
    case Trains::MtExperts:
        return [](const std::string &name) { return belongsTo(name, ".moe.mt."); };
    case Trains::Experts:
        return [](const std::string &name) { return belongsTo(name, ".moe."); };
    case Trains::NewBlocks:
        return [newLayers](const std::string &name) {
            return std::any_of(newLayers.begin(), newLayers.end(), [&](int layer) { return name.starts_with("layers." + std::to_string(layer) + "."); });
        };
    case Trains::LowRank:
        return [](const std::string &name) { return name.starts_with(lowRankPrefix); };
    case Trains::Everything:
        break;
    }
    return [](const std::string &) { return true; };
}

StageRun::StageRun(MixMoeModel model, StageRecipe recipe, const Trainable &trainable, BatchSampler sampler)
    : m_model(std::move(model)), m_recipe(std::move(recipe)), m_sampler(std::move(sampler)), m_trained(freeze(*m_model, trainable)), m_optimiser(m_trained, m_recipe)
{
}

StepReport StageRun::step()
{
    std::vector<Batch> batches;
    double weight = 0;
    StepReport report;
    for (int i = 0; i < m_recipe.accumulate; ++i, ++m_batches) {
        batches.push_back(m_sampler.next());
        weight += weightOf(batches.back());
        report.tokens += static_cast<std::int64_t>(batches.back().inputs.size());
    }
    for (const Batch &batch : batches) {
        const BatchLoss loss = addGradients(m_model, m_optimiser.parameters(), batch,
                                            {.labelSmoothing = static_cast<double>(m_recipe.labelSmoothing),
                                             .crossEntropyScale = 1 / weight,
                                             .balanceScale = static_cast<double>(m_recipe.balanceWeight) / m_recipe.accumulate});
        report.loss += loss.crossEntropy;
        report.balance += loss.balance / m_recipe.accumulate;
    }
    report.gradientNorm = m_optimiser.gradientNorm();
    if (report.isFinite())
        m_optimiser.step(rateShareAt(m_recipe, m_step), report.gradientNorm);
    m_optimiser.dropGradients();
    report.step = ++m_step;
    return report;
}

Result<void> StageRun::save(const std::filesystem::path &file) const
{
    mixmoe::TensorMap tensors = parametersOf(*m_model);
    m_optimiser.saveTo(tensors);
    return mixmoe::writeSafetensors(
        file, tensors, mixmoe::StoredType::Float32,
        {{"stage", m_recipe.name}, {"step", std::to_string(m_step)}, {"batches", std::to_string(m_batches)}, {"config", mixmoe::toJson(m_model->config())}});
}

Result<std::int64_t> StageRun::load(const std::filesystem::path &file)
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
    for (const auto &item : m_model->named_parameters()) {
        if (!stored->find(item.key()))
            return fail(ErrorCode::Damaged, file.string(), "lacks the tensor \"%1\"", item.key());
    }
    const int step = std::atoi(meta("step").c_str());
    if (auto restored = m_optimiser.restore(*stored, step, file.string()); !restored)
        return std::unexpected(restored.error());
    loadParameters(*m_model, stored->tensors);
    m_step = step;
    return std::atoll(meta("batches").c_str());
}

Result<void> StageRun::restore(const std::filesystem::path &file)
{
    const Result<std::int64_t> batches = load(file);
    if (!batches)
        return std::unexpected(batches.error());
    m_batches = *batches;
    m_sampler.skip(m_batches);
    return {};
}

Result<void> StageRun::rollBack(const std::filesystem::path &file)
{
    const Result<std::int64_t> batches = load(file);
    if (!batches)
        return std::unexpected(batches.error());
    return {};
}

}  // namespace interlinear::training
