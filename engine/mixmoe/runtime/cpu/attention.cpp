#include "engine/mixmoe/runtime/cpu/attention.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

Attention::Attention(const ModelConfig &config, const PackedModel &packed)
    : m_config(config), m_packed(packed), m_heads(static_cast<std::size_t>(config.headCount)), m_kvHeads(static_cast<std::size_t>(config.kvHeadCount)),
      m_headSize(static_cast<std::size_t>(config.headSize)), m_paddedHead(paddedToPanel(m_headSize))
{
}

void Attention::place(std::size_t layer, std::span<const BatchRow> rows, Table &queryKeyValue, MatrixProduct &multiply) const
{
    multiply.forEachRow(rows.size(), [&](std::size_t i) { placeRow(layer, rows[i], queryKeyValue.row(i), multiply.kernels().rows); });
}

void Attention::run(std::size_t layer, std::span<const BatchRow> rows, const Table &queryKeyValue, MatrixProduct &multiply, ProductInput &mixed)
{
    const Kernels &kernels = multiply.kernels();
    shareOut(layer, rows, multiply.threads());
    mixed.resize(rows.size(), m_heads * m_headSize, m_packed.layers[layer].output.type());
    multiply.forEachTask(m_tasks.size(), [&](std::size_t i, std::size_t slot) { attend(layer, rows, m_tasks[i], queryKeyValue, kernels, m_scratch.row(slot)); });
    multiply.forEachRow(rows.size(), [&](std::size_t i) { finish(layer, rows[i], i, kernels.rows, mixed); });
}

// Turns queries and keys to the row's position; keys and values go into the cache.
void Attention::placeRow(std::size_t layer, const BatchRow &row, float *queryKeyValue, const RowFunctions &functions) const
{
    const std::size_t half = m_headSize / 2, angles = static_cast<std::size_t>(row.position) * half;
    float *key = queryKeyValue + paddedToPanel(m_heads * m_headSize);
    const float *value = key + paddedToPanel(m_kvHeads * m_headSize);
    const auto turn = [&](float *heads, std::size_t count) {
        for (std::size_t head = 0; head < count; ++head)
            functions.rotate(heads + head * m_headSize, m_packed.cosines.data() + angles, m_packed.sines.data() + angles, half);
    };
    turn(queryKeyValue, m_heads);
    turn(key, m_kvHeads);
    row.cache->write(layer, static_cast<std::size_t>(row.position), key, value, functions);
}

bool Attention::isKept(std::size_t layer, const BatchRow &row) const
{
    return row.attention && static_cast<int>(layer) == m_config.attentionLayerForAlignment();
}

// One key head after the other: its keys and values stay in the cache while the rows of its sequence pass.
void Attention::shareOut(std::size_t layer, std::span<const BatchRow> rows, std::size_t threads)
{
    std::size_t positions = 0;
    m_tasks.clear();
    for (std::size_t first = 0, end = 0; first < rows.size(); first = end) {
        while (end < rows.size() && rows[end].cache == rows[first].cache)
            ++end;
        positions = std::max(positions, static_cast<std::size_t>(rows[end - 1].position) + 1);
        for (std::size_t kvHead = 0; kvHead < m_kvHeads; ++kvHead)
            for (std::size_t row = first; row < end; row += rowsOfTask)
                m_tasks.push_back({row, std::min(rowsOfTask, end - row), kvHead});
    }
    m_scoreStride = paddedToPanel(positions);
    m_scratch.resize(threads, rowsOfTask * std::min(m_heads / m_kvHeads, mostSharing) * m_scoreStride);
    if (std::ranges::any_of(rows, [&](const BatchRow &row) { return isKept(layer, row); }))
        m_kept.resize(rows.size(), m_heads * m_scoreStride);
    m_padded.resize(rows.size(), m_heads * m_paddedHead);
}

// A query sees the positions up to its own; what its neighbours see beyond weighs 0.
void Attention::attend(std::size_t layer, std::span<const BatchRow> rows, const Task &task, const Table &queries, const Kernels &kernels, float *scratch)
{
    const float scale = 1.0F / std::sqrt(static_cast<float>(m_headSize));
    const std::size_t sharing = m_heads / m_kvHeads;
    const KeyValueCache &cache = *rows[task.firstRow].cache;
    const AttentionKernel &kernel = cache.layout().type == KeyValueType::Bf16 ? kernels.bf16Attention : kernels.fp32Attention;
    const float *query[rowsOfTask * mostSharing];
    float *scores[rowsOfTask * mostSharing], *out[rowsOfTask * mostSharing];
    for (std::size_t first = 0; first < sharing; first += mostSharing) {
        HeadAttention head{.queries = query,
                           .headSize = m_headSize,
                           .blocks = cache.blocks(),
                           .keyOffset = cache.layout().keyOffset(layer, task.kvHead),
                           .valueOffset = cache.layout().valueOffset(layer, task.kvHead),
                           .valueStride = cache.layout().valueStride(),
                           .positions = static_cast<std::size_t>(rows[task.firstRow + task.rows - 1].position) + 1,
                           .scores = scores,
                           .out = out};
        for (std::size_t row = task.firstRow; row < task.firstRow + task.rows; ++row) {
            for (std::size_t i = first; i < std::min(sharing, first + mostSharing); ++i, ++head.count) {
                const std::size_t number = task.kvHead * sharing + i;
                query[head.count] = queries.row(row) + number * m_headSize;
                scores[head.count] = isKept(layer, rows[row]) ? m_kept.row(row) + number * m_scoreStride : scratch + head.count * m_scoreStride;
                out[head.count] = m_padded.row(row) + number * m_paddedHead;
            }
        }
        kernel.keyScores(head);
        for (std::size_t i = 0; i < head.count; ++i) {
            const std::size_t seen = static_cast<std::size_t>(rows[task.firstRow + i / (head.count / task.rows)].position) + 1;
            kernels.rows.softmax(scores[i], seen, scale);
            std::fill(scores[i] + seen, scores[i] + head.positions, 0.0F);
        }
        kernel.mixValues(head);
    }
}

// The heads close up; the alignment layer's attention is noted.
void Attention::finish(std::size_t layer, const BatchRow &row, std::size_t index, const RowFunctions &functions, ProductInput &mixed) const
{
    for (std::size_t head = 0; head < m_heads; ++head)
        std::copy_n(m_padded.row(index) + head * m_paddedHead, m_headSize, mixed.row(index) + head * m_headSize);
    mixed.finish(index, functions);
    if (!isKept(layer, row))
        return;
    const float share = 1.0F / static_cast<float>(m_config.alignmentHeadCount());
    for (std::size_t head = 0; head < m_heads; ++head) {
        if (m_config.isAlignmentHead(static_cast<int>(head)))
            functions.addScaled(m_kept.row(index) + head * m_scoreStride, share, static_cast<std::size_t>(row.position) + 1, row.attention);
    }
}

}  // namespace interlinear::mixmoe
