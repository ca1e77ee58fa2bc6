// The kernel for int8 weights: out += x W, with W in panels of 16 output columns and x rounded to int8 row by row.
//
//   Int8Rows rows;
//   rows.resize(3, depth);
//   rows.round(row, x);                                    // for each row
//   Int8Product product{.x = &rows, .rows = 3, .panels = packed, .scales = scales, .panelCount = 2, .out = out, .outStride = 32};
//   int8Product(InstructionSet::Avx512Vnni)(product);   // out[r][p * 16 + j] += xScale[r] * scales[p * 16 + j] * sum over k of qx[r][k] * qw[k][p * 16 + j]
//
// A row x becomes round(x / s) with s = max |x| / 127 (dynamic symmetric quantisation, Jacob et al. 2018, section 2.1, without zero point). Weights are stored as
// q + 128, four depths of a column side by side, as the u8 x s8 instructions want them. Sums of integers are exact: the bits are the same in all instruction
// sets, whatever the rows and panels beside. Any thread.
#pragma once

#include "engine/mixmoe/runtime/cpu/aligned_floats.h"
#include "engine/mixmoe/runtime/cpu/panel_product.h"

#include <cstdint>
#include <vector>

namespace interlinear::mixmoe {

inline constexpr std::size_t depthsTogether = 4;

/// The least multiple of four that holds this depth; what is added counts as 0.
constexpr std::size_t paddedDepth(std::size_t depth)
{
    return (depth + depthsTogether - 1) / depthsTogether * depthsTogether;
}

/// Rows of activations as int8. Memory is kept from one use to the next.
struct Int8Rows {
    void resize(std::size_t rows, std::size_t depth);
    /// x: depth values. One that is not finite makes all products of the row no number.
    void round(std::size_t row, const float *x);
    /// What the same row of the others, which was rounded from x, leaves of it: both products together are that of x to 15 bits.
    void roundRest(std::size_t row, const float *x, const Int8Rows &rounded);

    std::vector<std::int8_t, CacheLineAllocator<std::int8_t>> values;   // [rows][stride]
    std::vector<float> scales;        // [rows]
    std::vector<std::int32_t> sums;   // [rows] of the rounded values
    std::size_t depth = 0, stride = 0;

private:
    template <typename Value>
    void store(std::size_t row, const Value &value);
};

struct Int8Product {
    const Int8Rows *x = nullptr;
    std::size_t rows = 0;                     ///< the first ones of x
    const std::uint8_t *panels = nullptr;     ///< [panel][depth / 4][16][4], on a cache line
    const float *scales = nullptr;            ///< [panelCount * 16]
    std::size_t panelCount = 0;
    float *out = nullptr;                     ///< [rows] of panelCount * 16 values
    std::size_t outStride = 0;
};

/// The kernel in these instructions; they must be supported.
void (*int8Product(InstructionSet instructions))(const Int8Product &);

}  // namespace interlinear::mixmoe
