// The bodies of the row functions: included by one source file for each instruction set, so everything here is local to it.
#pragma once

#include "engine/mixmoe/runtime/kernels/row_functions.h"
#include "engine/mixmoe/runtime/kernels/vector_lanes.h"

namespace interlinear::mixmoe {

namespace {

constexpr float highestInteger = 127;

void normalise(const float *x, const float *weight, std::size_t count, float epsilon, float *out)
{
    Lanes16 squares{};
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Lanes16 lanes = loaded(x + i, n);
        squares += lanes * lanes;
    });
    const float scale = 1.0F / __builtin_sqrtf(sumOf(squares) / static_cast<float>(count) + epsilon);
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) { store(loaded(x + i, n) * scale * loaded(weight + i, n), out + i, n); });
}

void activate(const float *gate, const float *up, std::size_t count, float *out)
{
    inSixteensTogether(count, [&](auto together, std::size_t i, std::size_t n) __attribute__((always_inline)) {
        Lanes16 powers[together.value];
        unrolled<together.value>([&](auto part) __attribute__((always_inline)) { powers[part.value] = -loaded(gate + i + part.value * panelWidth, n); });
        exponentiate(powers);
        unrolled<together.value>([&](auto part) __attribute__((always_inline)) {
            const std::size_t at = i + part.value * panelWidth;
            store(loaded(gate + at, n) / (1.0F + powers[part.value]) * loaded(up + at, n), out + at, n);
        });
    });
}

void rotate(float *head, const float *cosines, const float *sines, std::size_t half)
{
    inSixteens(half, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Lanes16 first = loaded(head + i, n), second = loaded(head + half + i, n), cosine = loaded(cosines + i, n), sine = loaded(sines + i, n);
        store(first * cosine - second * sine, head + i, n);
        store(second * cosine + first * sine, head + half + i, n);
    });
}

void addScaled(const float *x, float factor, std::size_t count, float *sum)
{
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) { store(loaded(sum + i, n) + loaded(x + i, n) * factor, sum + i, n); });
}

float highestFinite(const float *values, std::size_t count)
{
    const float any = values[0];
    Lanes16 highest = Lanes16{} + any, poison{};
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Lanes16 lanes = loaded(values + i, n, any);
        highest = larger(lanes, highest);
        poison += lanes * 0.0F;
    });
    return largestOf(highest) + sumOf(poison);
}

float sumOfExponentials(const float *values, std::size_t count, float highest)
{
    Lanes16 sum{};
    inSixteensTogether(count, [&](auto together, std::size_t i, std::size_t n) __attribute__((always_inline)) {
        Lanes16 powers[together.value];
        unrolled<together.value>([&](auto part) __attribute__((always_inline)) { powers[part.value] = loaded(values + i + part.value * panelWidth, n, highest) - highest; });
        exponentiate(powers);
        unrolled<together.value>([&](auto part) __attribute__((always_inline)) { sum += firstOf(powers[part.value], n); });
    });
    return sumOf(sum);
}

void softmax(float *values, std::size_t count, float scale)
{
    const float any = values[0];
    Lanes16 highest[lanesTogether];
    for (Lanes16 &lanes : highest)
        lanes = Lanes16{} + any * scale;
    inSixteensTogether(count, [&](auto together, std::size_t i, std::size_t n) __attribute__((always_inline)) {
        unrolled<together.value>([&](auto part) __attribute__((always_inline)) {
            highest[part.value] = larger(loaded(values + i + part.value * panelWidth, n, any) * scale, highest[part.value]);
        });
    });
    for (int part = 1; part < lanesTogether; ++part)
        highest[0] = larger(highest[part], highest[0]);
    const float most = largestOf(highest[0]);
    Lanes16 sum{};
    inSixteensTogether(count, [&](auto together, std::size_t i, std::size_t n) __attribute__((always_inline)) {
        Lanes16 powers[together.value];
        unrolled<together.value>([&](auto part) __attribute__((always_inline)) { powers[part.value] = loaded(values + i + part.value * panelWidth, n) * scale - most; });
        exponentiate(powers);
        unrolled<together.value>([&](auto part) __attribute__((always_inline)) {
            store(powers[part.value], values + i + part.value * panelWidth, n);
            sum += firstOf(powers[part.value], n);
        });
    });
    const float share = 1.0F / sumOf(sum);
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) { store(loaded(values + i, n) * share, values + i, n); });
}

// The largest |x|; no finite number when one of them is none. Magnitudes of floats rise as the integers of the same bits do, and what is not finite lies above.
float magnitudeOf(const float *x, std::size_t count)
{
    Integers16 largest{};
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Integers16 bits = reinterpret_cast<Integers16>(loaded(x + i, n)) & 0x7FFFFFFF;
        largest = bits > largest ? bits : largest;
    });
    std::int32_t most = 0;
    for (std::size_t i = 0; i < panelWidth; ++i)
        most = largest[i] > most ? largest[i] : most;
    return __builtin_bit_cast(float, most);
}

// To the nearest integer, ties to even; the magnitude is below 128.
[[gnu::always_inline]] inline Integers16 nearest(const Lanes16 &x)
{
    return reinterpret_cast<Integers16>(x + roundingShift) - reinterpret_cast<Integers16>(Lanes16{} + roundingShift);
}

typedef std::int8_t Bytes16 __attribute__((vector_size(panelWidth)));

// GCC has an instruction for each doubling, and takes a longer step apart into single values.
[[gnu::always_inline]] inline Integers16 widened(const Bytes16 &bytes)
{
    typedef std::int16_t Halves16 __attribute__((vector_size(panelWidth * sizeof(std::int16_t))));
    return __builtin_convertvector(__builtin_convertvector(bytes, Halves16), Integers16);
}

[[gnu::always_inline]] inline void storeBytes(const Integers16 &integers, std::int8_t *bytes, std::size_t count)
{
    const Bytes16 narrow = __builtin_convertvector(integers, Bytes16);
    __builtin_memcpy(bytes, &narrow, count);
}

std::int32_t sumOfIntegers(const Integers16 &integers)
{
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < panelWidth; ++i)
        sum += integers[i];
    return sum;
}

Int8Scale roundToInt8(const float *x, std::size_t count, std::int8_t *integers)
{
    const float largest = magnitudeOf(x, count), poison = largest * 0;
    const float toInteger = largest > 0 && poison == 0 ? highestInteger / largest : 0;
    Integers16 sums{};
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Integers16 rounded = toInteger > 0 ? nearest(loaded(x + i, n) * toInteger) : Integers16{};
        storeBytes(rounded, integers + i, n);
        sums += rounded;
    });
    return {largest / highestInteger + poison, sumOfIntegers(sums)};
}

Int8Scale roundRestToInt8(const float *x, const std::int8_t *integers, float scale, std::size_t count, std::int8_t *rest)
{
    const float toInteger = scale > 0 ? 2 * highestInteger / scale : 0;
    Integers16 sums{};
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        Bytes16 first{};
        __builtin_memcpy(&first, integers + i, n);
        const Lanes16 left = loaded(x + i, n) - scale * __builtin_convertvector(widened(first), Lanes16);
        const Integers16 rounded = toInteger > 0 ? nearest(left * toInteger) : Integers16{};
        storeBytes(rounded, rest + i, n);
        sums += rounded;
    });
    return {scale / (2 * highestInteger), sumOfIntegers(sums)};
}

void roundToBf16(const float *x, std::size_t count, Bf16 *halves)
{
    typedef std::uint16_t Halves16 __attribute__((vector_size(panelWidth * sizeof(std::uint16_t))));
    typedef std::uint32_t Bits16 __attribute__((vector_size(panelWidth * sizeof(float)), may_alias));
    constexpr std::uint32_t infinity = 0x7F800000;
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Bits16 bits = reinterpret_cast<Bits16>(loaded(x + i, n));
        const Bits16 rounded = bits + 0x7FFF + (bits >> 16 & 1), noNumber = bits | 0x00400000;   // whose fraction would be lost, or overflow into the sign
        const Halves16 narrow = __builtin_convertvector(((bits & ~(1U << 31)) > infinity ? noNumber : rounded) >> 16, Halves16);
        __builtin_memcpy(static_cast<void *>(halves + i), &narrow, n * sizeof(Bf16));
    });
}

std::size_t firstAbove(const float *values, std::size_t begin, std::size_t count, float bound)
{
    std::size_t i = begin;
    for (; i + 4 * panelWidth <= count; i += 4 * panelWidth) {
        const Lanes16 first = larger(loaded(values + i, panelWidth), loaded(values + i + panelWidth, panelWidth));
        const Lanes16 second = larger(loaded(values + i + 2 * panelWidth, panelWidth), loaded(values + i + 3 * panelWidth, panelWidth));
        if (largestOf(larger(first, second)) > bound)
            break;
    }
    while (i < count && !(values[i] > bound))
        ++i;
    return i;
}

constexpr RowFunctions allRowFunctions{.normalise = normalise,
                                       .activate = activate,
                                       .rotate = rotate,
                                       .addScaled = addScaled,
                                       .softmax = softmax,
                                       .roundToInt8 = roundToInt8,
                                       .roundRestToInt8 = roundRestToInt8,
                                       .roundToBf16 = roundToBf16,
                                       .highestFinite = highestFinite,
                                       .sumOfExponentials = sumOfExponentials,
                                       .firstAbove = firstAbove};

}  // namespace

}  // namespace interlinear::mixmoe
