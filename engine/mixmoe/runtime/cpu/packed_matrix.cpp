#include "engine/mixmoe/runtime/cpu/packed_matrix.h"

#include "engine/mixmoe/runtime/kernels/row_functions.h"

#include <algorithm>
#include <bit>

namespace interlinear::mixmoe {

namespace {

std::size_t widthOf(const PackedMatrix::Outputs &outputs)
{
    std::size_t width = 0;
    for (const std::size_t ofPart : outputs)
        width += paddedToPanel(ofPart);
    return width;
}

// How weights of a type lie in a panel.
struct Layout {
    std::size_t bytes;         // of a weight
    std::size_t sideBySide;    // depths of a column
};

Layout layoutOf(WeightType type)
{
    switch (type) {
    case WeightType::Fp32:
        return {sizeof(float), 1};
    case WeightType::Bf16:
        return {sizeof(Bf16), depthsOfBf16};
    case WeightType::Int8:
        break;
    }
    return {1, depthsOfInt8};
}

std::size_t panelSizeOf(std::size_t depth, WeightType type)
{
    const std::size_t sideBySide = layoutOf(type).sideBySide;
    return (depth + sideBySide - 1) / sideBySide * sideBySide * panelWidth;
}

std::size_t weightBytes(std::size_t width, std::size_t depth, WeightType type)
{
    return width / panelWidth * panelSizeOf(depth, type) * layoutOf(type).bytes;
}

// Where depth k of a column stands, from the beginning of its panel.
std::size_t placeOf(std::size_t k, std::size_t lane, std::size_t sideBySide)
{
    return (k / sideBySide * panelWidth + lane) * sideBySide + k % sideBySide;
}

}  // namespace

std::size_t bytesOfWeight(WeightType type)
{
    return layoutOf(type).bytes;
}

const char *nameOf(WeightType type)
{
    return type == WeightType::Fp32 ? "fp32" : type == WeightType::Bf16 ? "bf16" : "int8";
}

Bf16 toBf16(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return {static_cast<std::uint16_t>((bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16)};
}

float toFloat(Bf16 value)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(value.bits) << 16);
}

bool fitBf16(std::span<const float> values)
{
    return std::ranges::all_of(values, [](float value) { return (std::bit_cast<std::uint32_t>(value) & 0xFFFFU) == 0; });
}

std::size_t PackedMatrix::bytesOf(const Outputs &outputs, std::size_t depth, WeightType type)
{
    const std::size_t width = widthOf(outputs);
    return toCacheLine(weightBytes(width, depth, type)) + (type == WeightType::Int8 ? toCacheLine(width * sizeof(float)) : 0);
}

PackedMatrix::PackedMatrix(WeightArena &arena, const Outputs &outputs, std::size_t depth, WeightType type)
    : m_type(type), m_depth(depth), m_width(widthOf(outputs)), m_panelSize(panelSizeOf(depth, type)), m_weights(arena.take(weightBytes(m_width, depth, type)))
{
    if (type == WeightType::Int8)
        m_scales = reinterpret_cast<float *>(arena.take(m_width * sizeof(float)));
}

void PackedMatrix::pack(const std::vector<std::span<const float>> &parts)
{
    if (m_type == WeightType::Int8)
        std::fill_n(reinterpret_cast<std::uint8_t *>(m_weights), weightBytes(m_width, m_depth, m_type), zeroWeight);
    std::size_t column = 0;
    for (const auto &part : parts) {
        packPart(part, column);
        column += paddedToPanel(part.size() / m_depth);
    }
}

void PackedMatrix::gather(const PackedMatrix &from, std::span<const std::int32_t> columns)
{
    using SideBySide = std::uint32_t;   // depths of a column that stand together have four bytes in all types
    const std::size_t panelUnits = m_panelSize / layoutOf(m_type).sideBySide;
    const auto *source = reinterpret_cast<const SideBySide *>(from.m_weights);
    auto *target = reinterpret_cast<SideBySide *>(m_weights);
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const auto wanted = static_cast<std::size_t>(columns[column]);
        const SideBySide *read = source + wanted / panelWidth * panelUnits + wanted % panelWidth;
        SideBySide *written = target + column / panelWidth * panelUnits + column % panelWidth;
        for (std::size_t unit = 0; unit < panelUnits; unit += panelWidth)
            written[unit] = read[unit];
        if (m_scales)
            m_scales[column] = from.m_scales[wanted];
    }
}

void PackedMatrix::packPart(std::span<const float> part, std::size_t firstColumn)
{
    const std::size_t sideBySide = layoutOf(m_type).sideBySide;
    std::vector<std::int8_t> rounded(m_depth);
    for (std::size_t output = 0; output < part.size() / m_depth; ++output) {
        const float *row = part.data() + output * m_depth;
        const std::size_t column = firstColumn + output, panel = column / panelWidth * m_panelSize, lane = column % panelWidth;
        const auto place = [&](auto *weights, const auto &weight) {
            for (std::size_t k = 0; k < m_depth; ++k)
                weights[panel + placeOf(k, lane, sideBySide)] = weight(k);
        };
        if (m_type == WeightType::Fp32) {
            place(reinterpret_cast<float *>(m_weights), [&](std::size_t k) { return row[k]; });
        } else if (m_type == WeightType::Bf16) {
            place(reinterpret_cast<Bf16 *>(m_weights), [&](std::size_t k) { return toBf16(row[k]); });
        } else {
            m_scales[column] = rowFunctions(widestSupported()).roundToInt8(row, m_depth, rounded.data()).scale;
            place(reinterpret_cast<std::uint8_t *>(m_weights), [&](std::size_t k) { return static_cast<std::uint8_t>(rounded[k] + zeroWeight); });
        }
    }
}

}  // namespace interlinear::mixmoe
