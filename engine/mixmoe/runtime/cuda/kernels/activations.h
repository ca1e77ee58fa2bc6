// What products read: rows in fp32, or rounded to bf16 once, when they are written.
//
//   writeActivations(team, args.out, row, width, 0, width, [&](int i) { return x[i] * scale; });
//
// Rounded rows are padded to whole steps of the product with zeros, so that they are read 16 bytes at a time.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/team.h"

namespace interlinear::mixmoe::cuda {

inline constexpr int halfStep = 32;   ///< of the depth, in two products of 16

INTERLINEAR_BOTH int paddedTo(int multiple, int value) { return (value + multiple - 1) / multiple * multiple; }
/// From one rounded row to the next.
INTERLINEAR_BOTH int roundedStride(int width) { return paddedTo(halfStep, width); }

/// One of the two is null.
struct Activations {
    float *exact;                 ///< [row][width]
    std::uint32_t *rounded;       ///< [row][roundedStride(width) / 2], in pairs
};

/// To the nearest, ties to even. What is no number stays none: a card's own has all bits set, and would be rounded to 0.
INTERLINEAR_DEVICE std::uint32_t nearestHalf(float value)
{
    if (value != value)
        return 0x7FC0U;
    union {
        float value;
        std::uint32_t bits;
    } wide{value};
    return (wide.bits + 0x7FFFU + (wide.bits >> 16 & 1U)) >> 16;
}

INTERLINEAR_DEVICE std::uint32_t roundedPair(float first, float second) { return nearestHalf(first) | nearestHalf(second) << 16; }

/// Values first to first + count of a row; first is even, and the piece that ends the row also writes the zeros behind it.
template <class Team, class F>
INTERLINEAR_DEVICE void writeActivations(Team &team, const Activations &to, int row, int width, int first, int count, const F &valueOf)
{
    if (to.exact) {
        float *out = to.exact + static_cast<std::int64_t>(row) * width + first;
        team.map(count, valueOf, [&](int i, float value) { out[i] = value; });
        return;
    }
    std::uint32_t *out = to.rounded + (static_cast<std::int64_t>(row) * roundedStride(width) + first) / 2;
    const int written = first + count == width ? roundedStride(width) - first : count;
    team.map(written / 2, [&](int pair) { return roundedPair(2 * pair < count ? valueOf(2 * pair) : 0.0F, 2 * pair + 1 < count ? valueOf(2 * pair + 1) : 0.0F); },
             [&](int pair, std::uint32_t halves) { out[pair] = halves; });
}

}  // namespace interlinear::mixmoe::cuda
