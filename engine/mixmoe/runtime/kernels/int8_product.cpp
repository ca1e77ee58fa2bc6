#include "engine/mixmoe/runtime/kernels/int8_product.h"

#include "engine/mixmoe/runtime/kernels/by_instruction_set.h"
#include "engine/mixmoe/runtime/kernels/int8_tiles.h"

namespace interlinear::mixmoe {

namespace {

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
            for (std::size_t k = 0; k < depthsOfInt8; ++k)
                sums.columns[column] += static_cast<std::int32_t>(weights[column * depthsOfInt8 + k]) * inputs[k];
    }
    static void finish(const Sums &sums, std::int32_t correction, const float *scales, float xScale, const float *addend, float *out)
    {
        for (std::size_t column = 0; column < panelWidth; ++column)
            out[column] = (addend ? addend[column] : 0.0F) + static_cast<float>(sums.columns[column] - correction) * (scales[column] * xScale);
    }
};

void portableProduct(const Int8Product &product)
{
    int8Panels<PortableLanes, 2, 1>(product);
}

}  // namespace

void Int8Rows::resize(std::size_t count, std::size_t depth)
{
    stride = paddedDepth(depth);
    values.resize(count * stride);
    rows.resize(count);
    outlierStride = mostOutlierGroups(depth);
    outliers.resize(count * outlierStride);
}

void (*int8Product([[maybe_unused]] InstructionSet instructions))(const Int8Product &)
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
