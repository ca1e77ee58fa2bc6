// A weight matrix laid out in panels for the kernel, and its product with a batch of rows.
//
//   PackedMatrix gateUp({gate, up}, hiddenSize, WeightType::Int8);   // both in one product; up begins at paddedToPanel(gate rows)
//   MatrixProduct multiply(widestSupported(), pool);
//   out.resize(rows, gateUp.width());
//   multiply.add(gateUp, x, rows, out);                   // out += x W^T
#pragma once

#include "engine/mixmoe/runtime/cpu/aligned_floats.h"
#include "engine/mixmoe/runtime/cpu/int8_product.h"
#include "engine/mixmoe/runtime/cpu/panel_product.h"
#include "engine/mixmoe/runtime/cpu/table.h"
#include "engine/mixmoe/runtime/cpu/thread_pool.h"

#include <initializer_list>
#include <span>

namespace interlinear::mixmoe {

enum class WeightType {
    Fp32,
    Int8,            ///< rounded with a scale a row (an output column), see int8_product.h
    Int8FineInput    ///< the same weights, read with twice the bits of the input: for inputs with a few large values
};

class PackedMatrix {
public:
    PackedMatrix() = default;
    /// Parts are [outputs, depth] row-major; each begins on a panel of its own, behind the one before.
    PackedMatrix(std::initializer_list<std::span<const float>> parts, std::size_t depth, WeightType type);

    WeightType type() const { return m_type; }
    std::size_t depth() const { return m_depth; }
    /// Columns of the product, padding included.
    std::size_t width() const { return m_width; }
    std::size_t panelCount() const { return width() / panelWidth; }
    /// Of an fp32 matrix.
    const float *panel(std::size_t index) const { return m_floats.data() + index * m_depth * panelWidth; }
    /// Of an int8 matrix.
    const std::uint8_t *bytePanel(std::size_t index) const { return m_bytes.data() + index * paddedDepth(m_depth) * panelWidth; }
    const float *scales(std::size_t panel) const { return m_scales.data() + panel * panelWidth; }

private:
    void packFloats(std::span<const float> part, std::size_t firstColumn);
    void packBytes(std::span<const float> part, std::size_t firstColumn);

    WeightType m_type = WeightType::Fp32;
    std::size_t m_depth = 0, m_width = 0;
    AlignedFloats m_floats;   // [panel][depth][16]
    std::vector<std::uint8_t, CacheLineAllocator<std::uint8_t>> m_bytes;   // [panel][depth / 4][16][4]
    std::vector<float> m_scales;   // [width]
};

class MatrixProduct {
public:
    MatrixProduct(InstructionSet instructions, ThreadPool &pool) : m_kernel(panelProduct(instructions)), m_int8Kernel(int8Product(instructions)), m_pool(pool) {}

    /// out += x W^T for the first rows of both tables. x has at least depth columns, out at least width. One thread at a time: what x is rounded to is kept here.
    void add(const PackedMatrix &weights, const Table &x, std::size_t rows, Table &out) const;
    /// One fp32 product on the calling thread, whichever it is.
    void onThisThread(const PanelProduct &product) const { m_kernel(product); }
    ThreadPool &pool() const { return m_pool; }

private:
    void roundInput(const PackedMatrix &weights, const Table &x, std::size_t rows, bool shared) const;
    void addPanels(const PackedMatrix &weights, const Table &x, std::size_t rows, std::size_t first, std::size_t last, Table &out) const;

    void (*m_kernel)(const PanelProduct &);
    void (*m_int8Kernel)(const Int8Product &);
    ThreadPool &m_pool;
    mutable Int8Rows m_rounded, m_rest;   // x of the product at hand
};

}  // namespace interlinear::mixmoe
