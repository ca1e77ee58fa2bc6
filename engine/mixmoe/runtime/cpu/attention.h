// Grouped-query attention of a batch of rows over the caches of their sequences.
//
//   Attention attention(config, packed);
//   attention.place(layer, rows, queryKeyValue, multiply);        // into the caches; then, when all rows of these sequences are there:
//   attention.run(layer, rows, queryKeyValue, multiply, mixed);   // mixed [rows][heads * headSize], finished
//
// Scores are q k / sqrt(headSize), softmax over the positions up to the row's own. Rows of one sequence stand in rising position.
#pragma once

#include "engine/mixmoe/runtime/cpu/batch_row.h"
#include "engine/mixmoe/runtime/cpu/matrix_product.h"
#include "engine/mixmoe/runtime/cpu/packed_model.h"

#include <span>
#include <vector>

namespace interlinear::mixmoe {

class Attention {
public:
    /// Both must outlive this.
    Attention(const ModelConfig &config, const PackedModel &packed);

    /// queryKeyValue: as PackedLayer::queryKeyValue lays it out; queries and keys are turned to their positions where they are.
    void place(std::size_t layer, std::span<const BatchRow> rows, Table &queryKeyValue, MatrixProduct &multiply) const;
    void run(std::size_t layer, std::span<const BatchRow> rows, const Table &queryKeyValue, MatrixProduct &multiply, ProductInput &mixed);

private:
    /// Rows of one sequence that stand together and share the reading of keys and values.
    struct Task {
        std::size_t firstRow = 0, rows = 0, kvHead = 0;
    };

    void placeRow(std::size_t layer, const BatchRow &row, float *queryKeyValue, const RowFunctions &functions) const;
    void shareOut(std::size_t layer, std::span<const BatchRow> rows, std::size_t threads);
    bool isKept(std::size_t layer, const BatchRow &row) const;
    void attend(std::size_t layer, std::span<const BatchRow> rows, const Task &task, const Table &queries, const Kernels &kernels, float *scratch);
    void finish(std::size_t layer, const BatchRow &row, std::size_t index, const RowFunctions &functions, ProductInput &mixed) const;

    static constexpr std::size_t rowsOfTask = 16;
    static constexpr std::size_t mostSharing = 16;   // heads of a key head that go through the kernel together

    const ModelConfig &m_config;
    const PackedModel &m_packed;
    std::size_t m_heads, m_kvHeads, m_headSize, m_paddedHead, m_scoreStride = 0;
    std::vector<Task> m_tasks;
    Table m_scratch;  // [thread][row of a task and head][position]: small enough to stay in its thread's cache
    Table m_kept;     // [row][head][position], where the alignment layer's attention is noted
    Table m_padded;   // [row][head][padded headSize]
};

}  // namespace interlinear::mixmoe
