// Weights as they are stored for tensor cores, and as a lane reads eight of them: always in bf16, which holds every number in int8 and in fp8.
//
//   const EightHalves eight = readFours(static_cast<const Fp8 *>(weights) + k);   // values k to k + 3 and k + 16 to k + 19; k a multiple of 4
//   const Fp8 stored = nearestFp8(weight / scale);                                // scale: the largest of the row over largestFp8
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/team.h"

namespace interlinear::mixmoe::cuda {

enum class WeightKind : std::int32_t { Float, Half, Byte, Fp8 };   ///< fp32, bf16, int8 and fp8 with a scale a column

INTERLINEAR_BOTH bool hasScales(WeightKind kind) { return kind == WeightKind::Byte || kind == WeightKind::Fp8; }

/// A weight in int8: 128 more.
struct Byte {
    std::uint8_t biased;
};
inline constexpr int byteBias = 128;

/// A weight in e4m3: a sign, 4 bits of exponent (less 7), 3 of mantissa; no infinities.
struct Fp8 {
    std::uint8_t bits;
};
inline constexpr float largestFp8 = 448;

/// What a lane has of two products of 16 of the depth: four numbers in bf16 of each.
struct alignas(16) EightHalves {
    std::uint32_t pairs[4];
};

/// Upper halves of two floats, the first one below.
INTERLINEAR_DEVICE std::uint32_t pairOf(float first, float second)
{
    union {
        float value;
        std::uint32_t bits;
    } a{first}, b{second};
    return a.bits >> 16 | (b.bits & 0xFFFF0000U);
}

/// Number `index` of a word: 2^23 and the byte, less that and the bias.
INTERLINEAR_DEVICE float floatOf(const Byte *, std::uint32_t word, int index)
{
    union {
        std::uint32_t bits;
        float value;
    } wide{0x4B000000U | (word >> 8 * index & 0xFFU)};
    return wide.value - (8388608.0F + byteBias);
}

/// Exponent and mantissa at their places in a float, where they mean 2^-120 of what they are; numbers below the least exponent too.
INTERLINEAR_DEVICE float floatOf(const Fp8 *, std::uint32_t word, int index)
{
    const std::uint32_t byte = word >> 8 * index & 0xFFU;
    union {
        std::uint32_t bits;
        float value;
    } small{(byte & 0x80U) << 24 | (byte & 0x7FU) << 20};
    return small.value * 1.329227995784916e36F;   // 2^120
}

/// Of pairs in bf16 two from here, and the two that lie 16 numbers on.
INTERLINEAR_DEVICE EightHalves fourPairs(const std::uint32_t *pairs)
{
    const TwoWords first = *reinterpret_cast<const TwoWords *>(pairs), second = *reinterpret_cast<const TwoWords *>(pairs + 8);
    return {{first.of[0], first.of[1], second.of[0], second.of[1]}};
}

INTERLINEAR_DEVICE EightHalves readFours(const Half *weights) { return fourPairs(reinterpret_cast<const std::uint32_t *>(weights)); }

template <class Weight>
INTERLINEAR_DEVICE EightHalves readFours(const Weight *weights)
{
    const std::uint32_t fours[2] = {*reinterpret_cast<const std::uint32_t *>(weights), *reinterpret_cast<const std::uint32_t *>(weights + 16)};
    EightHalves halves;
    INTERLINEAR_UNROLLED
    for (int pair = 0; pair < 4; ++pair)
        halves.pairs[pair] = pairOf(floatOf(weights, fours[pair / 2], pair % 2 * 2), floatOf(weights, fours[pair / 2], pair % 2 * 2 + 1));
    return halves;
}

/// The same of weights in the card's memory.
INTERLINEAR_DEVICE EightHalves streamFours(const Half *weights)
{
    const TwoWords first = streamed(weights), second = streamed(weights + 16);
    return {{first.of[0], first.of[1], second.of[0], second.of[1]}};
}
template <class Weight>
INTERLINEAR_DEVICE EightHalves streamFours(const Weight *weights)
{
    return readFours(weights);
}

/// To the nearest, ties to even; what is larger becomes the largest. Of numbers. On the host.
inline Fp8 nearestFp8(float value)
{
    union Word {
        float value;
        std::uint32_t bits;
    };
    const std::uint32_t sign = Word{value}.bits >> 24 & 0x80U;
    const float size = std::fmin(std::fabs(value), largestFp8);
    if (size < 0x1p-6F)   // steps of 2^-9; the sum has no bits below 1
        return {static_cast<std::uint8_t>(sign | (Word{size * 512 + 0x1p23F}.bits & 0xFU))};
    const std::uint32_t bits = Word{size}.bits;
    return {static_cast<std::uint8_t>(sign | (((bits + 0x7FFFFU + (bits >> 20 & 1U)) >> 20) - (127 - 7) * 8))};
}

}  // namespace interlinear::mixmoe::cuda
