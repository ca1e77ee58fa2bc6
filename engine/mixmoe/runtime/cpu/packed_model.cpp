#include "engine/mixmoe/runtime/cpu/packed_model.h"

#include "engine/mixmoe/model/router_feature.h"
#include "engine/mixmoe/runtime/reference/linear.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

using Parts = std::vector<std::span<const float>>;

std::vector<float> routersOf(const LayerWeights &layer)
{
    std::vector<float> routers;
    for (const ExpertGroupWeights &group : layer.groups)
        routers.insert(routers.end(), group.folded.weight.begin(), group.folded.weight.end());
    return routers;
}

std::vector<float> routerBiasOf(const LayerWeights &layer)
{
    std::vector<float> biases;
    for (const ExpertGroupWeights &group : layer.groups)
        biases.insert(biases.end(), group.folded.bias.begin(), group.folded.bias.end());
    return biases;
}

std::vector<float> trainedRoutersOf(const LayerWeights &layer)
{
    std::vector<float> routers;
    for (const ExpertGroupWeights &group : layer.groups)
        routers.insert(routers.end(), group.router.weight.begin(), group.router.weight.end());
    return routers;
}

std::vector<float> directionBiasOf(const LayerWeights &layer, const std::vector<float> &embedding, std::size_t d)
{
    return directionBias(layer.groups[static_cast<std::size_t>(ExpertGroup::Translation)].folded.weight, embedding, d);
}

std::vector<Bf16> halvesOf(const std::vector<float> &values)
{
    std::vector<Bf16> halves(values.size());
    std::ranges::transform(values, halves.begin(), toBf16);
    return halves;
}

// Visits every piece of a packed model in its order in the arena: its place, its shape, and what fills it. The weights may be null where nothing is filled.
//   visit.matrix(matrix, outputs, depth, type, parts), parts() -> Parts; visit.vector(span, count, values), values() -> std::vector.
template <typename Visit>
class PieceWalk {
public:
    PieceWalk(const ModelConfig &config, const PackedLayout &layout, const ModelWeights *weights, Visit &visit)
        : m_config(config), m_layout(layout), m_weights(weights), m_visit(visit), m_d(size(config.hiddenSize))
    {
    }

    void walk(PackedModel &packed)
    {
        packed.layers.resize(size(m_config.layerCount));
        for (std::size_t index = 0; index < packed.layers.size(); ++index)
            walkLayer(static_cast<int>(index), packed.layers[index]);
        const std::size_t vocabulary = size(m_config.vocabSize);
        m_visit.matrix(packed.embedding, {vocabulary}, m_d, m_layout.type, [this] { return Parts{m_weights->embedding}; });
        m_visit.vector(packed.finalNorm, m_d, [this] { return m_weights->finalNorm; });
        if (m_config.hasDirectionEmbedding()) {
            const std::size_t values = m_config.languages.size() * m_d;
            m_visit.vector(packed.directionFrom, values, [this] { return m_weights->directionFrom; });
            m_visit.vector(packed.directionTo, values, [this] { return m_weights->directionTo; });
        }
        if (m_layout.halfRows)
            m_visit.vector(packed.halfRows, vocabulary * m_d, [this] { return halvesOf(m_weights->embedding); });
        else
            m_visit.vector(packed.floatRows, vocabulary * m_d, [this] { return m_weights->embedding; });
    }

private:
    static std::size_t size(int value) { return static_cast<std::size_t>(value); }

    void walkLayer(int index, PackedLayer &packed)
    {
        const auto layer = [this, index]() -> const LayerWeights & { return m_weights->layers[size(index)]; };
        const std::size_t heads = size(m_config.headCount) * size(m_config.headSize), kvHeads = size(m_config.kvHeadCount) * size(m_config.headSize);
        m_visit.vector(packed.attentionNorm, m_d, [=] { return layer().attentionNorm; });
        m_visit.vector(packed.ffnNorm, m_d, [=] { return layer().ffnNorm; });
        m_visit.matrix(packed.queryKeyValue, {heads, kvHeads, kvHeads}, m_d, m_layout.type, [=] { return Parts{layer().q, layer().k, layer().v}; });
        m_visit.matrix(packed.output, {m_d}, heads, m_layout.type, [=] { return Parts{layer().o}; });
        if (m_config.groups() > 0 && m_config.isMixMoeLayer(index))
            walkMixture(layer, packed);
        else
            walkFfn(packed.ffn, size(m_config.ffnSize), [=](auto part) { return std::span<const float>(layer().ffn.*part); });
    }

    template <typename Layer>
    void walkMixture(const Layer &layer, PackedLayer &packed)
    {
        const std::size_t groups = size(m_config.groups()), n = size(m_config.moe.expertsPerGroup), m = size(m_config.expertSize());
        std::vector<float> routers;
        m_visit.matrix(packed.routers.weights, {groups * n}, m_d, WeightType::Fp32, [&] {
            routers = routersOf(layer());
            return Parts{routers};
        });
        m_visit.vector(packed.routers.bias, groups * n, [=] { return routerBiasOf(layer()); });
        if (m_config.hasDirectionEmbedding()) {
            const std::size_t biases = m_config.languages.size() * n;
            m_visit.vector(packed.routers.fromBias, biases, [&] { return directionBiasOf(layer(), m_weights->directionFrom, m_d); });
            m_visit.vector(packed.routers.toBias, biases, [&] { return directionBiasOf(layer(), m_weights->directionTo, m_d); });
        }
        if (isFoldable(m_config.moe.fourierMode) && spectrumBins(m_config.moe.fourierMode, m_config.hiddenSize) > 0)
            m_visit.vector(packed.trainedRouters, groups * n * 2 * m_d, [=] { return trainedRoutersOf(layer()); });
        packed.experts.resize(groups * n);
        for (std::size_t expert = 0; expert < packed.experts.size(); ++expert) {
            const auto part = [=, d = m_d](auto member) {
                return std::span<const float>(layer().groups[expert / n].*groupMember(member)).subspan(expert % n * m * d, m * d);
            };
            walkFfn(packed.experts[expert], m, part);
        }
    }

    // part(&FfnWeights::gate) is what the block has of it.
    template <typename Part>
    void walkFfn(PackedFfn &ffn, std::size_t inner, const Part &part)
    {
        ffn.inner = inner;
        m_visit.matrix(ffn.gateUp, {inner, inner}, m_d, m_layout.type, [&] { return Parts{part(&FfnWeights::gate), part(&FfnWeights::up)}; });
        m_visit.matrix(ffn.down, {m_d}, inner, m_layout.type, [&] { return Parts{part(&FfnWeights::down)}; });
    }

    using FfnMember = std::vector<float> FfnWeights::*;
    static std::vector<float> ExpertGroupWeights::*groupMember(FfnMember member)
    {
        return member == &FfnWeights::gate ? &ExpertGroupWeights::gate : member == &FfnWeights::up ? &ExpertGroupWeights::up : &ExpertGroupWeights::down;
    }

    const ModelConfig &m_config;
    const PackedLayout &m_layout;
    const ModelWeights *m_weights;
    Visit &m_visit;
    std::size_t m_d;
};

struct Measure {
    std::size_t bytes = 0;

    void matrix(PackedMatrix &, const PackedMatrix::Outputs &outputs, std::size_t depth, WeightType type, const auto &) { bytes += PackedMatrix::bytesOf(outputs, depth, type); }
    template <typename Value>
    void vector(std::span<const Value> &, std::size_t count, const auto &)
    {
        bytes += toCacheLine(count * sizeof(Value));
    }
};

struct Fill {
    WeightArena &arena;

    void matrix(PackedMatrix &matrix, const PackedMatrix::Outputs &outputs, std::size_t depth, WeightType type, const auto &parts)
    {
        matrix = PackedMatrix(arena, outputs, depth, type);
        matrix.pack(parts());
    }
    template <typename Value>
    void vector(std::span<const Value> &span, std::size_t count, const auto &values)
    {
        auto *place = reinterpret_cast<Value *>(arena.take(count * sizeof(Value)));
        std::ranges::copy(values(), place);
        span = {place, count};
    }
};

struct Find {
    WeightArena &arena;

    void matrix(PackedMatrix &matrix, const PackedMatrix::Outputs &outputs, std::size_t depth, WeightType type, const auto &) { matrix = PackedMatrix(arena, outputs, depth, type); }
    template <typename Value>
    void vector(std::span<const Value> &span, std::size_t count, const auto &)
    {
        span = {reinterpret_cast<const Value *>(arena.take(count * sizeof(Value))), count};
    }
};

void setPositions(const ModelConfig &config, PackedModel &packed)
{
    const int half = config.headSize / 2;
    std::vector<double> frequencies;
    for (int i = 0; i < half; ++i)
        frequencies.push_back(std::pow(static_cast<double>(config.ropeTheta), -2.0 * i / config.headSize));
    for (int position = 0; position < config.maxPositions; ++position) {
        for (const double frequency : frequencies) {
            packed.cosines.push_back(static_cast<float>(std::cos(position * frequency)));
            packed.sines.push_back(static_cast<float>(std::sin(position * frequency)));
        }
    }
}

PackedModel emptyModel(WeightArena arena, const ModelConfig &config, const PackedLayout &layout)
{
    PackedModel packed{.layout = layout, .arena = std::move(arena)};
    setPositions(config, packed);
    return packed;
}

}  // namespace

std::vector<float> directionBias(std::span<const float> router, std::span<const float> embedding, std::size_t d)
{
    std::vector<float> biases;
    for (std::size_t begin = 0; begin < embedding.size(); begin += d) {
        const std::vector<float> row = linear(router, embedding.subspan(begin, d));
        biases.insert(biases.end(), row.begin(), row.end());
    }
    return biases;
}

std::size_t packedBytes(const ModelConfig &config, const PackedLayout &layout)
{
    PackedModel nowhere{.layout = layout, .arena = WeightArena(1)};
    Measure measure;
    PieceWalk(config, layout, nullptr, measure).walk(nowhere);
    return measure.bytes;
}

PackedModel packModel(const Model &model, WeightType type)
{
    const PackedLayout layout{type, fitBf16(model.weights.embedding)};
    PackedModel packed = emptyModel(WeightArena(packedBytes(model.config, layout)), model.config, layout);
    Fill fill{packed.arena};
    PieceWalk(model.config, layout, &model.weights, fill).walk(packed);
    return packed;
}

PackedModel unpackedFrom(WeightArena arena, const ModelConfig &config, const PackedLayout &layout)
{
    PackedModel packed = emptyModel(std::move(arena), config, layout);
    Find find{packed.arena};
    PieceWalk(config, layout, nullptr, find).walk(packed);
    return packed;
}

void PackedModel::readRow(std::size_t token, std::span<float> out) const
{
    if (layout.halfRows)
        std::ranges::transform(halfRows.subspan(token * out.size(), out.size()), out.begin(), [](Bf16 half) { return toFloat(half); });
    else
        std::ranges::copy(floatRows.subspan(token * out.size(), out.size()), out.begin());
}

}  // namespace interlinear::mixmoe
