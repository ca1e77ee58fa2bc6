#include "engine/mixmoe/runtime/cuda/plugin/hopper_product.h"

#include "engine/mixmoe/runtime/cuda/plugin/hopper_product.cuh"

#include <algorithm>

namespace interlinear::mixmoe::cuda {

namespace {

constexpr int capabilityOfHopper = 90, firstDriverWithTensors = 12000;
constexpr std::int64_t mostRows = std::int64_t{1} << 22;   // how many there are the card knows; none behind them is asked for

// It may begin before the kernels ahead have ended.
struct Launch {
    explicit Launch(cudaStream_t stream)
    {
        attributes[0].id = cudaLaunchAttributeProgrammaticStreamSerialization;
        attributes[0].val.programmaticStreamSerializationAllowed = 1;
        config.blockDim = dim3(HopperShape::threads);
        config.dynamicSmemBytes = HopperShape::sharedBytes;
        config.stream = stream;
        config.attrs = attributes;
        config.numAttrs = 1;
    }
    Launch(const Launch &) = delete;
    Launch &operator=(const Launch &) = delete;

    cudaLaunchAttribute attributes[1] = {};
    cudaLaunchConfig_t config{};
};

}  // namespace

// A tensor [matrix][line][depth] in bf16 whose number of matrices is not known: nothing is asked for behind the last.
bool HopperProduct::encode(CUtensorMap &tensor, const void *values, std::int64_t depth, std::int64_t lines, std::int64_t matrixValues, int linesOfBox) const
{
    constexpr cuuint64_t many = cuuint64_t{1} << 31;
    const auto of = [](std::int64_t value) { return static_cast<cuuint64_t>(value); };
    const cuuint64_t sizes[] = {of(depth), of(lines), many}, strides[] = {sizeof(Half) * of(depth), sizeof(Half) * of(matrixValues)};
    const cuuint32_t box[] = {HopperShape::depth, static_cast<cuuint32_t>(linesOfBox), 1}, ones[] = {1, 1, 1};
    return m_encode(&tensor, CU_TENSOR_MAP_DATA_TYPE_BFLOAT16, 3, const_cast<void *>(values), sizes, strides, box, ones, CU_TENSOR_MAP_INTERLEAVE_NONE, CU_TENSOR_MAP_SWIZZLE_128B,
                    CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE) == CUDA_SUCCESS;
}

std::optional<HopperProduct> HopperProduct::of(int capability, int multiprocessors)
{
    void *encode = nullptr;
    cudaDriverEntryPointQueryResult found = cudaDriverEntryPointSymbolNotFound;
    if (capability != capabilityOfHopper)
        return {};
    if (cudaGetDriverEntryPointByVersion("cuTensorMapEncodeTiled", &encode, firstDriverWithTensors, cudaEnableDefault, &found) != cudaSuccess || found != cudaDriverEntryPointSuccess ||
        cudaFuncSetAttribute(hopperProduct, cudaFuncAttributeMaxDynamicSharedMemorySize, HopperShape::sharedBytes) != cudaSuccess) {
        cudaGetLastError();   // no failure of the card
        return {};
    }
    return HopperProduct(reinterpret_cast<EncodeTensor>(encode), multiprocessors);
}

cudaError_t HopperProduct::launch(const TileProductArgs &args, int tiles, cudaStream_t stream) const
{
    const ProductArgs &product = args.product;
    const std::int64_t stride = roundedStride(product.depth);
    HopperTensors tensors;
    if (!encode(tensors.weights, product.weights, stride, product.columns, product.tiles ? product.expertValues : product.columns * stride, HopperShape::columns) ||
        !encode(tensors.rows, product.in, stride, mostRows, mostRows * stride, HopperShape::rows))
        return cudaErrorInvalidValue;
    Launch launch(stream);
    launch.config.gridDim = dim3(static_cast<unsigned>(std::min(m_multiprocessors, widthsOf(product.columns) * tiles)));
    return cudaLaunchKernelEx(&launch.config, hopperProduct, product, tensors);
}

}  // namespace interlinear::mixmoe::cuda
