#include "engine/mixmoe/runtime/cpu/int8_product.h"

#include "engine/mixmoe/runtime/cpu/int8_kernels.h"
#include "engine/mixmoe/runtime/cpu/int8_tiles.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace interlinear::mixmoe {

namespace {

constexpr float highest = 127;
constexpr float roundingShift = 12582912;   // 1.5 * 2^23: a float of this size has no fraction left

struct PortableLanes {
    using Weights = const std::uint8_t *;
    using Inputs = const std::int8_t *;
    struct Sums {
        std::int32_t columns[panelWidth];
    };

    static Weights load(const std::uint8_t *weights) { return weights; }
    static Inputs spread(const std::int8_t *x) { return x; }
    static void clear(Sums &sums) { sums = {}; }
    static void add(Sums &sums, Weights weights, Inputs inputs)
    {
        for (std::size_t column = 0; column < panelWidth; ++column)
            for (std::size_t k = 0; k < depthsTogether; ++k)
                sums.columns[column] += static_cast<std::int32_t>(weights[column * depthsTogether + k]) * inputs[k];
    }
    static void finish(const Sums &sums, std::int32_t correction, const float *scales, float xScale, float *out)
    {
        for (std::size_t column = 0; column < panelWidth; ++column)
            out[column] += static_cast<float>(sums.columns[column] - correction) * (scales[column] * xScale);
    }
};

void portableProduct(const Int8Product &product)
{
    int8Panels<PortableLanes, 2, 1>(product);
}

struct Magnitude {
    float largest = 0;
    float poison = 0;   // no number, if any value is none or infinite
};

Magnitude magnitudeOf(const float *x, std::size_t count)
{
    constexpr std::size_t lanes = 16;
    float largest[lanes] = {}, poison[lanes] = {};
    const auto take = [&](std::size_t lane, float value) {
        const float magnitude = value < 0 ? -value : value;
        largest[lane] = magnitude > largest[lane] ? magnitude : largest[lane];
        poison[lane] += value * 0;
    };
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            take(lane, x[i + lane]);
    for (; i < count; ++i)
        take(0, x[i]);
    return {*std::max_element(largest, largest + lanes), std::accumulate(poison, poison + lanes, 0.0F)};
}

// To the nearest integer, ties to even; the magnitude is below 2^22.
std::int32_t nearest(float x)
{
    return std::bit_cast<std::int32_t>(x + roundingShift) - std::bit_cast<std::int32_t>(roundingShift);
}

}  // namespace

void Int8Rows::resize(std::size_t rows, std::size_t columns)
{
    depth = columns;
    stride = paddedDepth(columns);
    values.resize(rows * stride);
    scales.resize(rows);
    sums.resize(rows);
}

template <typename Value>
void Int8Rows::store(std::size_t row, const Value &value)
{
    std::int8_t *rounded = values.data() + row * stride;
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < depth; ++k) {
        const std::int32_t integer = nearest(value(k));
        rounded[k] = static_cast<std::int8_t>(integer);
        sum += integer;
    }
    std::fill(rounded + depth, rounded + stride, std::int8_t{0});
    sums[row] = sum;
}

void Int8Rows::round(std::size_t row, const float *x)
{
    const auto [largest, poison] = magnitudeOf(x, depth);
    const float toInteger = largest > 0 && poison == 0 ? highest / largest : 0;
    scales[row] = largest / highest + poison;
    store(row, [&](std::size_t k) { return poison == 0 ? x[k] * toInteger : 0; });
}

void Int8Rows::roundRest(std::size_t row, const float *x, const Int8Rows &rounded)
{
    const float scale = rounded.scales[row], toInteger = scale > 0 ? 2 * highest / scale : 0;
    const std::int8_t *first = rounded.values.data() + row * stride;
    scales[row] = scale / (2 * highest);
    store(row, [&](std::size_t k) { return toInteger > 0 ? (x[k] - scale * static_cast<float>(first[k])) * toInteger : 0; });
}

void (*int8Product(InstructionSet instructions))(const Int8Product &)
{
#if defined(__x86_64__)
    switch (instructions) {
    case InstructionSet::Avx512Vnni:
        return int8ProductAvx512Vnni;
    case InstructionSet::Avx512:
        return int8ProductAvx512;
    case InstructionSet::Avx2:
        return int8ProductAvx2;
    case InstructionSet::Portable:
        break;
    }
#endif
    return portableProduct;
}

}  // namespace interlinear::mixmoe
