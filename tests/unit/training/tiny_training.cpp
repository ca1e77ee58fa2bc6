#include "tests/unit/training/tiny_training.h"

namespace interlinear::training {

mixmoe::ModelConfig tinyConfig(mixmoe::Stage stage)
{
    mixmoe::ModelConfig config;
    config.vocabSize = 40;
    config.hiddenSize = 24;
    config.layerCount = 4;
    config.headCount = 4;
    config.kvHeadCount = 2;
    config.headSize = 6;
    config.ffnSize = 32;
    config.maxPositions = 64;
    config.stage = stage;
    config.name = "tiny";
    return config;
}

StageRecipe tinyStage(Trains trains, int steps)
{
    StageRecipe stage;
    stage.name = "stage";
    stage.start = trains == Trains::MtExperts ? Start::CopyGroups : trains == Trains::LmExperts ? Start::Slice : Start::Fresh;
    stage.trains = trains;
    stage.steps = steps;
    stage.tokensPerStep = 128;
    stage.learningRate = 5e-3F;
    return stage;
}

const ExampleSource &shiftTask()
{
    static const ExampleSource source = [] {
        ExampleBuilder task;
        std::mt19937 random(17);
        for (int i = 0; i < 200; ++i) {
            const auto half = static_cast<std::uint32_t>(3 + random() % 5);
            std::vector<mixmoe::TokenId> tokens;
            for (std::uint32_t j = 0; j < half; ++j)
                tokens.push_back(static_cast<mixmoe::TokenId>(4 + random() % 30));
            tokens.push_back(2);
            for (std::uint32_t j = 0; j < half; ++j)
                tokens.push_back(tokens[j] + 1);
            tokens.push_back(1);
            task.add(tokens, half + 1);
        }
        return std::move(task).build(0);
    }();
    return source;
}

StageRun tinyRun(MixMoeModel model, const StageRecipe &stage)
{
    return StageRun(std::move(model), stage, trainableBy(stage.trains, {}), shiftSampler(5));
}

BatchSampler shiftSampler(std::uint64_t seed)
{
    return BatchSampler({&shiftTask()}, {1}, 128, seed);
}

MixMoeModel randomModel(const mixmoe::ModelConfig &config, int seed)
{
    torch::manual_seed(seed);
    MixMoeModel model(config);
    const torch::NoGradGuard noGrad;
    for (auto &item : model->named_parameters())
        item.value().copy_(torch::randn_like(item.value()) * (item.key().find("router") != std::string::npos ? 0.5 : 0.2));
    return model;
}

Packed randomInputs(const mixmoe::ModelConfig &config, const std::vector<std::int64_t> &lengths, int seed)
{
    std::mt19937 random(static_cast<unsigned>(seed));
    std::vector<std::vector<std::int64_t>> sequences;
    for (const std::int64_t length : lengths) {
        sequences.emplace_back();
        for (std::int64_t i = 0; i < length; ++i)
            sequences.back().push_back(random() % static_cast<unsigned>(config.vocabSize));
    }
    return packed(sequences);
}

double largestDifference(const torch::Tensor &a, const torch::Tensor &b)
{
    return (a - b).abs().max().item<double>();
}

}  // namespace interlinear::training
