// The kernel for weights that are floats: out = x W, or out = addend + x W, with W in panels of 16 output columns.
//
//   PanelProduct<float> product{.x = x, .xStride = depth, .rows = 3, .depth = depth, .panels = packed, .panelCount = 2, .out = out, .outStride = 32};
//   panelProduct<float>(InstructionSet::Avx2)(product);   // out[r][p * 16 + j] = sum over k of x[r][k] * W[k][p * 16 + j]
//
// Every output is one chain of sums from k = 0 upwards, to which the addend comes last, whatever the rows and panels beside it: a result depends on neither the
// batch nor the way the work is split. Instruction sets round differently (a fused multiply-add rounds once); within one set the bits are fixed, and both AVX-512
// sets are the same here. Weights in bf16 are widened by a shift, so the bits are those of the same weights as floats. Any thread.
#pragma once

#include "engine/mixmoe/runtime/kernels/bf16.h"
#include "engine/mixmoe/runtime/kernels/instruction_set.h"
#include "engine/mixmoe/runtime/kernels/panel.h"

namespace interlinear::mixmoe {

template <typename Weight>
struct PanelProduct {
    const float *x = nullptr;        ///< [rows] of depth values
    std::size_t xStride = 0;         ///< floats from one row of x to the next
    std::size_t rows = 0;            ///< at least one
    std::size_t depth = 0;
    const Weight *panels = nullptr;  ///< floats [panel][depth][16]; bf16 [panel][depth / 2][16][2], an odd depth filled up; on a cache line
    std::size_t panelCount = 0;
    const float *addend = nullptr;   ///< laid out as out, which it may be; null: nothing is added
    float *out = nullptr;            ///< [rows] of panelCount * 16 values, on a cache line
    std::size_t outStride = 0;       ///< a multiple of 16
};

/// The kernel in these instructions; they must be supported.
template <typename Weight>
void (*panelProduct(InstructionSet instructions))(const PanelProduct<Weight> &);

}  // namespace interlinear::mixmoe
