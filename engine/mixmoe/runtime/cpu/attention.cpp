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
    shareOut(rows);
    mixed.resize(rows.size(), m_heads * m_headSize, m_packed.layers[layer].output.type());
    multiply.forEachRow(m_tasks.size(), [&](std::size_t i) { attend(layer, rows, m_tasks[i], queryKeyValue, kernels); });
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
    row.cache->write(layer, static_cast<std::size_t>(row.position), key, value);
}

void Attention::shareOut(std::span<const BatchRow> rows)
{
    std::size_t positions = 0;
    m_tasks.clear();
    for (std::size_t first = 0, count = 0; first < rows.size(); first += count) {
        count = 1;
        while (count < rowsOfTask && first + count < rows.size() && rows[first + count].cache == rows[first].cache)
            ++count;
        positions = std::max(positions, static_cast<std::size_t>(rows[first + count - 1].position) + 1);
        for (std::size_t kvHead = 0; kvHead < m_kvHeads; ++kvHead)
            m_tasks.push_back({first, count, kvHead});
    }
    m_scoreStride = paddedToPanel(positions);
    m_scores.resize(rows.size(), m_heads * m_scoreStride);
    m_padded.resize(rows.size(), m_heads * m_paddedHead);
}

// A query sees the positions up to its own; what its neighbours see beyond weighs 0.
void Attention::attend(std::size_t layer, std::span<const BatchRow> rows, const Task &task, const Table &queries, const Kernels &kernels)
{
    const float scale = 1.0F / std::sqrt(static_cast<float>(m_headSize));
    const std::size_t sharing = m_heads / m_kvHeads;
    const KeyValueCache &cache = *rows[task.firstRow].cache;
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
                scores[head.count] = m_scores.row(row) + number * m_scoreStride;
                out[head.count] = m_padded.row(row) + number * m_paddedHead;
            }
        }
        kernels.attention.keyScores(head);
        for (std::size_t i = 0; i < head.count; ++i) {
            const std::size_t seen = static_cast<std::size_t>(rows[task.firstRow + i / (head.count / task.rows)].position) + 1;
            kernels.rows.softmax(scores[i], seen, scale);
            std::fill(scores[i] + seen, scores[i] + head.positions, 0.0F);
        }
        kernels.attention.mixValues(head);
    }
}

// The heads close up; the alignment layer's attention is noted.
void Attention::finish(std::size_t layer, const BatchRow &row, std::size_t index, const RowFunctions &functions, ProductInput &mixed) const
{
    for (std::size_t head = 0; head < m_heads; ++head)
        std::copy_n(m_padded.row(index) + head * m_paddedHead, m_headSize, mixed.row(index) + head * m_headSize);
    mixed.finish(index, functions);
    if (!row.attention || static_cast<int>(layer) != m_config.attentionLayerForAlignment())
        return;
    const float share = 1.0F / static_cast<float>(m_config.alignmentHeadCount());
    for (std::size_t head = 0; head < m_heads; ++head) {
        if (m_config.isAlignmentHead(static_cast<int>(head)))
            functions.addScaled(m_scores.row(index) + head * m_scoreStride, share, static_cast<std::size_t>(row.position) + 1, row.attention);
    }
}

}  // namespace interlinear::mixmoe
