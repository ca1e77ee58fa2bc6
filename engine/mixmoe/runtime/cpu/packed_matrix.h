// A weight matrix laid out in panels for the kernels.
//
//   WeightArena arena(PackedMatrix::bytesOf({512, 512}, hiddenSize, WeightType::Int8));
//   PackedMatrix gateUp(arena, {512, 512}, hiddenSize, WeightType::Int8);   // both in one product; up begins at paddedToPanel(512)
//   gateUp.pack({gate, up});                                                // unless the arena holds packed weights already
#pragma once

#include "engine/mixmoe/runtime/cpu/weight_arena.h"
#include "engine/mixmoe/runtime/kernels/int8_product.h"
#include "engine/mixmoe/runtime/kernels/panel_product.h"

#include <span>
#include <vector>

namespace interlinear::mixmoe {

enum class WeightType {
    Fp32,
    Bf16,            ///< rounded to the nearest; weights that are stored so lose nothing
    Int8             ///< rounded with a scale a row (an output column), see row_functions.h; so are the rows that meet them
};

/// Without its share of a scale.
std::size_t bytesOfWeight(WeightType type);

/// "fp32", "bf16" or "int8".
const char *nameOf(WeightType type);

/// To the nearest, ties to even. The value is finite.
Bf16 toBf16(float value);
float toFloat(Bf16 value);
/// Whether no value loses anything as bf16.
bool fitBf16(std::span<const float> values);

/// Lives as long as its arena; copies share the weights.
class PackedMatrix {
public:
    /// Rows of each part: outputs of one product that each begin on a panel of their own, behind those of the part before.
    using Outputs = std::vector<std::size_t>;

    PackedMatrix() = default;
    /// Takes its place of the arena.
    PackedMatrix(WeightArena &arena, const Outputs &outputs, std::size_t depth, WeightType type);
    /// Fills that place. Parts are [outputs, depth] row-major.
    void pack(const std::vector<std::span<const float>> &parts);
    /// Fills that place with columns of another matrix of this depth and type, in their order, bit for bit; what pads the last panel is any value.
    void gather(const PackedMatrix &from, std::span<const std::int32_t> columns);
    /// What such a matrix takes of an arena.
    static std::size_t bytesOf(const Outputs &outputs, std::size_t depth, WeightType type);

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
    void packPart(std::span<const float> part, std::size_t firstColumn);

    WeightType m_type = WeightType::Fp32;
    std::size_t m_depth = 0, m_width = 0, m_panelSize = 0;
    std::byte *m_weights = nullptr;   // [panel][depth / s][16][s] with s depths of a column side by side: 1 of fp32, 2 of bf16, 4 of int8
    float *m_scales = nullptr;        // [width]
};

}  // namespace interlinear::mixmoe
