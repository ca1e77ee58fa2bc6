// bf16 as it is stored, and some neighbouring values in fp32: how kernels read and write.
//
//   Values<4> x = load<4>(row + c);    // row: const float * or const Bf16 *, aligned to so many values
//   store<4>(out + c, x);              // rounded to the nearest, ties to even
//
// The same on the card and on the processor.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#ifdef __CUDACC__
#include <cuda_bf16.h>
#define INTERLINEAR_ANYWHERE __device__ __forceinline__
#define INTERLINEAR_UNROLL _Pragma("unroll")
#define INTERLINEAR_PIECES(width) pieces
#else
#define INTERLINEAR_ANYWHERE inline
#define INTERLINEAR_UNROLL
#define INTERLINEAR_PIECES(width) (((width) + 4 * team.lanes() - 1) / (4 * team.lanes()))
#endif
/// The pieces of four values of a row that are this lane's. On the card their number is known, so that they stay in registers.
#define INTERLINEAR_EACH_PIECE(piece, at, width)                                                       \
    INTERLINEAR_UNROLL for (int piece = 0; piece < INTERLINEAR_PIECES(width); ++piece)                 \
        if (const std::int32_t at = (piece * team.lanes() + team.lane()) * 4; at < (width))

namespace interlinear::training::cuda {

struct Bf16 {
    std::uint16_t bits;
};

INTERLINEAR_ANYWHERE float toFloat(Bf16 value)
{
    const std::uint32_t bits = static_cast<std::uint32_t>(value.bits) << 16;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

INTERLINEAR_ANYWHERE Bf16 toBf16(float value)
{
#ifdef __CUDA_ARCH__
    return {__bfloat16_as_ushort(__float2bfloat16_rn(value))};
#else
    std::uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    if (value != value)
        return {0x7fc0};
    return {static_cast<std::uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16)};
#endif
}

INTERLINEAR_ANYWHERE float exponential(float x)
{
#ifdef __CUDA_ARCH__
    return __expf(x);
#else
    return std::exp(x);
#endif
}

template <int n>
struct Values {
    float of[n];
};

/// What the card moves at once.
template <int n>
struct alignas(n < 4 ? 4 * n : 16) FloatWords {
    float of[n];
};
template <int n>
struct alignas(n < 8 ? 2 * n : 16) HalfWords {
    std::uint32_t of[n / 2];
};
template <>
struct HalfWords<1> {
    std::uint16_t of[1];
};

template <class Words>
INTERLINEAR_ANYWHERE Words wordsAt(const void *from)
{
#ifdef __CUDA_ARCH__
    return *static_cast<const Words *>(from);
#else
    Words words;
    memcpy(&words, from, sizeof words);
    return words;
#endif
}

template <class Words>
INTERLINEAR_ANYWHERE void putWords(void *to, const Words &words)
{
#ifdef __CUDA_ARCH__
    *static_cast<Words *>(to) = words;
#else
    memcpy(to, &words, sizeof words);
#endif
}

template <int n>
INTERLINEAR_ANYWHERE Values<n> load(const float *from)
{
    const auto words = wordsAt<FloatWords<n>>(from);
    Values<n> values;
    for (int i = 0; i < n; ++i)
        values.of[i] = words.of[i];
    return values;
}

template <int n>
INTERLINEAR_ANYWHERE void store(float *to, const Values<n> &values)
{
    FloatWords<n> words;
    for (int i = 0; i < n; ++i)
        words.of[i] = values.of[i];
    putWords(to, words);
}

template <int n>
INTERLINEAR_ANYWHERE Values<n> load(const Bf16 *from)
{
    const auto words = wordsAt<HalfWords<n>>(from);
    Values<n> values;
    for (int i = 0; i < n; ++i)
        values.of[i] = toFloat({static_cast<std::uint16_t>(n == 1 ? words.of[0] : words.of[i / 2] >> (i % 2 * 16))});
    return values;
}

template <int n>
INTERLINEAR_ANYWHERE void store(Bf16 *to, const Values<n> &values)
{
    HalfWords<n> words{};
    if constexpr (n == 1) {
        words.of[0] = toBf16(values.of[0]).bits;
    } else {
        for (int i = 0; i < n; ++i)
            words.of[i / 2] |= static_cast<std::uint32_t>(toBf16(values.of[i]).bits) << (i % 2 * 16);
    }
    putWords(to, words);
}

INTERLINEAR_ANYWHERE void copyEight(const Bf16 *from, Bf16 *to)
{
    putWords(to, wordsAt<HalfWords<8>>(from));
}

}  // namespace interlinear::training::cuda
