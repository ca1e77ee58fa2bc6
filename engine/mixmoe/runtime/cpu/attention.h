// Grouped-query attention of a batch of rows over the caches of their sequences.
//
//   Attention attention(config, packed);
//   attention.run(layer, rows, queryKeyValue, multiply, mixed);   // writes the caches, then mixed [rows][heads * headSize]
//
// Scores are q k / sqrt(headSize), softmax over the positions up to the row's own. Rows of one sequence stand in rising position.
#pragma once

#include "engine/mixmoe/runtime/cpu/batch_row.h"
#include "engine/mixmoe/runtime/cpu/packed_model.h"

#include <span>

namespace interlinear::mixmoe {

class Attention {
public:
    /// Both must outlive this.
    Attention(const ModelConfig &config, const PackedModel &packed);

    /// queryKeyValue: as PackedLayer::queryKeyValue lays it out; turned to its position in place.
    void run(std::size_t layer, std::span<const BatchRow> rows, Table &queryKeyValue, const MatrixProduct &multiply, Table &mixed);

private:
    void turn(float *heads, std::size_t count, int position) const;
    void attend(std::size_t layer, const BatchRow &row, const float *queries, const MatrixProduct &multiply, float *scores, float *padded) const;

    const ModelConfig &m_config;
    const PackedModel &m_packed;
    std::size_t m_heads, m_kvHeads, m_headSize, m_paddedHead;
    Table m_scores;   // [row][head][position]
    Table m_padded;   // [row][head][padded headSize]
};

}  // namespace interlinear::mixmoe
