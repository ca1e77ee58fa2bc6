#include "engine/mixmoe/runtime/cpu/packed_matrix.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

// Below this many multiply-adds, waking the other threads costs more than they save.
constexpr std::size_t sharedWork = 1 << 17;
constexpr std::size_t chunksPerThread = 4;
constexpr std::uint8_t zeroWeight = 128;

}  // namespace

PackedMatrix::PackedMatrix(std::initializer_list<std::span<const float>> parts, std::size_t depth, WeightType type) : m_type(type), m_depth(depth)
{
    for (const auto &part : parts)
        m_width += paddedToPanel(part.size() / depth);
    if (type == WeightType::Fp32) {
        m_floats.assign(m_width * depth, 0.0F);
    } else {
        m_bytes.assign(m_width * paddedDepth(depth), zeroWeight);
        m_scales.assign(m_width, 0.0F);
    }
    std::size_t column = 0;
    for (const auto &part : parts) {
        type == WeightType::Fp32 ? packFloats(part, column) : packBytes(part, column);
        column += paddedToPanel(part.size() / depth);
    }
}

void PackedMatrix::packFloats(std::span<const float> part, std::size_t firstColumn)
{
    for (std::size_t output = 0; output < part.size() / m_depth; ++output) {
        const std::size_t column = firstColumn + output;
        float *packed = m_floats.data() + column / panelWidth * panelWidth * m_depth + column % panelWidth;
        for (std::size_t k = 0; k < m_depth; ++k)
            packed[k * panelWidth] = part[output * m_depth + k];
    }
}

void PackedMatrix::packBytes(std::span<const float> part, std::size_t firstColumn)
{
    Int8Rows rounded;
    rounded.resize(1, m_depth);
    for (std::size_t output = 0; output < part.size() / m_depth; ++output) {
        const std::size_t column = firstColumn + output;
        rounded.round(0, part.data() + output * m_depth);
        m_scales[column] = rounded.scales[0];
        std::uint8_t *packed = m_bytes.data() + (column / panelWidth * paddedDepth(m_depth)) * panelWidth + column % panelWidth * depthsTogether;
        for (std::size_t k = 0; k < m_depth; ++k)
            packed[k / depthsTogether * panelWidth * depthsTogether + k % depthsTogether] = static_cast<std::uint8_t>(rounded.values[k] + zeroWeight);
    }
}

void MatrixProduct::add(const PackedMatrix &weights, const Table &x, std::size_t rows, Table &out) const
{
    const std::size_t panels = weights.panelCount();
    const bool shared = rows * weights.depth() * weights.width() >= sharedWork;
    const std::size_t chunks = shared ? std::min(panels, chunksPerThread * static_cast<std::size_t>(m_pool.threads())) : 1;
    if (weights.type() != WeightType::Fp32)
        roundInput(weights, x, rows, shared);
    m_pool.run(chunks, [&](std::size_t chunk) { addPanels(weights, x, rows, panels * chunk / chunks, panels * (chunk + 1) / chunks, out); });
}

void MatrixProduct::roundInput(const PackedMatrix &weights, const Table &x, std::size_t rows, bool shared) const
{
    const bool fine = weights.type() == WeightType::Int8FineInput;
    m_rounded.resize(rows, weights.depth());
    if (fine)
        m_rest.resize(rows, weights.depth());
    m_pool.run(shared ? rows : 1, [&](std::size_t chunk) {
        for (std::size_t row = chunk; row < (shared ? chunk + 1 : rows); ++row) {
            m_rounded.round(row, x.row(row));
            if (fine)
                m_rest.roundRest(row, x.row(row), m_rounded);
        }
    });
}

void MatrixProduct::addPanels(const PackedMatrix &weights, const Table &x, std::size_t rows, std::size_t first, std::size_t last, Table &out) const
{
    float *into = out.row(0) + first * panelWidth;
    if (weights.type() != WeightType::Fp32) {
        Int8Product product{.x = &m_rounded, .rows = rows, .panels = weights.bytePanel(first), .scales = weights.scales(first), .panelCount = last - first, .out = into,
                            .outStride = out.stride()};
        m_int8Kernel(product);
        product.x = &m_rest;
        if (weights.type() == WeightType::Int8FineInput)
            m_int8Kernel(product);
        return;
    }
    m_kernel({.x = x.row(0),
              .xStride = x.stride(),
              .rows = rows,
              .depth = weights.depth(),
              .panels = weights.panel(first),
              .panelStride = weights.depth() * panelWidth,
              .depthStride = panelWidth,
              .panelCount = last - first,
              .out = into,
              .outStride = out.stride()});
}

}  // namespace interlinear::mixmoe
