// Sixteen floats that are worked on together, for source files that are compiled once for each instruction set: everything here is local to its file.
// What is written with them rounds after every operation, in one order, so that its bits are the same in all instruction sets.
#pragma once

#include "engine/mixmoe/runtime/kernels/panel.h"

#include <cstdint>

namespace interlinear::mixmoe {

namespace {

typedef float Lanes16 __attribute__((vector_size(panelWidth * sizeof(float)), may_alias));
typedef std::int32_t Integers16 __attribute__((vector_size(panelWidth * sizeof(float)), may_alias));

inline constexpr float roundingShift = 12582912;   // 1.5 * 2^23: a float of this size has no fraction left

/// The first `count` of sixteen, 1 to 16; the others are `rest`.
[[gnu::always_inline]] inline Lanes16 loaded(const float *values, std::size_t count, float rest = 0)
{
    Lanes16 lanes = Lanes16{} + rest;
    __builtin_memcpy(&lanes, values, count * sizeof(float));
    return lanes;
}

[[gnu::always_inline]] inline void store(const Lanes16 &lanes, float *values, std::size_t count)
{
    __builtin_memcpy(values, &lanes, count * sizeof(float));
}

/// Work(first, count) for sixteen values after sixteen, and for those that are left.
template <typename Work>
[[gnu::always_inline]] inline void inSixteens(std::size_t count, const Work &work)
{
    std::size_t i = 0;
    for (; i + panelWidth <= count; i += panelWidth)
        work(i, panelWidth);
    if (i < count)
        work(i, count - i);
}

/// Halves are added until one is left.
[[gnu::always_inline]] inline float sumOf(const Lanes16 &lanes)
{
    float values[panelWidth];
    store(lanes, values, panelWidth);
    for (std::size_t half = panelWidth / 2; half > 0; half /= 2)
        for (std::size_t i = 0; i < half; ++i)
            values[i] += values[i + half];
    return values[0];
}

[[gnu::always_inline]] inline Lanes16 larger(const Lanes16 &a, const Lanes16 &b)
{
    return a > b ? a : b;
}

[[gnu::always_inline]] inline float largestOf(const Lanes16 &lanes)
{
    const Lanes16 a = larger(lanes, __builtin_shufflevector(lanes, lanes, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    const Lanes16 b = larger(a, __builtin_shufflevector(a, a, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3));
    const Lanes16 c = larger(b, __builtin_shufflevector(b, b, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1));
    return c[0] > c[1] ? c[0] : c[1];
}

/// e^x to two units in the last place: x = n ln 2 + r, a polynomial in r times 2^n (the expf of Moshier's Cephes library). Below -87.3 it stays at e^-87.3; above
/// 88 at e^88; no number stays none.
[[gnu::always_inline]] inline Lanes16 exponential(const Lanes16 &any)
{
    constexpr float lowest = -87.3F, highest = 88, log2OfE = 1.44269504F, ln2High = 0.693359375F, ln2Low = -2.12194440e-4F;
    Lanes16 x = any < lowest ? Lanes16{} + lowest : any;
    x = x > highest ? Lanes16{} + highest : x;
    const Lanes16 shifted = x * log2OfE + roundingShift;
    const Lanes16 n = shifted - roundingShift;
    const Lanes16 r = (x - n * ln2High) - n * ln2Low;
    Lanes16 sum = r * 1.9875691500e-4F + 1.3981999507e-3F;
    sum = sum * r + 8.3334519073e-3F;
    sum = sum * r + 4.1665795894e-2F;
    sum = sum * r + 1.6666665459e-1F;
    sum = sum * r + 5.0000001201e-1F;
    sum = sum * (r * r) + r + 1.0F;
    const Integers16 scaled = reinterpret_cast<Integers16>(sum) + (reinterpret_cast<Integers16>(shifted) << 23);
    return reinterpret_cast<Lanes16>(scaled) + (x - x);
}

}  // namespace

}  // namespace interlinear::mixmoe
