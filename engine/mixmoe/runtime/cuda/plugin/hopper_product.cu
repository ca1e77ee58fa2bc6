#include "engine/mixmoe/runtime/cuda/plugin/hopper_product.h"

#include "engine/mixmoe/runtime/cuda/plugin/card_instructions.cuh"
#include "engine/mixmoe/runtime/cuda/plugin/early_launch.h"
#include "engine/mixmoe/runtime/cuda/plugin/hopper_instructions.cuh"
#include "engine/mixmoe/runtime/cuda/plugin/hopper_product.cuh"

#include <algorithm>
#include <type_traits>

namespace interlinear::mixmoe::cuda {

namespace {

constexpr int capabilityOfHopper = 90, firstDriverWithTensors = 12000;
constexpr std::int64_t mostRows = std::int64_t{1} << 20;   // how many there are the card knows; none behind them is asked for, and so many of any depth a tensor may have

// The shared memory that it needs is allowed, and the compiler gave it the registers that its warpgroups share out: with fewer they would wait for each other.
template <class Weight>
bool isReady()
{
    using Shape = HopperShape<Weight>;
    cudaFuncAttributes attributes{};
    return cudaFuncSetAttribute(hopperProduct<Weight>, cudaFuncAttributeMaxDynamicSharedMemorySize, Shape::sharedBytes) == cudaSuccess &&
           cudaFuncGetAttributes(&attributes, hopperProduct<Weight>) == cudaSuccess && attributes.numRegs == Shape::firstRegisters;
}

}  // namespace

// A tensor [matrix][line][depth] whose number of matrices is not known: nothing is asked for behind the last. Values in bf16 are swizzled on their way, others are not multiplied as they are.
template <class Value>
bool HopperProduct::encode(CUtensorMap &tensor, const void *values, std::int64_t depth, std::int64_t lines, std::int64_t matrixValues, int linesOfBox) const
{
    constexpr cuuint64_t many = cuuint64_t{1} << 31;
    const auto of = [](std::int64_t value) { return static_cast<cuuint64_t>(value); };
    const cuuint64_t sizes[] = {of(depth), of(lines), many}, strides[] = {sizeof(Value) * of(depth), sizeof(Value) * of(matrixValues)};
    const cuuint32_t box[] = {HopperShape<Value>::depth, static_cast<cuuint32_t>(linesOfBox), 1}, ones[] = {1, 1, 1};
    constexpr bool halves = std::is_same_v<Value, Half>;
    return m_encode(&tensor, halves ? CU_TENSOR_MAP_DATA_TYPE_BFLOAT16 : CU_TENSOR_MAP_DATA_TYPE_UINT8, 3, const_cast<void *>(values), sizes, strides, box, ones, CU_TENSOR_MAP_INTERLEAVE_NONE,
                    halves ? CU_TENSOR_MAP_SWIZZLE_128B : CU_TENSOR_MAP_SWIZZLE_NONE, CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE) == CUDA_SUCCESS;
}

std::optional<HopperProduct> HopperProduct::of(int capability, int multiprocessors)
{
    void *encode = nullptr;
    cudaDriverEntryPointQueryResult found = cudaDriverEntryPointSymbolNotFound;
    if (capability != capabilityOfHopper)
        return {};
    if (cudaGetDriverEntryPointByVersion("cuTensorMapEncodeTiled", &encode, firstDriverWithTensors, cudaEnableDefault, &found) != cudaSuccess || found != cudaDriverEntryPointSuccess ||
        !isReady<Half>() || !isReady<Byte>() || !isReady<Fp8>()) {
        cudaGetLastError();   // no failure of the card
        return {};
    }
    return HopperProduct(reinterpret_cast<EncodeTensor>(encode), multiprocessors);
}

template <class Weight>
cudaError_t HopperProduct::launch(const TileProductArgs<Weight> &args, int tiles, cudaStream_t stream) const
{
    using Shape = HopperShape<Weight>;
    const ProductArgs &product = args.product;
    const std::int64_t stride = roundedStride(product.depth);
    HopperTensors tensors;
    if (!encode<Weight>(tensors.weights, product.weights, stride, product.columns, product.tiles ? product.expertValues : product.columns * stride, Shape::columns) ||
        !encode<Half>(tensors.rows, product.in, stride, mostRows, mostRows * stride, Shape::rows))
        return cudaErrorInvalidValue;
    const EarlyLaunch launch(capabilityOfHopper, dim3(static_cast<unsigned>(std::min(m_multiprocessors, widthsOf<Shape>(product.columns) * tiles))), Shape::threads, Shape::sharedBytes, stream);
    return cudaLaunchKernelEx(&launch.config, hopperProduct<Weight>, product, tensors);
}

template cudaError_t HopperProduct::launch(const TileProductArgs<Half> &, int, cudaStream_t) const;
template cudaError_t HopperProduct::launch(const TileProductArgs<Byte> &, int, cudaStream_t) const;
template cudaError_t HopperProduct::launch(const TileProductArgs<Fp8> &, int, cudaStream_t) const;

}  // namespace interlinear::mixmoe::cuda
