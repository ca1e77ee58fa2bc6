#include "engine/mixmoe/runtime/cpu/packed_model.h"

#include "engine/mixmoe/runtime/reference/linear.h"

#include <cmath>

namespace interlinear::mixmoe {

namespace {

// What a gated activation gives has a few large values, which would leave the rest few bits.
PackedFfn packFfn(std::span<const float> gate, std::span<const float> up, std::span<const float> down, std::size_t d, WeightType type)
{
    const std::size_t inner = gate.size() / d;
    return {PackedMatrix({gate, up}, d, type), PackedMatrix({down}, inner, type == WeightType::Int8 ? WeightType::Int8FineInput : type), inner};
}

void packExperts(const std::vector<ExpertGroupWeights> &groups, const ModelConfig &config, WeightType type, PackedLayer &packed)
{
    const auto d = static_cast<std::size_t>(config.hiddenSize);
    const std::size_t expertWeights = static_cast<std::size_t>(config.expertSize()) * d;
    std::vector<float> routers;
    for (const ExpertGroupWeights &group : groups) {
        routers.insert(routers.end(), group.folded.weight.begin(), group.folded.weight.end());
        packed.routerBias.insert(packed.routerBias.end(), group.folded.bias.begin(), group.folded.bias.end());
        for (std::size_t begin = 0; begin < group.gate.size(); begin += expertWeights) {
            const auto part = [&](const std::vector<float> &weights) { return std::span(weights).subspan(begin, expertWeights); };
            packed.experts.push_back(packFfn(part(group.gate), part(group.up), part(group.down), d, type));
        }
    }
    packed.routers = PackedMatrix({routers}, d, WeightType::Fp32);
}

/// W_eff e for each row e of the embedding.
std::vector<float> biasesOf(const std::vector<float> &embedding, const RouterWeights &router, std::size_t d)
{
    std::vector<float> biases;
    for (std::size_t begin = 0; begin < embedding.size(); begin += d) {
        const std::vector<float> row = linear(router.weight, std::span(embedding).subspan(begin, d));
        biases.insert(biases.end(), row.begin(), row.end());
    }
    return biases;
}

PackedLayer packLayer(const LayerWeights &weights, const ModelConfig &config, WeightType type)
{
    const auto d = static_cast<std::size_t>(config.hiddenSize);
    PackedLayer packed;
    packed.attentionNorm = weights.attentionNorm;
    packed.ffnNorm = weights.ffnNorm;
    packed.queryKeyValue = PackedMatrix({weights.q, weights.k, weights.v}, d, type);
    packed.output = PackedMatrix({weights.o}, weights.o.size() / d, type);
    if (weights.groups.empty())
        packed.ffn = packFfn(weights.ffn.gate, weights.ffn.up, weights.ffn.down, d, type);
    else
        packExperts(weights.groups, config, type, packed);
    return packed;
}

}  // namespace

PackedModel::PackedModel(const Model &model, WeightType type) : embedding({model.weights.embedding}, static_cast<std::size_t>(model.config.hiddenSize), type)
{
    for (const LayerWeights &layer : model.weights.layers)
        layers.push_back(packLayer(layer, model.config, type));
    for (std::size_t index = 0; index < layers.size(); ++index) {
        const std::vector<ExpertGroupWeights> &groups = model.weights.layers[index].groups;
        if (groups.size() < static_cast<std::size_t>(groupCount))
            continue;
        const RouterWeights &router = groups[static_cast<std::size_t>(ExpertGroup::Translation)].folded;
        layers[index].fromBias = biasesOf(model.weights.directionFrom, router, static_cast<std::size_t>(model.config.hiddenSize));
        layers[index].toBias = biasesOf(model.weights.directionTo, router, static_cast<std::size_t>(model.config.hiddenSize));
    }

    const int half = model.config.headSize / 2;
    for (int position = 0; position < model.config.maxPositions; ++position) {
        for (int i = 0; i < half; ++i) {
            const double frequency = std::pow(static_cast<double>(model.config.ropeTheta), -2.0 * i / model.config.headSize);
            cosines.push_back(static_cast<float>(std::cos(position * frequency)));
            sines.push_back(static_cast<float>(std::sin(position * frequency)));
        }
    }
}

}  // namespace interlinear::mixmoe
