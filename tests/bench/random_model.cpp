#include "tests/bench/random_model.h"

#include <cmath>
#include <cstdint>

namespace interlinear::bench {

namespace {

struct Size {
    const char *name;
    int hidden, layers, heads, kvHeads, experts, expertSize, vocabulary;
};

constexpr Size sizes[] = {
    {"20m", 256, 6, 4, 2, 4, 384, 16000},
    {"70m", 512, 8, 8, 2, 4, 512, 32000},
    {"1b", 1024, 16, 16, 4, 8, 1024, 32000},
    {"10b", 2048, 24, 32, 8, 8, 4096, 32000},
};

// Uniform with this deviation; quick, since there may be a thousand million of them.
class Draw {
public:
    std::vector<float> operator()(std::size_t count, double deviation)
    {
        const auto scale = static_cast<float>(deviation * std::sqrt(12.0) / 4294967296.0);
        std::vector<float> values(count);
        for (float &value : values) {
            m_state = m_state * 6364136223846793005U + 1442695040888963407U;
            value = (static_cast<float>(m_state >> 32) - 2147483648.0F) * scale;
        }
        return values;
    }

private:
    std::uint64_t m_state = 1;
};

mixmoe::ExpertGroupWeights group(const mixmoe::ModelConfig &config, Draw &draw)
{
    const auto d = static_cast<std::size_t>(config.hiddenSize), n = static_cast<std::size_t>(config.moe.expertsPerGroup), m = static_cast<std::size_t>(config.expertSize());
    const double deviation = 1 / std::sqrt(static_cast<double>(d));
    mixmoe::ExpertGroupWeights weights;
    weights.router = {draw(n * d, deviation), std::vector<float>(n)};
    weights.folded = weights.router;
    weights.gate = draw(n * m * d, deviation);
    weights.up = draw(n * m * d, deviation);
    weights.down = draw(n * d * m, 1 / std::sqrt(static_cast<double>(m)));
    return weights;
}

}  // namespace

mixmoe::ModelConfig modelSize(const std::string &name)
{
    mixmoe::ModelConfig config;
    for (const Size &size : sizes) {
        if (name != size.name)
            continue;
        config.hiddenSize = size.hidden;
        config.layerCount = size.layers;
        config.headCount = size.heads;
        config.kvHeadCount = size.kvHeads;
        config.headSize = 64;
        config.ffnSize = size.experts * size.expertSize;
        config.vocabSize = size.vocabulary;
        config.moe.expertsPerGroup = size.experts;
    }
    config.name = name;
    config.maxPositions = 1024;
    config.stage = mixmoe::Stage::MixMoe;
    config.moe.every = 1;
    config.moe.fourierMode = mixmoe::FourierMode::None;
    return config;
}

std::shared_ptr<const mixmoe::Model> randomModel(const mixmoe::ModelConfig &config)
{
    const auto d = static_cast<std::size_t>(config.hiddenSize), kv = static_cast<std::size_t>(config.kvHeadCount * config.headSize);
    const double deviation = 1 / std::sqrt(static_cast<double>(d));
    Draw draw;
    auto model = std::make_shared<mixmoe::Model>();
    model->config = config;
    model->fingerprint = "random " + config.name;
    model->weights.embedding = draw(static_cast<std::size_t>(config.vocabSize) * d, 2 * deviation);
    model->weights.finalNorm.assign(d, 1.0F);
    for (int layer = 0; layer < config.layerCount; ++layer) {
        mixmoe::LayerWeights &weights = model->weights.layers.emplace_back();
        weights.attentionNorm.assign(d, 1.0F);
        weights.ffnNorm.assign(d, 1.0F);
        weights.q = draw(d * d, deviation);
        weights.k = draw(kv * d, deviation);
        weights.v = draw(kv * d, deviation);
        weights.o = draw(d * d, deviation);
        for (int i = 0; i < mixmoe::groupCount; ++i)
            weights.groups.push_back(group(config, draw));
    }
    return model;
}

}  // namespace interlinear::bench
