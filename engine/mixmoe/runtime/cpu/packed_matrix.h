// A weight matrix laid out in panels for the kernels.
//
//   WeightArena arena(PackedMatrix::bytesOf({gate.size(), up.size()}, hiddenSize, WeightType::Int8));
//   PackedMatrix gateUp(arena, {gate, up}, hiddenSize, WeightType::Int8);   // both in one product; up begins at paddedToPanel(gate rows)
#pragma once

#include "engine/mixmoe/runtime/cpu/weight_arena.h"
#include "engine/mixmoe/runtime/kernels/int8_product.h"
#include "engine/mixmoe/runtime/kernels/panel_product.h"

#include <initializer_list>
#include <span>

namespace interlinear::mixmoe {

enum class WeightType {
    Fp32,
    Bf16,            ///< rounded to the nearest; weights that are stored so lose nothing
    Int8,            ///< rounded with a scale a row (an output column), see row_functions.h
    Int8FineInput    ///< the same weights, read with twice the bits of the input: for inputs with a few large values
};

constexpr bool roundsInput(WeightType type) { return type == WeightType::Int8 || type == WeightType::Int8FineInput; }

/// Lives as long as its arena; copies share the weights.
class PackedMatrix {
public:
    using Parts = std::initializer_list<std::span<const float>>;

    PackedMatrix() = default;
    /// Parts are [outputs, depth] row-major; each begins on a panel of its own, behind the one before.
    PackedMatrix(WeightArena &arena, Parts parts, std::size_t depth, WeightType type);
    /// What such a matrix takes of an arena.
    static std::size_t bytesOf(Parts parts, std::size_t depth, WeightType type);

    WeightType type() const { return m_type; }
    std::size_t depth() const { return m_depth; }
    /// Columns of the product, padding included.
    std::size_t width() const { return m_width; }
    std::size_t panelCount() const { return width() / panelWidth; }
    /// Panel of an fp32 matrix, of a bf16 one, of an int8 one.
    const float *floats(std::size_t panel) const { return reinterpret_cast<const float *>(m_weights) + panel * m_panelSize; }
    const Bf16 *halves(std::size_t panel) const { return reinterpret_cast<const Bf16 *>(m_weights) + panel * m_panelSize; }
    const std::uint8_t *bytes(std::size_t panel) const { return reinterpret_cast<const std::uint8_t *>(m_weights) + panel * m_panelSize; }
    /// Of an int8 matrix: of the columns of this panel and those behind.
    const float *scales(std::size_t panel) const { return m_scales + panel * panelWidth; }

private:
    void pack(std::span<const float> part, std::size_t firstColumn);

    WeightType m_type = WeightType::Fp32;
    std::size_t m_depth = 0, m_width = 0, m_panelSize = 0;
    std::byte *m_weights = nullptr;   // [panel][depth / s][16][s] with s depths of a column side by side: 1 of fp32, 2 of bf16, 4 of int8
    float *m_scales = nullptr;        // [width]
};

}  // namespace interlinear::mixmoe
