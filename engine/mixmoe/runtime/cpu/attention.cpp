#include "engine/mixmoe/runtime/cpu/attention.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

void scaledSoftmax(float *scores, std::size_t count, float scale)
{
    for (std::size_t i = 0; i < count; ++i)
        scores[i] *= scale;
    const float highest = *std::max_element(scores, scores + count);
    float sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        scores[i] = std::exp(scores[i] - highest);
        sum += scores[i];
    }
    for (std::size_t i = 0; i < count; ++i)
        scores[i] /= sum;
}

}  // namespace

Attention::Attention(const ModelConfig &config, const PackedModel &packed)
    : m_config(config), m_packed(packed), m_heads(static_cast<std::size_t>(config.headCount)), m_kvHeads(static_cast<std::size_t>(config.kvHeadCount)),
      m_headSize(static_cast<std::size_t>(config.headSize)), m_paddedHead(paddedToPanel(m_headSize))
{
}

void Attention::run(std::size_t layer, std::span<const BatchRow> rows, Table &queryKeyValue, const MatrixProduct &multiply, Table &mixed)
{
    const std::size_t keyBegin = paddedToPanel(m_heads * m_headSize);
    const std::size_t valueBegin = keyBegin + paddedToPanel(m_kvHeads * m_headSize);
    std::size_t positions = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        float *row = queryKeyValue.row(i);
        turn(row, m_heads, rows[i].position);
        turn(row + keyBegin, m_kvHeads, rows[i].position);
        rows[i].cache->write(layer, static_cast<std::size_t>(rows[i].position), row + keyBegin, row + valueBegin);
        positions = std::max(positions, static_cast<std::size_t>(rows[i].position) + 1);
    }

    m_scores.resize(rows.size(), m_heads * paddedToPanel(positions));
    m_padded.resize(rows.size(), m_heads * m_paddedHead);
    mixed.resize(rows.size(), m_heads * m_headSize);
    multiply.pool().run(rows.size(), [&](std::size_t i) {
        attend(layer, rows[i], queryKeyValue.row(i), multiply, m_scores.row(i), m_padded.row(i));
        for (std::size_t head = 0; head < m_heads; ++head)
            std::copy_n(m_padded.row(i) + head * m_paddedHead, m_headSize, mixed.row(i) + head * m_headSize);
    });
}

// Pairs (i, i + headSize / 2) of every head turn by the position's angles.
void Attention::turn(float *heads, std::size_t count, int position) const
{
    const std::size_t half = m_headSize / 2;
    const float *cosines = m_packed.cosines.data() + static_cast<std::size_t>(position) * half;
    const float *sines = m_packed.sines.data() + static_cast<std::size_t>(position) * half;
    for (std::size_t head = 0; head < count; ++head, heads += m_headSize) {
        for (std::size_t i = 0; i < half; ++i) {
            const float first = heads[i];
            const float second = heads[half + i];
            heads[i] = first * cosines[i] - second * sines[i];
            heads[half + i] = second * cosines[i] + first * sines[i];
        }
    }
}

// The query heads that share a key head are the rows of its products.
void Attention::attend(std::size_t layer, const BatchRow &row, const float *queries, const MatrixProduct &multiply, float *scores, float *padded) const
{
    const std::size_t positions = static_cast<std::size_t>(row.position) + 1;
    const std::size_t scoreStride = paddedToPanel(positions);
    const std::size_t blocks = scoreStride / panelWidth;
    const std::size_t sharing = m_heads / m_kvHeads;
    const KeyValueCache &cache = *row.cache;

    for (std::size_t kvHead = 0; kvHead < m_kvHeads; ++kvHead) {
        const std::size_t head = kvHead * sharing;
        float *headScores = scores + head * scoreStride;
        for (std::size_t block = 0; block < blocks; ++block) {
            multiply.onThisThread({.x = queries + head * m_headSize, .xStride = m_headSize, .rows = sharing, .depth = m_headSize,
                                   .panels = cache.keys(layer, block, kvHead), .panelStride = 0, .depthStride = panelWidth, .panelCount = 1,
                                   .out = headScores + block * panelWidth, .outStride = scoreStride});
        }
        for (std::size_t i = 0; i < sharing; ++i)
            scaledSoftmax(headScores + i * scoreStride, positions, 1.0F / std::sqrt(static_cast<float>(m_headSize)));
        for (std::size_t block = 0; block < blocks; ++block) {
            multiply.onThisThread({.x = headScores + block * panelWidth, .xStride = scoreStride, .rows = sharing,
                                   .depth = std::min(panelWidth, positions - block * panelWidth), .panels = cache.values(layer, block, kvHead),
                                   .panelStride = panelWidth, .depthStride = cache.valueStride(), .panelCount = m_paddedHead / panelWidth,
                                   .out = padded + head * m_paddedHead, .outStride = m_paddedHead});
        }
    }
    if (row.attention && static_cast<int>(layer) == m_config.attentionLayerForAlignment()) {
        for (std::size_t head = 0; head < m_heads; ++head)
            for (std::size_t position = 0; position < positions; ++position)
                row.attention[position] += scores[head * scoreStride + position] / static_cast<float>(m_heads);
    }
}

}  // namespace interlinear::mixmoe
