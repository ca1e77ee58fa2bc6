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

[[gnu::always_inline]] inline Integers16 magnitudeBits(const Lanes16 &x)
{
    return reinterpret_cast<Integers16>(x) & 0x7FFFFFFF;
}

// Magnitudes of floats rise as the integers of the same bits do, and what is not finite lies above.
[[gnu::always_inline]] inline float largestMagnitude(const Integers16 &bits)
{
    std::int32_t most = 0;
    for (std::size_t i = 0; i < panelWidth; ++i)
        most = bits[i] > most ? bits[i] : most;
    return __builtin_bit_cast(float, most);
}

// The largest |x|; no finite number when one of them is none.
float magnitudeOf(const float *x, std::size_t count)
{
    Integers16 largest{};
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Integers16 bits = magnitudeBits(loaded(x + i, n));
        largest = bits > largest ? bits : largest;
    });
    return largestMagnitude(largest);
}

[[gnu::always_inline]] inline Integers16 isAbove(const Lanes16 &x, float bound)
{
    return magnitudeBits(x) > __builtin_bit_cast(std::int32_t, bound);
}

struct Magnitudes {
    float largest, rootMeanSquare;
};

// What is above the bound counts as 0.
Magnitudes magnitudesUpTo(float bound, const float *x, std::size_t count)
{
    Integers16 largest{};
    Lanes16 squares{};
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Lanes16 all = loaded(x + i, n), lanes = isAbove(all, bound) ? Lanes16{} : all;
        const Integers16 bits = magnitudeBits(lanes);
        largest = bits > largest ? bits : largest;
        squares += lanes * lanes;
    });
    return {largestMagnitude(largest), __builtin_sqrtf(sumOf(squares) / static_cast<float>(count))};
}

// To the nearest integer, ties to even; the magnitude is below 128.
[[gnu::always_inline]] inline Integers16 nearest(const Lanes16 &x)
{
    return reinterpret_cast<Integers16>(x + roundingShift) - reinterpret_cast<Integers16>(Lanes16{} + roundingShift);
}

typedef std::int8_t Bytes16 __attribute__((vector_size(panelWidth)));

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

Int8Scale roundAt(float largest, const float *x, std::size_t count, std::int8_t *integers)
{
    constexpr float least = 1e-36F;   // of what a float has an inverse for; below all are 0
    const float poison = largest * 0, toInteger = largest > least && poison == 0 ? highestInteger / largest : 0;
    Integers16 sums{};
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Integers16 rounded = toInteger > 0 ? nearest(loaded(x + i, n) * toInteger) : Integers16{};
        storeBytes(rounded, integers + i, n);
        sums += rounded;
    });
    return {largest / highestInteger + poison, sumOfIntegers(sums)};
}

Int8Scale roundToInt8(const float *x, std::size_t count, std::int8_t *integers)
{
    return roundAt(magnitudeOf(x, count), x, count, integers);
}

// Those of sixteen depths behind `first` that are not all 0; returns how many there are.
[[gnu::always_inline]] inline std::uint32_t storeOutliers(const Integers16 &steps, std::size_t first, OutlierGroup *outliers)
{
    std::int8_t values[panelWidth];
    storeBytes(steps, values, panelWidth);
    std::uint64_t halves[2];
    __builtin_memcpy(halves, values, sizeof values);
    std::uint32_t groups = 0;
    if ((halves[0] | halves[1]) == 0)
        return groups;
    for (std::size_t i = 0; i < panelWidth; i += depthsOfInt8) {
        std::uint32_t four;
        __builtin_memcpy(&four, values + i, sizeof four);
        if (four == 0)
            continue;
        OutlierGroup &outlier = outliers[groups++];
        outlier.group = static_cast<std::uint32_t>((first + i) / depthsOfInt8);
        __builtin_memcpy(outlier.values, &four, sizeof four);
    }
    return groups;
}

// bound: the largest of those that are no outliers.
Int8Row roundWithOutliers(float bound, const float *x, std::size_t count, std::int8_t *integers, OutlierGroup *outliers)
{
    const float toInteger = highestInteger / bound;
    Integers16 sums{}, outlierSums{};
    std::uint32_t groups = 0;
    inSixteens(count, [&](std::size_t i, std::size_t n) __attribute__((always_inline)) {
        const Lanes16 lanes = loaded(x + i, n), scaled = lanes * toInteger;
        const Lanes16 beyond = isAbove(lanes, bound) ? scaled / outlierStep : Lanes16{};
        const Integers16 steps = nearest(beyond), rounded = nearest(scaled - __builtin_convertvector(steps, Lanes16) * outlierStep);
        storeBytes(rounded, integers + i, n);
        sums += rounded;
        outlierSums += steps;
        groups += storeOutliers(steps, i, outliers + groups);
    });
    return {{bound / highestInteger, sumOfIntegers(sums)}, sumOfIntegers(outlierSums), groups};
}

// Where squares are lost below the smallest float or above the largest, there are no outliers.
Int8Row roundInput(const float *x, std::size_t count, std::int8_t *integers, OutlierGroup *outliers)
{
    constexpr float leastRoot = 1e-12F;
    const Magnitudes all = magnitudesUpTo(__builtin_bit_cast(float, 0x7FFFFFFF), x, count);   // nothing lies above these bits
    const float usual = outlierBound * all.rootMeanSquare;
    if (!(all.rootMeanSquare > leastRoot && all.largest > usual))
        return {.rounded = roundAt(all.largest, x, count, integers)};
    const float others = outlierBound * magnitudesUpTo(usual, x, count).rootMeanSquare, bound = magnitudesUpTo(others, x, count).largest, least = all.largest / outlierStep;
    return roundWithOutliers(bound > least ? bound : least, x, count, integers, outliers);
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
                                       .roundInput = roundInput,
                                       .roundToBf16 = roundToBf16,
                                       .highestFinite = highestFinite,
                                       .sumOfExponentials = sumOfExponentials,
                                       .firstAbove = firstAbove};

}  // namespace

}  // namespace interlinear::mixmoe
