#include "engine/mixmoe/runtime/cpu/packed_model.h"

#include "engine/mixmoe/runtime/reference/linear.h"

#include <cmath>

namespace interlinear::mixmoe {

namespace {

// What a gated activation gives has a few large values, which would leave the rest few bits.
WeightType typeOfDown(WeightType type)
{
    return type == WeightType::Int8 ? WeightType::Int8FineInput : type;
}

std::vector<float> routersOf(const LayerWeights &layer)
{
    std::vector<float> routers;
    for (const ExpertGroupWeights &group : layer.groups)
        routers.insert(routers.end(), group.folded.weight.begin(), group.folded.weight.end());
    return routers;
}

/// Visits every matrix of a layer: visit(where it goes, parts, depth, type).
template <typename Visit>
void visitMatrices(const LayerWeights &layer, const ModelConfig &config, WeightType type, PackedLayer &packed, const Visit &visit)
{
    const auto d = static_cast<std::size_t>(config.hiddenSize);
    const auto visitFfn = [&](PackedFfn &ffn, std::span<const float> gate, std::span<const float> up, std::span<const float> down) {
        ffn.inner = gate.size() / d;
        visit(ffn.gateUp, {gate, up}, d, type);
        visit(ffn.down, {down}, ffn.inner, typeOfDown(type));
    };
    visit(packed.queryKeyValue, {layer.q, layer.k, layer.v}, d, type);
    visit(packed.output, {layer.o}, layer.o.size() / d, type);
    if (layer.groups.empty())
        return visitFfn(packed.ffn, layer.ffn.gate, layer.ffn.up, layer.ffn.down);

    const std::vector<float> routers = routersOf(layer);
    visit(packed.routers, {routers}, d, WeightType::Fp32);
    const std::size_t expertWeights = static_cast<std::size_t>(config.expertSize()) * d;
    packed.experts.resize(layer.groups.size() * static_cast<std::size_t>(config.moe.expertsPerGroup));
    auto expert = packed.experts.begin();
    for (const ExpertGroupWeights &group : layer.groups) {
        for (std::size_t begin = 0; begin < group.gate.size(); begin += expertWeights) {
            const auto part = [&](const std::vector<float> &weights) { return std::span(weights).subspan(begin, expertWeights); };
            visitFfn(*expert++, part(group.gate), part(group.up), part(group.down));
        }
    }
}

template <typename Visit>
void visitMatrices(const Model &model, WeightType type, std::vector<PackedLayer> &layers, PackedMatrix &embedding, const Visit &visit)
{
    layers.resize(model.weights.layers.size());
    for (std::size_t layer = 0; layer < layers.size(); ++layer)
        visitMatrices(model.weights.layers[layer], model.config, type, layers[layer], visit);
    visit(embedding, {model.weights.embedding}, static_cast<std::size_t>(model.config.hiddenSize), type);
}

std::size_t bytesOf(const Model &model, WeightType type)
{
    std::size_t bytes = 0;
    std::vector<PackedLayer> layers;
    PackedMatrix embedding;
    visitMatrices(model, type, layers, embedding,
                  [&](PackedMatrix &, PackedMatrix::Parts parts, std::size_t depth, WeightType ofMatrix) { bytes += PackedMatrix::bytesOf(parts, depth, ofMatrix); });
    return bytes;
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

void copyVectors(const Model &model, std::size_t index, PackedLayer &packed)
{
    const LayerWeights &layer = model.weights.layers[index];
    packed.attentionNorm = layer.attentionNorm;
    packed.ffnNorm = layer.ffnNorm;
    for (const ExpertGroupWeights &group : layer.groups)
        packed.routerBias.insert(packed.routerBias.end(), group.folded.bias.begin(), group.folded.bias.end());
    if (layer.groups.size() < static_cast<std::size_t>(groupCount))
        return;
    const RouterWeights &router = layer.groups[static_cast<std::size_t>(ExpertGroup::Translation)].folded;
    packed.fromBias = biasesOf(model.weights.directionFrom, router, static_cast<std::size_t>(model.config.hiddenSize));
    packed.toBias = biasesOf(model.weights.directionTo, router, static_cast<std::size_t>(model.config.hiddenSize));
}

}  // namespace

PackedModel::PackedModel(const Model &model, WeightType type) : arena(bytesOf(model, type))
{
    visitMatrices(model, type, layers, embedding, [&](PackedMatrix &matrix, PackedMatrix::Parts parts, std::size_t depth, WeightType ofMatrix) {
        matrix = PackedMatrix(arena, parts, depth, ofMatrix);
    });
    for (std::size_t layer = 0; layer < layers.size(); ++layer)
        copyVectors(model, layer, layers[layer]);

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
