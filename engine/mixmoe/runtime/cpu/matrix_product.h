// Products of packed matrices with a batch of rows, shared out over the threads of a pool.
//
//   MatrixProduct multiply(kernels, pool);
//   out.resize(rows, gateUp.width());
//   multiply.set(gateUp, x, rows, out);                   // out = x W^T
//   multiply.add(down, x, rows, residual);                // residual += x W^T
//   multiply.setGroups({{&first, 0, 3}, {&second, 3, 5}}, x, out);   // rows 0 to 2 meet one matrix, rows 3 to 7 another, all in one go
//
// out has at least width() columns; x at least depth() and was resized for the type of the weights. One thread at a time.
#pragma once

#include "engine/mixmoe/runtime/cpu/product_input.h"
#include "engine/mixmoe/runtime/cpu/thread_pool.h"
#include "engine/mixmoe/runtime/kernels/kernels.h"

#include <atomic>
#include <span>
#include <vector>

namespace interlinear::mixmoe {

/// Rows that stand together and meet one matrix.
struct RowGroup {
    const PackedMatrix *weights = nullptr;
    std::size_t firstRow = 0, rows = 0;
};

class MatrixProduct {
public:
    MatrixProduct(const Kernels &kernels, ThreadPool &pool) : m_kernels(kernels), m_pool(pool) {}

    void set(const PackedMatrix &weights, const ProductInput &x, std::size_t rows, Table &out);
    void add(const PackedMatrix &weights, const ProductInput &x, std::size_t rows, Table &out);
    void setGroups(std::span<const RowGroup> groups, const ProductInput &x, Table &out);

    const Kernels &kernels() const { return m_kernels; }
    /// function(row) for each row, several rows at a time.
    template <typename Function>
    void forEachRow(std::size_t rows, const Function &function)
    {
        const std::size_t chunks = rows < fewRows ? 1 : (rows + rowsTogether - 1) / rowsTogether, size = (rows + chunks - 1) / chunks;
        m_pool.run(chunks, [&](std::size_t chunk) {
            for (std::size_t row = chunk * size; row < rows && row < (chunk + 1) * size; ++row)
                function(row);
        });
    }

    std::size_t threads() const { return static_cast<std::size_t>(m_pool.threads()); }
    /// function(task, slot) for each task, one by one as threads come free. Of those at work at a time each has a slot below threads() for itself.
    template <typename Function>
    void forEachTask(std::size_t tasks, const Function &function)
    {
        std::atomic<std::size_t> next = 0;
        m_pool.run(tasks < fewRows ? 1 : threads(), [&](std::size_t slot) {
            for (std::size_t task = next++; task < tasks; task = next++)
                function(task, slot);
        });
    }

private:
    static constexpr std::size_t fewRows = 8, rowsTogether = 4;

    struct Chunk {
        std::size_t group = 0, firstPanel = 0, panels = 0;
    };

    void run(std::span<const RowGroup> groups, const ProductInput &x, const Table *addend, Table &out);
    void runChunk(const RowGroup &group, const Chunk &chunk, const ProductInput &x, const Table *addend, Table &out) const;

    const Kernels &m_kernels;
    ThreadPool &m_pool;
    std::vector<Chunk> m_chunks;
};

}  // namespace interlinear::mixmoe
