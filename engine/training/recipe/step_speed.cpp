#include "engine/training/recipe/step_speed.h"

#include "engine/training/recipe/stage.h"

#include <chrono>
#include <random>

namespace interlinear::training {

namespace {

constexpr int unmeasuredSteps = 2;
constexpr std::uint32_t shortest = 8, lengths = 49;

ExampleSource madeUpText(int vocabulary)
{
    std::mt19937 random(1);
    ExampleBuilder text;
    for (int i = 0; i < 2000; ++i) {
        std::vector<mixmoe::TokenId> tokens(shortest + random() % lengths);
        for (mixmoe::TokenId &token : tokens)
            token = static_cast<mixmoe::TokenId>(random() % static_cast<unsigned>(vocabulary));
        text.add(tokens, tokens.size() / 2);
    }
    return std::move(text).build(0);
}

double weightsOfBlocks(const mixmoe::ModelConfig &config)
{
    const double attention = 2.0 * config.hiddenSize * config.headSize * (config.headCount + config.kvHeadCount);
    return config.layerCount * (attention + 3.0 * config.hiddenSize * config.ffnSize);
}

}  // namespace

StepSpeed measureSteps(const mixmoe::ModelConfig &config, const SpeedOptions &options)
{
    const ExampleSource text = madeUpText(config.vocabSize);
    MixMoeModel model(config);
    model->setExecution(options.execution);
    StageRecipe recipe;
    recipe.steps = options.steps + unmeasuredSteps;
    StageRun run(model, recipe, trainableBy(Trains::Everything, {}), BatchSampler({&text}, {1}, options.tokensPerStep, 1));
    for (int i = 0; i < unmeasuredSteps; ++i)
        run.step();
    const auto begin = std::chrono::steady_clock::now();
    double tokens = 0;
    while (!run.finished())
        tokens += static_cast<double>(run.step()->tokens);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    constexpr double predictedShare = 0.5;
    const double perToken = 6 * (weightsOfBlocks(config) + predictedShare * config.vocabSize * config.hiddenSize);
    return {tokens / seconds, perToken * tokens / seconds};
}

}  // namespace interlinear::training
