// The kernel for int8 weights: out = x W, or out = addend + x W, with W in panels of 16 output columns and x rounded to int8 row by row, its outliers apart.
//
//   Int8Product product{.x = &rows, .rows = 3, .panels = packed, .scales = scales, .panelCount = 2, .out = out, .outStride = 32};
//   int8Product(InstructionSet::Avx512Vnni)(product);   // out[r][p * 16 + j] = xScale[r] * scales[p * 16 + j] * sum over k of qx[r][k] * qw[k][p * 16 + j],
//                                                       // and where the row has outliers the same of them, at 128 times the scale
//
// Weights are stored as q + 128, four depths of a column side by side, as the u8 x s8 instructions want them. Sums of integers are exact: the bits are the same in
// all instruction sets, whatever the rows and panels beside. Any thread.
#pragma once

#include "engine/mixmoe/runtime/kernels/aligned_floats.h"
#include "engine/mixmoe/runtime/kernels/instruction_set.h"
#include "engine/mixmoe/runtime/kernels/int8_row.h"
#include "engine/mixmoe/runtime/kernels/panel.h"

#include <cstdint>
#include <vector>

namespace interlinear::mixmoe {

inline constexpr std::uint8_t zeroWeight = 128;

/// The least multiple of four that holds this depth; what is added counts as 0.
constexpr std::size_t paddedDepth(std::size_t depth)
{
    return (depth + depthsOfInt8 - 1) / depthsOfInt8 * depthsOfInt8;
}

/// Rows of activations as int8. Memory is kept from one use to the next.
struct Int8Rows {
    void resize(std::size_t count, std::size_t depth);
    std::int8_t *row(std::size_t index) { return values.data() + index * stride; }
    const std::int8_t *row(std::size_t index) const { return values.data() + index * stride; }
    OutlierGroup *outliersOf(std::size_t index) { return outliers.data() + index * outlierStride; }
    const OutlierGroup *outliersOf(std::size_t index) const { return outliers.data() + index * outlierStride; }

    std::vector<std::int8_t, CacheLineAllocator<std::int8_t>> values;   // [rows][stride]; who writes a row puts 0 behind the depth
    std::vector<Int8Row> rows;   // what values and outliers of each stand for
    std::vector<OutlierGroup> outliers;   // [rows][outlierStride], of which a row uses its outlierGroups
    std::size_t stride = 0, outlierStride = 0;
};

struct Int8Product {
    const Int8Rows *x = nullptr;
    std::size_t firstRow = 0;                 ///< of x
    std::size_t rows = 0;                     ///< at least one
    const std::uint8_t *panels = nullptr;     ///< [panel][depth / 4][16][4], on a cache line
    const float *scales = nullptr;            ///< [panelCount * 16]
    std::size_t panelCount = 0;
    const float *addend = nullptr;            ///< laid out as out, which it may be; null: nothing is added
    float *out = nullptr;                     ///< [rows] of panelCount * 16 values, the first one that of firstRow
    std::size_t outStride = 0;
};

/// The kernel in these instructions; they must be supported.
void (*int8Product(InstructionSet instructions))(const Int8Product &);

}  // namespace interlinear::mixmoe
