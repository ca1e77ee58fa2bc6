// Sixteen floats that are worked on together, for source files that are compiled once for each instruction set: everything here is local to its file.
// What is written with them rounds after every operation, in one order, so that its bits are the same in all instruction sets.
#pragma once

#include "engine/mixmoe/runtime/kernels/panel.h"
#include "engine/mixmoe/runtime/kernels/unrolled.h"

#include <cstdint>

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace interlinear::mixmoe {

namespace {

typedef float Lanes16 __attribute__((vector_size(panelWidth * sizeof(float)), may_alias));
typedef std::int32_t Integers16 __attribute__((vector_size(panelWidth * sizeof(float)), may_alias));

inline constexpr float roundingShift = 12582912;   // 1.5 * 2^23: a float of this size has no fraction left

#if defined(__AVX512F__)
/// The first `count` of sixteen, 1 to 16; the others are `rest`.
[[gnu::always_inline]] inline Lanes16 loaded(const float *values, std::size_t count, float rest = 0)
{
    if (count == panelWidth)
        return reinterpret_cast<Lanes16>(_mm512_loadu_ps(values));
    return reinterpret_cast<Lanes16>(_mm512_mask_loadu_ps(_mm512_set1_ps(rest), static_cast<__mmask16>((1U << count) - 1), values));
}

[[gnu::always_inline]] inline void store(const Lanes16 &lanes, float *values, std::size_t count)
{
    if (count == panelWidth)
        _mm512_storeu_ps(values, reinterpret_cast<__m512>(lanes));
    else
        _mm512_mask_storeu_ps(values, static_cast<__mmask16>((1U << count) - 1), reinterpret_cast<__m512>(lanes));
}

/// The first `count` of sixteen; the others become 0.
[[gnu::always_inline]] inline Lanes16 firstOf(const Lanes16 &lanes, std::size_t count)
{
    return count == panelWidth ? lanes : reinterpret_cast<Lanes16>(_mm512_maskz_mov_ps(static_cast<__mmask16>((1U << count) - 1), reinterpret_cast<__m512>(lanes)));
}
#else
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

/// The first `count` of sixteen; the others become 0.
[[gnu::always_inline]] inline Lanes16 firstOf(const Lanes16 &lanes, std::size_t count)
{
    if (count == panelWidth)
        return lanes;
    float counted[panelWidth] = {};
    store(lanes, counted, count);
    return loaded(counted, panelWidth);
}
#endif

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

// Where one is no number, b is taken.
[[gnu::always_inline]] inline Lanes16 larger(const Lanes16 &a, const Lanes16 &b)
{
    return a > b ? a : b;
}

[[gnu::always_inline]] inline Lanes16 smaller(const Lanes16 &a, const Lanes16 &b)
{
    return a < b ? a : b;
}

[[gnu::always_inline]] inline float largestOf(const Lanes16 &lanes)
{
    const Lanes16 a = larger(lanes, __builtin_shufflevector(lanes, lanes, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    const Lanes16 b = larger(a, __builtin_shufflevector(a, a, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3));
    const Lanes16 c = larger(b, __builtin_shufflevector(b, b, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1));
    return c[0] > c[1] ? c[0] : c[1];
}

/// So many vectors go through a long chain of operations side by side: one alone leaves the processor waiting for each result, and more do not fit the registers.
#if defined(__AVX512F__)
inline constexpr int lanesTogether = 4;
#else
inline constexpr int lanesTogether = 1;
#endif

/// Work(Index<lanesTogether>, first, 16) while so many vectors are left, then Work(Index<1>, first, count) for one after the other.
template <typename Work>
[[gnu::always_inline]] inline void inSixteensTogether(std::size_t count, const Work &work)
{
    constexpr std::size_t width = lanesTogether * panelWidth;
    const std::size_t whole = count / width * width;
    for (std::size_t i = 0; i < whole; i += width)
        work(Index<lanesTogether>{}, i, panelWidth);
    inSixteens(count - whole, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) { work(Index<1>{}, whole + i, n); });
}

/// Each x becomes e^x to two units in the last place: x = n ln 2 + r, a polynomial in r times 2^n (the expf of Moshier's Cephes library). Below -87.3 it stays at
/// e^-87.3; above 88 at e^88; no number stays none.
template <int Count>
[[gnu::always_inline]] inline void exponentiate(Lanes16 (&x)[Count])
{
    constexpr float lowest = -87.3F, highest = 88, log2OfE = 1.44269504F, ln2High = 0.693359375F, ln2Low = -2.12194440e-4F;
    constexpr float factors[] = {1.3981999507e-3F, 8.3334519073e-3F, 4.1665795894e-2F, 1.6666665459e-1F, 5.0000001201e-1F};
    Lanes16 shifted[Count], r[Count], sum[Count];
    const auto each = [](const auto &step) __attribute__((always_inline)) { unrolled<Count>([&](auto i) __attribute__((always_inline)) { step(i.value); }); };
    each([&](int i) __attribute__((always_inline)) { x[i] = smaller(Lanes16{} + highest, larger(Lanes16{} + lowest, x[i])); });
    each([&](int i) __attribute__((always_inline)) { shifted[i] = x[i] * log2OfE + roundingShift; });
    each([&](int i) __attribute__((always_inline)) { r[i] = x[i] - (shifted[i] - roundingShift) * ln2High; });
    each([&](int i) __attribute__((always_inline)) { r[i] = r[i] - (shifted[i] - roundingShift) * ln2Low; });
    each([&](int i) __attribute__((always_inline)) { sum[i] = Lanes16{} + 1.9875691500e-4F; });
    unrolled<5>([&](auto k) __attribute__((always_inline)) { each([&](int i) __attribute__((always_inline)) { sum[i] = sum[i] * r[i] + factors[k.value]; }); });
    each([&](int i) __attribute__((always_inline)) { sum[i] = sum[i] * (r[i] * r[i]) + r[i]; });
    each([&](int i) __attribute__((always_inline)) { sum[i] = sum[i] + 1.0F; });
    each([&](int i) __attribute__((always_inline)) {
        const Integers16 scaled = reinterpret_cast<Integers16>(sum[i]) + (reinterpret_cast<Integers16>(shifted[i]) << 23);
        x[i] = reinterpret_cast<Lanes16>(scaled) + (x[i] - x[i]);
    });
}

}  // namespace

}  // namespace interlinear::mixmoe
