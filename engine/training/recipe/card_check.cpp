#include "engine/training/recipe/card_check.h"

#include "engine/training/nn/card_operations.h"
#include "engine/training/recipe/loss.h"
#include "engine/training/recipe/router_loss.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <mutex>
#include <random>
#include <sstream>

namespace interlinear::training {

namespace {

using torch::Tensor;

constexpr int vocabularyOfCheck = 2048;
constexpr std::uint64_t seed = 1;
constexpr double smoothing = 0.1;

/// Torch's random numbers on the CPU begin anew in here, and go on after it where they were.
class OwnRandomNumbers {
public:
    OwnRandomNumbers()
    {
        const std::scoped_lock lock(m_generator.mutex());
        m_state = m_generator.get_state();
        m_generator.set_current_seed(seed);
    }
    ~OwnRandomNumbers()
    {
        const std::scoped_lock lock(m_generator.mutex());
        m_generator.set_state(m_state);
    }
    OwnRandomNumbers(const OwnRandomNumbers &) = delete;
    OwnRandomNumbers &operator=(const OwnRandomNumbers &) = delete;

private:
    at::Generator m_generator = at::detail::getDefaultCPUGenerator();
    Tensor m_state;
};

/// The same layers, but few of them, and few words. A direction's embedding needs a vocabulary's tags; no kernel of ours reads it.
mixmoe::ModelConfig smallOne(mixmoe::ModelConfig config)
{
    config.layerCount = std::min(config.layerCount, std::max(2, config.moe.every));
    config.vocabSize = std::min(config.vocabSize, vocabularyOfCheck);
    config.moe.directionEmbedding = false;
    return config;
}

/// Every projection gives values as large as those it gets: nothing vanishes, and nothing drowns. So do routers of a transform, whose numbers grow with the width's root.
MixMoeModel madeUpModel(const mixmoe::ModelConfig &config)
{
    MixMoeModel model(config);
    const torch::NoGradGuard noGrad;
    for (auto &item : model->named_parameters()) {
        Tensor &value = item.value();
        if (item.key().ends_with("norm.weight"))
            value.add_(torch::randn(value.sizes()) * 0.1);
        else if (item.key().ends_with(".router.weight") && value.size(-1) == 2 * config.hiddenSize)
            value.slice(-1, config.hiddenSize).div_(std::sqrt(config.hiddenSize / 2.0));
        else if (item.key().find(".router.") == std::string::npos)
            value.copy_(torch::randn(value.sizes()) / std::sqrt(static_cast<double>(value.size(-1))));
    }
    return model;
}

Batch madeUpBatch(int vocabulary, const std::vector<std::int64_t> &lengths)
{
    std::mt19937 random(seed);
    Batch batch;
    batch.offsets = {0};
    for (const std::int64_t length : lengths) {
        for (std::int64_t i = 0; i < length; ++i) {
            batch.inputs.push_back(random() % static_cast<unsigned>(vocabulary));
            batch.targets.push_back(random() % static_cast<unsigned>(vocabulary));
            batch.weights.push_back(i < length / 3 ? 0.0F : 1.0F);
            batch.isText.push_back(0);
        }
        batch.offsets.push_back(batch.offsets.back() + length);
    }
    return batch;
}

struct Outcome {
    Tensor loss;
    RoutersOfLayers routers;
    std::vector<Tensor> gradients;   // of the parameters, in their order
};

Outcome outcomeOf(Execution execution, MixMoeModel &model, const PreparedBatch &batch, const PinnedRoutes &routes = {})
{
    model->setExecution(execution);
    LossParts parts = lossOf(model, batch, smoothing, routes);
    Tensor loss = parts.crossEntropy / static_cast<double>(batch.targets.size(0));
    if (const Tensor balance = balanceOf(parts.routers); balance.defined())
        loss = loss + balance;
    const std::vector<Tensor> parameters = model->parameters();
    Outcome outcome{loss.detach(), std::move(parts.routers), torch::autograd::grad({loss}, parameters, {}, /*retain_graph=*/false, /*create_graph=*/false, /*allow_unused=*/true)};
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        Tensor &gradient = outcome.gradients[i];
        gradient = !gradient.defined() ? torch::zeros_like(parameters[i]) : gradient.is_sparse() ? gradient.to_dense() : gradient;
    }
    return outcome;
}

/// 0 for two zeros; infinite for what is no number.
double distance(const Tensor &actual, const Tensor &expected)
{
    const double difference = (actual - expected).norm().item<double>(), size = expected.norm().item<double>();
    return std::isfinite(difference) ? difference / std::max(size, 1e-9) : INFINITY;
}

/// How much less likely, in the mean over tokens, the choices are than the likeliest; infinite for what is no number.
double regret(const RouterOutput &judged)
{
    const Tensor likeliest = std::get<0>(judged.probability.topk(judged.chosen.size(-1), -1)), chosen = judged.probability.gather(-1, judged.chosen);
    const double difference = (likeliest.sum(-1) - chosen.sum(-1)).mean().item<double>();
    return std::isfinite(difference) ? difference : INFINITY;
}

bool areExperts(const Outcome &outcome, std::int64_t experts)
{
    return std::ranges::all_of(outcome.routers, [&](const auto &layer) {
        return std::ranges::all_of(layer, [&](const RouterOutput &router) { return router.chosen.min().template item<std::int64_t>() >= 0 && router.chosen.max().template item<std::int64_t>() < experts; });
    });
}

struct Difference {
    std::string of;
    double by = 0, allowed = 1;

    double excess() const { return by / allowed; }
};

Difference largestDifference(const MixMoeModelImpl &model, const Outcome &actual, const Outcome &expected)
{
    std::vector<Difference> all{{"losses", distance(actual.loss, expected.loss), allowedOfLosses}};
    for (const auto &layer : expected.routers) {
        for (const RouterOutput &router : layer)
            all.push_back({"choices of experts", regret(router), allowedOfLosses});
    }
    const auto parameters = model.named_parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i)
        all.push_back({"gradients of " + parameters[i].key(), distance(actual.gradients[i], expected.gradients[i]), allowedOfGradients});
    return *std::ranges::max_element(all, {}, &Difference::excess);
}

// A choice that rounding tips over would hide everything else: the judge takes those of the execution, and says how good they are.
std::string disagreementOn(const PreparedBatch &batch, Execution execution, Execution judge, MixMoeModel &model)
{
    const Outcome actual = outcomeOf(execution, model, batch);
    if (!areExperts(actual, model->config().moe.expertsPerGroup))
        return "choose experts that there are not";
    const Difference largest = largestDifference(*model, actual, outcomeOf(judge, model, batch, routesOf(actual.routers)));
    if (largest.excess() <= 1)
        return {};
    std::ostringstream problem;
    problem << "give " << largest.of;
    if (std::isfinite(largest.by))
        problem << " that differ from LibTorch's by " << std::setprecision(2) << largest.by;
    else
        problem << " that are no numbers";
    return problem.str();
}

}  // namespace

std::string disagreement(Execution execution, Execution judge, const mixmoe::ModelConfig &config, const torch::Device &device)
{
    const OwnRandomNumbers own;
    std::vector<std::vector<std::int64_t>> batches{{1, 2, 7, 16, 17, 33, 64, 100, card::longestOfShort}, {1, 40, card::longestOfShort + 44}};
    if (device.is_cuda())   // so many rows that a block takes several
        batches.emplace_back(20, card::longestOfShort);
    try {
        MixMoeModel model = madeUpModel(smallOne(config));
        model->to(device);
        for (const std::vector<std::int64_t> &lengths : batches) {
            if (std::string problem = disagreementOn(prepared(madeUpBatch(model->config().vocabSize, lengths), device), execution, judge, model); !problem.empty())
                return problem;
        }
        return {};
    } catch (const c10::OutOfMemoryError &) {
        return "could not be compared with LibTorch's, for which the card's memory does not suffice";
    } catch (const std::exception &exception) {
        const std::string text = exception.what();
        return "fail: " + text.substr(0, text.find('\n'));
    }
}

CheckedExecution checkedExecution(const mixmoe::ModelConfig &config, const torch::Device &device)
{
    const Execution fastest = fastestFor(torch::empty({1, config.hiddenSize}, device));
    std::string problem = fastest == Execution::Card ? disagreement(Execution::Card, Execution::Autocast, config, device) : std::string();
    return {problem.empty() ? fastest : Execution::Autocast, std::move(problem)};
}

}  // namespace interlinear::training
