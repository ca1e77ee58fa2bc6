// Rows that go through the layers together, with the tables in which they are worked on.
//
//   RowBlock block(model, packed, kernels, pool);
//   block.begin(rows);
//   block.placeKeys(layer);                     // when all rows of these sequences have come so far:
//   block.finishLayer(layer, interventions);
//
// The pool shares out the work on one block. Several blocks may be worked on at the same time, each by a thread with a pool of one.
#pragma once

#include "engine/mixmoe/runtime/cpu/attention.h"
#include "engine/mixmoe/runtime/cpu/feed_forward.h"

#include <span>

namespace interlinear::mixmoe {

class RowBlock {
public:
    /// All must outlive this.
    RowBlock(const Model &model, const PackedModel &packed, const Kernels &kernels, ThreadPool &pool);

    /// The rows must last until the block has gone through all layers. Those of one sequence stand in rising position.
    void begin(std::span<const BatchRow> rows);
    /// Norm, queries, keys and values; keys and values go into the caches.
    void placeKeys(std::size_t layer);
    /// Attention and the feed-forward block.
    void finishLayer(std::size_t layer, const PhaseInterventions &interventions);

    std::size_t size() const { return m_rows.size(); }
    /// [d], as the latest layer left it.
    const float *hidden(std::size_t row) const { return m_x.row(row); }
    MatrixProduct &multiply() { return m_multiply; }

private:
    void normalise(std::span<const float> weight, WeightType type);

    const Model &m_model;
    const PackedModel &m_packed;
    MatrixProduct m_multiply;
    Attention m_attention;
    FeedForward m_feedForward;
    std::span<const BatchRow> m_rows;
    Table m_x, m_queryKeyValue;
    ProductInput m_normalised, m_mixed;
};

}  // namespace interlinear::mixmoe
