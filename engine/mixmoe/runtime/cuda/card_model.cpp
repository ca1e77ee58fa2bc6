#include "engine/mixmoe/runtime/cuda/card_model.h"

#include "engine/mixmoe/runtime/cpu/packed_model.h"
#include "engine/mixmoe/runtime/kernels/row_functions.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace interlinear::mixmoe::cuda {

namespace {

constexpr std::size_t alignment = 256;

// As the CPU rounds them. The scale is returned.
float roundToBytes(std::span<const float> weights, std::uint8_t *out)
{
    std::vector<std::int8_t> rounded(weights.size());
    const float scale = rowFunctions(widestSupported()).roundToInt8(weights.data(), weights.size(), rounded.data()).scale;
    std::ranges::transform(rounded, out, [](std::int8_t value) { return static_cast<std::uint8_t>(value + byteBias); });
    return scale;
}

float roundToFp8(std::span<const float> weights, std::uint8_t *out)
{
    float largest = 0;
    for (const float weight : weights)
        largest = std::max(largest, std::abs(weight));
    std::ranges::transform(weights, out, [&](float weight) { return largest > 0 ? nearestFp8(weight / largest * largestFp8).bits : std::uint8_t(0); });
    return largest / largestFp8;
}

// Puts one piece behind the other; without a card it writes nothing, without memory it only counts.
class PieceWriter {
public:
    PieceWriter(Card *card, std::byte *memory) : m_card(card), m_memory(memory) {}

    std::size_t used() const { return m_used; }

    template <typename T, typename Values>
    const T *values(std::size_t count, const Values &make)
    {
        std::byte *place = take(count * sizeof(T));
        if (m_card) {
            const std::vector<T> made = make();
            m_card->copyInNow(place, made.data(), made.size() * sizeof(T));
        }
        return reinterpret_cast<const T *>(place);
    }

    /// row(matrix, column): that column's weights, or nothing for zeros.
    template <typename Row>
    CardMatrix matrices(WeightKind kind, int count, int depth, int columns, int outWidth, const Row &row)
    {
        CardMatrix made{.kind = kind, .depth = depth, .columns = columns, .outWidth = outWidth, .expertValues = static_cast<std::int64_t>(columns) * paddedDepth(kind, depth)};
        const std::size_t bytes = static_cast<std::size_t>(made.expertValues) * bytesOf(kind);
        std::byte *place = take(static_cast<std::size_t>(count) * bytes);
        made.weights = place;
        std::vector<float> scales;
        for (int matrix = 0; m_card && matrix < count; ++matrix, place += bytes) {
            if (hasScales(kind))
                fillRounded(place, made, matrix, row, scales);
            else if (kind == WeightKind::Half)
                fill(place, made, matrix, row, [](float value) { return Half{toBf16(value).bits}; });
            else
                fill(place, made, matrix, row, [](float value) { return value; });
        }
        if (hasScales(kind))
            made.scales = values<float>(static_cast<std::size_t>(count * columns), [&] { return scales; });
        return made;
    }

private:
    static std::size_t bytesOf(WeightKind kind) { return hasScales(kind) ? 1 : kind == WeightKind::Half ? sizeof(Half) : sizeof(float); }

    std::byte *take(std::size_t bytes)
    {
        std::byte *place = m_memory ? m_memory + m_used : nullptr;
        m_used += (bytes + alignment - 1) / alignment * alignment;
        return place;
    }

    template <typename Row, typename Convert>
    void fill(std::byte *place, const CardMatrix &shape, int matrix, const Row &row, const Convert &convert)
    {
        using Weight = decltype(convert(0.0F));
        const std::size_t stride = static_cast<std::size_t>(paddedDepth(shape.kind, shape.depth));
        std::vector<Weight> image(static_cast<std::size_t>(shape.expertValues), convert(0.0F));
        for (int column = 0; column < shape.columns; ++column) {
            const std::span<const float> weights = row(matrix, column);
            std::ranges::transform(weights, image.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(column) * stride), convert);
        }
        m_card->copyInNow(place, image.data(), image.size() * sizeof(Weight));
    }

    template <typename Row>
    void fillRounded(std::byte *place, const CardMatrix &shape, int matrix, const Row &row, std::vector<float> &scales)
    {
        const std::size_t stride = static_cast<std::size_t>(paddedDepth(shape.kind, shape.depth));
        const bool bytes = shape.kind == WeightKind::Byte;
        std::vector<std::uint8_t> image(static_cast<std::size_t>(shape.expertValues), bytes ? byteBias : 0);
        for (int column = 0; column < shape.columns; ++column) {
            const std::span<const float> weights = row(matrix, column);
            std::uint8_t *out = image.data() + static_cast<std::size_t>(column) * stride;
            scales.push_back(weights.empty() ? 0.0F : bytes ? roundToBytes(weights, out) : roundToFp8(weights, out));
        }
        m_card->copyInNow(place, image.data(), image.size());
    }

    Card *m_card;
    std::byte *m_memory;
    std::size_t m_used = 0;
};

std::span<const float> rowOf(const std::vector<float> &matrix, int row, int width)
{
    return std::span(matrix).subspan(static_cast<std::size_t>(row) * static_cast<std::size_t>(width), static_cast<std::size_t>(width));
}

class ModelWriter {
public:
    /// Weights may be empty where nothing is written.
    ModelWriter(const ModelConfig &config, const ModelWeights &weights, WeightKind kind, PieceWriter &writer)
        : m_config(config), m_weights(weights), m_kind(kind), m_writer(writer), m_d(config.hiddenSize)
    {
    }

    void write(CardModel &made)
    {
        made.layers.resize(static_cast<std::size_t>(m_config.layerCount));
        for (std::size_t index = 0, mixtures = 0; index < made.layers.size(); ++index) {
            static const LayerWeights nothing;
            const LayerWeights &from = m_weights.layers.empty() ? nothing : m_weights.layers[index];
            CardLayer &layer = made.layers[index];
            writeAttention(from, layer);
            if (m_config.groups() == 0 || !m_config.isMixMoeLayer(static_cast<int>(index))) {
                writeFfn(1, m_config.ffnSize, [&](int) -> FfnParts { return {from.ffn.gate, from.ffn.up, from.ffn.down, 0}; }, layer);
                continue;
            }
            layer.mixtureIndex = static_cast<int>(mixtures++);
            writeMixture(from, layer);
        }
        made.embedding = matrix(m_kind, m_config.vocabSize, m_d, [&](int row) { return rowOf(m_weights.embedding, row, m_d); });
        made.tokens = hasScales(m_kind) ? matrix(fitBf16(m_weights.embedding) ? WeightKind::Half : WeightKind::Float, m_config.vocabSize, m_d, [&](int row) { return rowOf(m_weights.embedding, row, m_d); })
                                        : made.embedding;
        made.finalNorm = floats(m_d, m_weights.finalNorm);
        writePositions(made);
        made.observedHeads = m_writer.values<std::int32_t>(static_cast<std::size_t>(m_config.alignmentHeadCount()), [&] { return observedHeads(); });
    }

private:
    // The FFN's weights and which of the matrices in them is meant.
    struct FfnParts {
        const std::vector<float> &gate, &up, &down;
        int index;
    };

    const float *floats(int count, const std::vector<float> &values)
    {
        return m_writer.values<float>(static_cast<std::size_t>(count), [&] { return values; });
    }

    template <typename Row>
    CardMatrix matrix(WeightKind kind, int outputs, int depth, const Row &row)
    {
        return m_writer.matrices(kind, 1, depth, paddedColumns(kind, outputs), outputs,
                                 [&](int, int column) { return column < outputs ? row(column) : std::span<const float>(); });
    }

    void writeAttention(const LayerWeights &from, CardLayer &layer)
    {
        const int heads = m_config.headCount * m_config.headSize, kvHeads = m_config.kvHeadCount * m_config.headSize;
        layer.attentionNorm = floats(m_d, from.attentionNorm);
        layer.ffnNorm = floats(m_d, from.ffnNorm);
        layer.queryKeyValue = matrix(m_kind, heads + 2 * kvHeads, m_d, [&](int row) {
            return row < heads ? rowOf(from.q, row, m_d) : row < heads + kvHeads ? rowOf(from.k, row - heads, m_d) : rowOf(from.v, row - heads - kvHeads, m_d);
        });
        layer.output = matrix(m_kind, m_d, heads, [&](int row) { return rowOf(from.o, row, heads); });
    }

    template <typename Parts>
    void writeFfn(int count, int inner, const Parts &parts, CardLayer &layer)
    {
        layer.gateUp = m_writer.matrices(m_kind, count, m_d, gatedColumns(m_kind, inner), inner, [&](int expert, int column) {
            const auto [part, row] = gatedColumn(m_kind, column);
            const FfnParts from = parts(expert);
            return row < inner ? rowOf(part == 0 ? from.gate : from.up, from.index * inner + row, m_d) : std::span<const float>();
        });
        layer.down = m_writer.matrices(m_kind, count, inner, paddedColumns(m_kind, m_d), m_d, [&](int expert, int column) {
            const FfnParts from = parts(expert);
            return column < m_d ? rowOf(from.down, from.index * m_d + column, inner) : std::span<const float>();
        });
    }

    void writeMixture(const LayerWeights &from, CardLayer &layer)
    {
        const int groups = m_config.groups(), n = m_config.moe.expertsPerGroup;
        std::vector<float> routers, biases;
        for (const ExpertGroupWeights &group : from.groups) {
            routers.insert(routers.end(), group.folded.weight.begin(), group.folded.weight.end());
            biases.insert(biases.end(), group.folded.bias.begin(), group.folded.bias.end());
        }
        layer.router = floats(groups * n * m_d, routers);
        layer.routerBias = floats(groups * n, biases);
        if (m_config.hasDirectionEmbedding()) {
            const auto bias = [&](const std::vector<float> &embedding) {
                return m_writer.values<float>(m_config.languages.size() * static_cast<std::size_t>(n),
                                              [&] { return directionBias(from.groups.back().folded.weight, embedding, static_cast<std::size_t>(m_d)); });
            };
            layer.fromBias = bias(m_weights.directionFrom);
            layer.toBias = bias(m_weights.directionTo);
        }
        writeFfn(groups * n, m_config.expertSize(), [&](int expert) -> FfnParts {
            const ExpertGroupWeights &group = from.groups[static_cast<std::size_t>(expert / n)];
            return {group.gate, group.up, group.down, expert % n};
        }, layer);
    }

    void writePositions(CardModel &made)
    {
        const std::size_t angles = static_cast<std::size_t>(m_config.maxPositions) * static_cast<std::size_t>(m_config.headSize / 2);
        made.cosines = m_writer.values<float>(angles, [&] { return turned([](double angle) { return std::cos(angle); }); });
        made.sines = m_writer.values<float>(angles, [&] { return turned([](double angle) { return std::sin(angle); }); });
    }

    template <typename Function>
    std::vector<float> turned(const Function &function) const
    {
        std::vector<float> values;
        for (int position = 0; position < m_config.maxPositions; ++position) {
            for (int i = 0; i < m_config.headSize / 2; ++i)
                values.push_back(static_cast<float>(function(position * std::pow(static_cast<double>(m_config.ropeTheta), -2.0 * i / m_config.headSize))));
        }
        return values;
    }

    std::vector<std::int32_t> observedHeads() const
    {
        std::vector<std::int32_t> heads;
        for (int head = 0; head < m_config.headCount; ++head) {
            if (m_config.isAlignmentHead(head))
                heads.push_back(head);
        }
        return heads;
    }

    const ModelConfig &m_config;
    const ModelWeights &m_weights;
    WeightKind m_kind;
    PieceWriter &m_writer;
    int m_d;
};

std::size_t bytesOf(const ModelConfig &config, const ModelWeights &weights, WeightKind kind)
{
    CardModel places;
    PieceWriter counter(nullptr, nullptr);
    ModelWriter(config, weights, kind, counter).write(places);
    return counter.used();
}

}  // namespace

std::size_t cardModelBytes(const Model &model, WeightKind kind)
{
    return bytesOf(model.config, model.weights, kind);
}

CardModel placeModel(const std::shared_ptr<Card> &card, const ModelConfig &config, const ProductNumbers &numbers)
{
    const ModelWeights nothing;
    CardModel made{.memory = CardMemory(card, bytesOf(config, nothing, numbers.weights)), .numbers = numbers};
    PieceWriter places(nullptr, made.memory.as<std::byte>());
    ModelWriter(config, nothing, numbers.weights, places).write(made);
    return made;
}

CardModel uploadModel(const std::shared_ptr<Card> &card, const Model &model, const ProductNumbers &numbers)
{
    CardModel made{.memory = CardMemory(card, cardModelBytes(model, numbers.weights)), .numbers = numbers};
    PieceWriter writer(card.get(), made.memory.as<std::byte>());
    ModelWriter(model.config, model.weights, numbers.weights, writer).write(made);
    return made;
}

}  // namespace interlinear::mixmoe::cuda
