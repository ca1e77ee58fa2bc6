// What happens to a row of activations between two products: norm, activation, softmax, rounding to int8, and what is asked of a row of logits.
//
//   const RowFunctions &rows = rowFunctions(widestSupported());
//   rows.normalise(x, weight, d, 1e-5F, normalised);
//   const Int8Row row = rows.roundInput(normalised, d, integers, outliers);
//
// Sums run in sixteen lanes that are added at the end, and nothing is fused: the bits are the same in all instruction sets. Any thread.
#pragma once

#include "engine/mixmoe/runtime/kernels/bf16.h"
#include "engine/mixmoe/runtime/kernels/instruction_set.h"
#include "engine/mixmoe/runtime/kernels/int8_row.h"

#include <cstddef>
#include <cstdint>

namespace interlinear::mixmoe {

struct RowFunctions {
    /// out = x / sqrt(mean(x^2) + epsilon) * weight (RMSNorm, arXiv 1910.07467, equation 4).
    void (*normalise)(const float *x, const float *weight, std::size_t count, float epsilon, float *out);
    /// out = silu(gate) * up (SwiGLU, arXiv 2002.05202, equation 6). out may be gate.
    void (*activate)(const float *gate, const float *up, std::size_t count, float *out);
    /// Pairs (i, i + half) of a head turn by their angles (rotary positions, arXiv 2104.09864, equation 34, with the halves apart).
    void (*rotate)(float *head, const float *cosines, const float *sines, std::size_t half);
    /// sum += factor * x.
    void (*addScaled)(const float *x, float factor, std::size_t count, float *sum);
    /// values = softmax(scale * values). At least one.
    void (*softmax)(float *values, std::size_t count, float scale);
    /// x becomes round(x / s) with s = max |x| / 127, ties to even (dynamic symmetric quantisation, arXiv 1712.05877, section 2.1, without zero point).
    Int8Scale (*roundToInt8)(const float *x, std::size_t count, std::int8_t *integers);
    /// The same with the largest |x| that is no outlier, or what leaves outliers 7 bits; outliers: room for mostOutlierGroups(count).
    Int8Row (*roundInput)(const float *x, std::size_t count, std::int8_t *integers, OutlierGroup *outliers);
    /// To the nearest, ties to even; what is not finite stays so.
    void (*roundToBf16)(const float *x, std::size_t count, Bf16 *halves);
    /// The largest; no number when one of them is not finite.
    float (*highestFinite)(const float *values, std::size_t count);
    /// Sum of e^(value - highest), none of which is above highest.
    float (*sumOfExponentials)(const float *values, std::size_t count, float highest);
    /// The first index from `begin` on whose value is above bound; count when there is none.
    std::size_t (*firstAbove)(const float *values, std::size_t begin, std::size_t count, float bound);
};

/// In these instructions; they must be supported.
const RowFunctions &rowFunctions(InstructionSet instructions);

}  // namespace interlinear::mixmoe
