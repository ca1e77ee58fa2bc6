// A weight matrix laid out in panels for the kernel, and its product with a batch of rows.
//
//   PackedMatrix gateUp({gate, up}, hiddenSize);          // both in one product; up begins at paddedToPanel(gate rows)
//   MatrixProduct multiply(widestSupported(), pool);
//   out.resize(rows, gateUp.width());
//   multiply.add(gateUp, x, rows, out);                   // out += x W^T
#pragma once

#include "engine/mixmoe/runtime/cpu/aligned_floats.h"
#include "engine/mixmoe/runtime/cpu/panel_product.h"
#include "engine/mixmoe/runtime/cpu/table.h"
#include "engine/mixmoe/runtime/cpu/thread_pool.h"

#include <initializer_list>
#include <span>

namespace interlinear::mixmoe {

class PackedMatrix {
public:
    PackedMatrix() = default;
    /// Parts are [outputs, depth] row-major; each begins on a panel of its own, behind the one before.
    PackedMatrix(std::initializer_list<std::span<const float>> parts, std::size_t depth);

    std::size_t depth() const { return m_depth; }
    /// Columns of the product, padding included.
    std::size_t width() const { return m_depth == 0 ? 0 : m_panels.size() / m_depth; }
    std::size_t panelCount() const { return width() / panelWidth; }
    const float *panel(std::size_t index) const { return m_panels.data() + index * m_depth * panelWidth; }

private:
    AlignedFloats m_panels;   // [panel][depth][16]
    std::size_t m_depth = 0;
};

class MatrixProduct {
public:
    MatrixProduct(InstructionSet instructions, ThreadPool &pool) : m_kernel(panelProduct(instructions)), m_pool(pool) {}

    /// out += x W^T for the first rows of both tables. x has at least depth columns, out at least width.
    void add(const PackedMatrix &weights, const Table &x, std::size_t rows, Table &out) const;
    /// One product on the calling thread.
    void onThisThread(const PanelProduct &product) const { m_kernel(product); }
    ThreadPool &pool() const { return m_pool; }

private:
    void (*m_kernel)(const PanelProduct &);
    ThreadPool &m_pool;
};

}  // namespace interlinear::mixmoe
