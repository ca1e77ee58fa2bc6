#include "tests/bench/model_cost.h"

#include <cmath>

namespace interlinear::bench {

namespace {

double attentionWeights(const mixmoe::ModelConfig &config)
{
    return 2.0 * (config.headCount + config.kvHeadCount) * config.headSize * config.hiddenSize;
}

// The weights of one layer's FFN when this many experts of each group are read.
double ffnWeights(const mixmoe::ModelConfig &config, int layer, double expertsRead)
{
    const double d = config.hiddenSize;
    if (config.groups() == 0 || !config.isMixMoeLayer(layer))
        return 3 * d * config.ffnSize;
    return config.groups() * (3 * d * config.expertSize() * expertsRead + d * config.moe.expertsPerGroup);
}

double bodyWeights(const mixmoe::ModelConfig &config, double expertsRead)
{
    double sum = 0;
    for (int layer = 0; layer < config.layerCount; ++layer)
        sum += attentionWeights(config) + ffnWeights(config, layer, expertsRead);
    return sum;
}

double headWeights(const mixmoe::ModelConfig &config)
{
    return static_cast<double>(config.vocabSize) * config.hiddenSize;
}

}  // namespace

double weightsPerToken(const mixmoe::ModelConfig &config)
{
    return bodyWeights(config, config.moe.topK) + headWeights(config);
}

double weightsPerPromptToken(const mixmoe::ModelConfig &config)
{
    return bodyWeights(config, config.moe.topK);
}

std::array<StepWeights, 2> weightsOfStep(const mixmoe::ModelConfig &config, int tokens)
{
    const double n = config.moe.expertsPerGroup, read = n * (1 - std::pow(1 - config.moe.topK / n, tokens));
    const double everybodys = bodyWeights(config, 0) + headWeights(config);
    return {StepWeights{everybodys, everybodys}, StepWeights{bodyWeights(config, config.moe.topK) - bodyWeights(config, 0), bodyWeights(config, read) - bodyWeights(config, 0)}};
}

double weightsOf(const mixmoe::ModelConfig &config)
{
    return bodyWeights(config, config.moe.expertsPerGroup) + headWeights(config);
}

double bytesPerWeight(const std::string &precision)
{
    return precision == "int8" || precision == "fp8" ? 1 : precision == "bf16" ? 2 : 4;
}

}  // namespace interlinear::bench
