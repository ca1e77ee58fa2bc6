#include "engine/training/recipe/stage.h"

#include "engine/core/stopwatch.h"
#include "engine/training/data/crossover.h"
#include "engine/training/data/draws.h"
#include "engine/training/recipe/gradients.h"
#include "engine/training/recipe/host_copy.h"
#include "engine/training/recipe/loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

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

/// Whether and how is drawn from the batch itself, so that it comes out alike after a resume.
Batch crossedAtTimes(Batch batch, double share)
{
    if (share <= 0)
        return batch;
    std::seed_seq tokens(batch.inputs.begin(), batch.inputs.end());
    std::mt19937_64 random(tokens);
    return unit(random) < share ? crossover(std::move(batch), random()) : batch;
}

/// The first expert of each layer is the FFN that was copied; it stays as it is.
void spareFirstExperts(const std::vector<NamedParameter> &trained)
{
    for (const NamedParameter &parameter : trained) {
        if (parameter.value.dim() == 3 && parameter.value.grad().defined())
            parameter.value.grad()[0].zero_();
    }
}

std::size_t mostExamples(const std::vector<Batch> &batches)
{
    std::size_t most = 0;
    for (const Batch &batch : batches)
        most = std::max(most, batch.offsets.size() - 1);
    return most;
}

/// figures, on the host: loss, routing figures, and the norm of the gradients.
void takeFigures(const torch::Tensor &figures, StepReport &report)
{
    const torch::Tensor host = figures.to(torch::kFloat64);
    report.loss = host[0].item<double>();
    report.gradientNorm = host[-1].item<double>();
    report.routing = readFigures(host.slice(0, 1, -1).view({-1, 3}));
    for (const RoutingFigures &group : report.routing)
        report.balance += group.balance;
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
    case Trains::NewExperts:   // see spareFirstExperts()
        return [](const std::string &name) { return belongsTo(name, ".moe.lm."); };
    case Trains::MtExperts:
        return [](const std::string &name) { return belongsTo(name, ".moe.mt.") || name.starts_with("direction."); };
    case Trains::Experts:
        return [](const std::string &name) { return belongsTo(name, ".moe."); };
    case Trains::LmRouters:
        return [](const std::string &name) { return belongsTo(name, ".moe.lm.router."); };
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

StageRun::StageRun(MixMoeModel model, StageRecipe recipe, const Trainable &trainable, BatchSampler sampler, Workers workers)
    : m_model(std::move(model)), m_recipe(std::move(recipe)), m_sampler(std::move(sampler)), m_workers(std::move(workers)), m_trained(freeze(*m_model, trainable)),
      m_optimiser(m_trained, m_recipe)
{
}

// Every worker draws all batches, so that their weight is known without asking.
StageRun::Share StageRun::nextShare()
{
    Share share;
    for (int i = 0; i < m_recipe.accumulate * m_workers.size(); ++i) {
        Batch batch = crossedAtTimes(m_sampler.next(), static_cast<double>(m_recipe.mixingShare));
        share.weight += weightOf(batch);
        share.tokens += static_cast<std::int64_t>(batch.inputs.size());
        if (i % m_workers.size() == m_workers.rank())
            share.batches.push_back(std::move(batch));
    }
    return share;
}

void StageRun::prepare(Share &share) const
{
    for (const Batch &batch : share.batches) {
        for (const Batch &part : divided(batch, static_cast<std::size_t>(m_microBatches))) {
            const double ofBatch = static_cast<double>(part.inputs.size()) / static_cast<double>(batch.inputs.size());
            share.microBatches.push_back({ofBatch / (m_recipe.accumulate * m_workers.size()), preparedShares(part, m_model->embedding().device())});
        }
    }
}

// What does not fit now is tried again when the memory is needed for nothing else.
void StageRun::prepareAhead(Share &share) const
{
    try {
        prepare(share);
    } catch (const c10::OutOfMemoryError &) {
        share.microBatches.clear();
    }
}

Result<StepReport> StageRun::step()
{
    Share share = m_next ? *std::exchange(m_next, std::nullopt) : nextShare();
    StepTimes times;
    Result<torch::Tensor> figures = addGradients(share, times);
    Result<void> added = figures ? addUp(*figures) : std::unexpected(figures.error());
    if (!added) {
        m_optimiser.dropGradients();
        m_next = std::move(share);
        return std::unexpected(added.error());
    }
    if (m_recipe.trains == Trains::NewExperts)
        spareFirstExperts(m_trained);
    const Stopwatch update;
    const torch::Tensor norm = m_optimiser.gradientNorm() + 0 * figures->sum();   // not finite if anything is
    const HostCopy read(torch::cat({*figures, norm.view(1)}));
    m_optimiser.step(rateShareAt(m_recipe, m_step), norm);
    m_optimiser.dropGradients();
    m_batches += m_recipe.accumulate * m_workers.size();
    StepReport report{.step = ++m_step, .tokens = share.tokens, .microBatches = m_microBatches, .times = times};
    const Stopwatch drawing;
    m_next = nextShare();   // while a GPU computes
    prepareAhead(*m_next);
    report.times.batches = drawing.seconds();
    takeFigures(read.wait(), report);
    report.times.update = update.seconds() - report.times.batches;
    return report;
}

Result<torch::Tensor> StageRun::addGradients(Share &share, StepTimes &times)
{
    for (;;) {
        try {
            if (share.microBatches.empty())
                prepare(share);
            torch::Tensor figures;
            for (const MicroBatch &batch : share.microBatches) {
                const torch::Tensor ofBatch = addGradientsOf(batch, share.weight, times);
                figures = figures.defined() ? figures + ofBatch : ofBatch;
            }
            return figures;
        } catch (const c10::OutOfMemoryError &) {
            m_optimiser.dropGradients();
            share.microBatches.clear();
            if (static_cast<std::size_t>(m_microBatches) >= mostExamples(share.batches))
                return fail(ErrorCode::EngineFailure, "stage " + m_recipe.name, "not even one example fits the device's memory; give it more, or take a smaller model");
            m_microBatches *= 2;
        }
    }
}

torch::Tensor StageRun::addGradientsOf(const MicroBatch &batch, double weight, StepTimes &times)
{
    const BatchLoss loss = training::addGradients(m_model, m_optimiser.parameters(), batch.parts, {.labelSmoothing = static_cast<double>(m_recipe.labelSmoothing),
                                                                                                   .crossEntropyScale = 1 / weight,
                                                                                                   .balanceScale = static_cast<double>(m_recipe.balanceWeight) * batch.share,
                                                                                                   .priorScale = static_cast<double>(m_recipe.priorWeight) * batch.share});
    times.forward += loss.forwardSeconds;
    times.backward += loss.backwardSeconds;
    return torch::cat({loss.crossEntropy.view(1), (loss.routing * batch.share).view(-1).to(loss.crossEntropy.device())});
}

// On the CPU, through which workers speak.
Result<void> StageRun::addUp(torch::Tensor &figures)
{
    if (m_workers.size() == 1)
        return {};
    std::vector<torch::Tensor> parts{figures};
    for (const NamedParameter &parameter : m_trained) {
        if (!parameter.value.grad().defined())
            parameter.value.mutable_grad() = torch::zeros_like(parameter.value);
        parts.push_back(parameter.value.grad().view(-1));
    }
    torch::Tensor sums = torch::cat(parts).to(torch::kCPU);
    if (auto summed = m_workers.sum(sums); !summed)
        return summed;
    sums = sums.to(figures.device());
    std::int64_t at = figures.numel();
    figures = sums.narrow(0, 0, at);
    for (const NamedParameter &parameter : m_trained) {
        const torch::Tensor gradient = parameter.value.grad();
        gradient.copy_(sums.narrow(0, at, gradient.numel()).view_as(gradient));
        at += gradient.numel();
    }
    return {};
}

std::string StageRun::digest() const
{
    const torch::NoGradGuard noGrad;
    std::string sums;
    for (const NamedParameter &parameter : m_trained)
        sums += std::to_string(parameter.value.contiguous().view(torch::kInt32).sum().item<std::int64_t>()) + " ";
    return sums;
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
