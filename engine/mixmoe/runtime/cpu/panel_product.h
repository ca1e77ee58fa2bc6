// The one kernel of this runtime: out += x W, with W in panels of 16 output columns.
//
//   PanelProduct product{.x = x, .xStride = depth, .rows = 3, .depth = depth, .panels = packed, .panelStride = depth * 16, .depthStride = 16,
//                        .panelCount = 2, .out = out, .outStride = 32};
//   panelProduct(InstructionSet::Avx2)(product);   // out[r][p * 16 + j] += sum over k of x[r][k] * W[k][p * 16 + j]
//
// Every output is one chain of sums from k = 0 upwards that starts from what out holds, whatever the rows and panels beside it: a result depends on neither
// the batch nor the way the work is split. The strides let weights, keys (a panel is 16 positions) and values (a panel is 16 channels) share the kernel.
// Instruction sets round differently (a fused multiply-add rounds once); within one set the bits are fixed, and both AVX-512 sets are the same here. Any thread.
#pragma once

#include <cstddef>

namespace interlinear::mixmoe {

inline constexpr std::size_t panelWidth = 16;

/// The least multiple of the panel width that holds this many columns.
constexpr std::size_t paddedToPanel(std::size_t columns)
{
    return (columns + panelWidth - 1) / panelWidth * panelWidth;
}

struct PanelProduct {
    const float *x = nullptr;        ///< [rows] of depth values
    std::size_t xStride = 0;         ///< floats from one row of x to the next
    std::size_t rows = 0;
    std::size_t depth = 0;
    const float *panels = nullptr;   ///< column block p, depth k: 16 floats at p * panelStride + k * depthStride, on a cache line
    std::size_t panelStride = 0;
    std::size_t depthStride = 0;
    std::size_t panelCount = 0;
    float *out = nullptr;            ///< [rows] of panelCount * 16 values, on a cache line
    std::size_t outStride = 0;       ///< a multiple of 16
};

enum class InstructionSet { Portable, Avx2, Avx512, Avx512Vnni };

bool isSupported(InstructionSet instructions);
/// The widest that this machine has.
InstructionSet widestSupported();

/// The kernel in these instructions; they must be supported.
void (*panelProduct(InstructionSet instructions))(const PanelProduct &);

}  // namespace interlinear::mixmoe
