#include "engine/training/recipe/step_speed.h"

#include "engine/core/stopwatch.h"

#include <random>

namespace interlinear::training {

namespace {

constexpr int unmeasuredSteps = 2;
constexpr std::uint32_t shortest = 8, lengths = 49;

ExampleSource madeUpText(int vocabulary, std::int64_t length)
{
    std::mt19937 random(1);
    ExampleBuilder text;
    for (std::int64_t i = 0; i < std::max<std::int64_t>(2000, length / shortest); ++i) {
        std::vector<mixmoe::TokenId> tokens(shortest + random() % lengths);
        for (mixmoe::TokenId &token : tokens)
            token = static_cast<mixmoe::TokenId>(random() % static_cast<unsigned>(vocabulary));
        text.add(tokens, tokens.size() / 2);
    }
    return std::move(text).build(0);
}

/// Those that a token meets.
double weightsOfBlocks(const mixmoe::ModelConfig &config)
{
    const double attention = 2.0 * config.hiddenSize * config.headSize * (config.headCount + config.kvHeadCount);
    double weights = config.layerCount * attention;
    for (int layer = 0; layer < config.layerCount; ++layer) {
        const bool mixed = config.groups() > 0 && config.isMixMoeLayer(layer);
        weights += 3.0 * config.hiddenSize * (mixed ? config.groups() * config.moe.topK * config.expertSize() : config.ffnSize);
    }
    return weights;
}

}  // namespace

Result<StepSpeed> measureSteps(const mixmoe::ModelConfig &config, const SpeedOptions &options)
{
    const ExampleSource text = madeUpText(config.vocabSize, options.tokensPerStep);
    MixMoeModel model(config);
    model->to(options.device);
    model->setExecution(options.execution);
    StageRecipe recipe;
    recipe.steps = options.steps + unmeasuredSteps;
    StageRun run(model, recipe, trainableBy(Trains::Everything, {}), BatchSampler({&text}, {1}, options.tokensPerStep, 1));
    Stopwatch watch;
    double tokens = 0;
    StepTimes times;
    while (!run.finished()) {
        const Result<StepReport> report = run.step();
        if (!report)
            return std::unexpected(report.error());
        if (report->step == unmeasuredSteps) {
            watch = Stopwatch();
            continue;
        }
        if (report->step < unmeasuredSteps)
            continue;
        tokens += static_cast<double>(report->tokens);
        times.batches += report->times.batches;
        times.forward += report->times.forward;
        times.backward += report->times.backward;
        times.update += report->times.update;
    }
    constexpr double predictedShare = 0.5;
    const double perToken = 6 * (weightsOfBlocks(config) + predictedShare * config.vocabSize * config.hiddenSize), seconds = watch.seconds();
    return StepSpeed{tokens / seconds, perToken * tokens / seconds, times};
}

double bf16Peak(const torch::Device &device)
{
    constexpr std::int64_t size = 8192;
    constexpr int products = 20;
    const torch::NoGradGuard noGrad;
    const torch::Tensor a = torch::randn({size, size}, torch::TensorOptions(device).dtype(torch::kBFloat16)), b = torch::randn_like(a);
    torch::Tensor c = a.mm(b);
    const auto wait = [&c] { return c[0][0].to(torch::kCPU); };
    wait();
    const Stopwatch watch;
    for (int i = 0; i < products; ++i)
        at::mm_out(c, a, b);
    wait();
    return 2.0 * size * size * size * products / watch.seconds();
}

}  // namespace interlinear::training
