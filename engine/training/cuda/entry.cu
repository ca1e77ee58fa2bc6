// The kernels: bodies of rows.h, routing.h and attention.cuh, shared among warps, blocks and threads.
#include "engine/training/cuda/attention.cuh"
#include "engine/training/cuda/entry.h"

using namespace interlinear::training::cuda;

namespace {

constexpr int lanesOfWarp = 32, warpsOfBlock = 4, threadsOfItems = 256, threadsOfLogits = 512;
constexpr std::int64_t mostBlocks = 1 << 14;

/// Sums are in one order, whatever runs beside.
struct Warp {
    __device__ int lane() const { return static_cast<int>(threadIdx.x) % lanesOfWarp; }
    __device__ int lanes() const { return lanesOfWarp; }
    __device__ float sum(float value) const
    {
#pragma unroll
        for (int mask = lanesOfWarp / 2; mask > 0; mask /= 2)
            value += __shfl_xor_sync(~0U, value, mask);
        return value;
    }
    __device__ float highest(float value) const
    {
#pragma unroll
        for (int mask = lanesOfWarp / 2; mask > 0; mask /= 2)
            value = fmaxf(value, __shfl_xor_sync(~0U, value, mask));
        return value;
    }
};

struct Block {
    __device__ int lane() const { return static_cast<int>(threadIdx.x); }
    __device__ int lanes() const { return threadsOfLogits; }
    __device__ float sum(float value) const
    {
        return joined(Warp().sum(value), [](float a, float b) { return a + b; });
    }
    __device__ float highest(float value) const
    {
        return joined(Warp().highest(value), [](float a, float b) { return fmaxf(a, b); });
    }

private:
    template <class F>
    __device__ float joined(float ofWarp, const F &join) const
    {
        __shared__ float parts[threadsOfLogits / lanesOfWarp];
        __syncthreads();   // what was there before is read
        if (threadIdx.x % lanesOfWarp == 0)
            parts[threadIdx.x / lanesOfWarp] = ofWarp;
        __syncthreads();
        float result = parts[0];
        for (int i = 1; i < threadsOfLogits / lanesOfWarp; ++i)
            result = join(result, parts[i]);
        return result;
    }
};

__device__ std::int64_t warpOfGrid()
{
    return static_cast<std::int64_t>(blockIdx.x) * warpsOfBlock + threadIdx.x / lanesOfWarp;
}

__device__ std::int64_t warpsOfGrid()
{
    return static_cast<std::int64_t>(gridDim.x) * warpsOfBlock;
}

template <class Args, class Row>
__global__ void __launch_bounds__(lanesOfWarp *warpsOfBlock) eachRow(Args args, std::int64_t rows, Row body)
{
    for (std::int64_t row = warpOfGrid(); row < rows; row += warpsOfGrid())
        body(Warp(), args, row);
}

template <class Args, class Item>
__global__ void __launch_bounds__(threadsOfItems) eachItem(Args args, std::uint32_t items, Item body)
{
    for (std::uint32_t item = blockIdx.x * threadsOfItems + threadIdx.x; item < items; item += gridDim.x * threadsOfItems)
        body(args, item);
}

template <int n>
__global__ void __launch_bounds__(threadsOfLogits) crossEntropyRows(CrossEntropy args)
{
    crossEntropyRow<n>(Block(), args, blockIdx.x);
}

template <int most>
__global__ void routerGradientParts(RouterGradient args)
{
    const int c = 2 * static_cast<int>(blockIdx.y * blockDim.x + threadIdx.x);
    if (c < args.width)
        routerGradientColumns<most>(args, static_cast<std::int32_t>(blockIdx.x), c);
}

template <int size>
__global__ void __launch_bounds__(lanesOfWarp *warpsOfBlock) attendHeads(Attention args)
{
    __shared__ __align__(16) Bf16 tiles[warpsOfBlock][3 * tileValues<size>];
    if (const std::int64_t head = warpOfGrid(); head < args.sequences * args.heads)
        attendHead<size>(args, head / args.heads, static_cast<std::int32_t>(head % args.heads), tiles[threadIdx.x / lanesOfWarp]);
}

template <int size>
__global__ void __launch_bounds__(lanesOfWarp *warpsOfBlock) attendGradients(AttentionGradient args)
{
    __shared__ __align__(16) Bf16 tiles[warpsOfBlock][4 * tileValues<size>];
    if (const std::int64_t head = warpOfGrid(); head < args.sequences * args.kvHeads)
        attendGradient<size>(args, head / args.kvHeads, static_cast<std::int32_t>(head % args.kvHeads), tiles[threadIdx.x / lanesOfWarp]);
}

unsigned blocksFor(std::int64_t count, std::int64_t inBlock)
{
    const std::int64_t blocks = (count + inBlock - 1) / inBlock;
    return static_cast<unsigned>(blocks < mostBlocks ? blocks : mostBlocks);
}

template <class Args, class Row>
int launchRows(const Args &args, std::int64_t rows, Row body)
{
    if (rows > 0)
        eachRow<<<blocksFor(rows, warpsOfBlock), lanesOfWarp * warpsOfBlock>>>(args, rows, body);
    return cudaGetLastError();
}

template <class Args, class Item>
int launchItems(const Args &args, std::int64_t items, Item body)
{
    if (items >= std::int64_t{1} << 31)
        return cudaErrorInvalidValue;
    if (items > 0)
        eachItem<<<blocksFor(items, threadsOfItems), threadsOfItems>>>(args, static_cast<std::uint32_t>(items), body);
    return cudaGetLastError();
}

template <int pieces>
struct AddedNormBody {
    __device__ void operator()(const Warp &warp, const AddedNorm &args, std::int64_t row) const { addedNormRow<pieces>(warp, args, row); }
};
template <int pieces>
struct AddedNormGradientBody {
    __device__ void operator()(const Warp &warp, const AddedNormGradient &args, std::int64_t part) const { addedNormGradientPart<pieces>(warp, args, static_cast<std::int32_t>(part)); }
};
template <int pieces>
struct RouterBody {
    __device__ void operator()(const Warp &warp, const Router &args, std::int64_t row) const { routerRow<pieces>(warp, args, row); }
};
struct CombineGradientBody {
    __device__ void operator()(const Warp &warp, const CombineGradient &args, std::int64_t token) const { combineGradientRow(warp, args, token); }
};
template <int n>
struct RotaryBody {
    __device__ void operator()(const Rotary &args, std::uint32_t item) const { rotaryItem<n>(args, item); }
};
template <int n>
struct RotaryGradientBody {
    __device__ void operator()(const RotaryGradient &args, std::uint32_t item) const { rotaryGradientItem<n>(args, item); }
};
template <int n>
struct GatedActivationBody {
    __device__ void operator()(const GatedActivation &args, std::uint32_t item) const { gatedActivationItem<n>(args, item); }
};
template <int n>
struct GatedActivationGradientBody {
    __device__ void operator()(const GatedActivationGradient &args, std::uint32_t item) const { gatedActivationGradientItem<n>(args, item); }
};
struct GatherBody {
    __device__ void operator()(const Gather &args, std::uint32_t item) const { gatherItem(args, item); }
};
struct CombineBody {
    __device__ void operator()(const Combine &args, std::uint32_t item) const { combineItem(args, item); }
};

struct ChoiceBody {
    __device__ void operator()(const Choice &args, std::uint32_t item) const { choiceItem(args, item); }
};
struct ChoiceGradientBody {
    __device__ void operator()(const ChoiceGradient &args, std::uint32_t item) const { choiceGradientItem(args, item); }
};

/// By the pieces of four values that a lane has of a row.
template <template <int> class Body, class Args>
int launchPieces(const Args &args, std::int64_t rows)
{
    const int pieces = (args.width + 4 * lanesOfWarp - 1) / (4 * lanesOfWarp);
    if (pieces <= 1)
        return launchRows(args, rows, Body<1>());
    if (pieces <= 2)
        return launchRows(args, rows, Body<2>());
    if (pieces <= 3)
        return launchRows(args, rows, Body<3>());
    if (pieces <= 4)
        return launchRows(args, rows, Body<4>());
    if (pieces <= 8)
        return launchRows(args, rows, Body<8>());
    return launchRows(args, rows, Body<16>());
}

template <int most>
void launchRouterGradient(const RouterGradient &args)
{
    constexpr int threads = 128;
    const dim3 grid(static_cast<unsigned>(args.parts), blocksFor(args.width / 2, threads));
    routerGradientParts<most><<<grid, threads>>>(args);
}

int addedNorm(const AddedNorm *args)
{
    return launchPieces<AddedNormBody>(*args, args->rows);
}

int addedNormGradient(const AddedNormGradient *args)
{
    return launchPieces<AddedNormGradientBody>(*args, args->parts);
}

int rotary(const Rotary *args)
{
    const std::int64_t pairs = args->count * args->heads * args->half;
    return args->half % 4 == 0 ? launchItems(*args, pairs / 4, RotaryBody<4>()) : launchItems(*args, pairs, RotaryBody<1>());
}

int rotaryGradient(const RotaryGradient *args)
{
    const std::int64_t pairs = args->count * (args->heads + 2 * args->kvHeads) * args->half;
    return args->half % 4 == 0 ? launchItems(*args, pairs / 4, RotaryGradientBody<4>()) : launchItems(*args, pairs, RotaryGradientBody<1>());
}

int gatedActivation(const GatedActivation *args)
{
    const std::int64_t values = args->rows * args->width;
    return args->width % 8 == 0 ? launchItems(*args, values / 8, GatedActivationBody<8>()) : launchItems(*args, values, GatedActivationBody<1>());
}

int gatedActivationGradient(const GatedActivationGradient *args)
{
    const std::int64_t values = args->rows * args->width;
    return args->width % 8 == 0 ? launchItems(*args, values / 8, GatedActivationGradientBody<8>()) : launchItems(*args, values, GatedActivationGradientBody<1>());
}

int crossEntropy(const CrossEntropy *args)
{
    const auto rows = static_cast<unsigned>(args->rows);
    if (rows > 0 && args->width % 8 == 0)
        crossEntropyRows<8><<<rows, threadsOfLogits>>>(*args);
    else if (rows > 0)
        crossEntropyRows<1><<<rows, threadsOfLogits>>>(*args);
    return cudaGetLastError();
}

int gather(const Gather *args)
{
    return launchItems(*args, args->tokens * args->slots * args->width / 8, GatherBody());
}

int combine(const Combine *args)
{
    return launchItems(*args, args->tokens * args->width / 8, CombineBody());
}

int combineGradient(const CombineGradient *args)
{
    return launchRows(*args, args->tokens, CombineGradientBody());
}

int router(const Router *args)
{
    return launchPieces<RouterBody>(*args, args->rows);
}

int routerGradient(const RouterGradient *args)
{
    if (args->experts <= 8)
        launchRouterGradient<8>(*args);
    else if (args->experts <= 16)
        launchRouterGradient<16>(*args);
    else
        launchRouterGradient<mostExperts>(*args);
    return cudaGetLastError();
}

int choice(const Choice *args)
{
    return launchItems(*args, args->rows * args->groups, ChoiceBody());
}

int choiceGradient(const ChoiceGradient *args)
{
    return launchItems(*args, args->rows * args->groups, ChoiceGradientBody());
}

unsigned blocksOfWarps(std::int64_t warps)
{
    return static_cast<unsigned>((warps + warpsOfBlock - 1) / warpsOfBlock);
}

int attention(const Attention *args)
{
    const unsigned blocks = blocksOfWarps(args->sequences * args->heads);
    if (args->size == 32)
        attendHeads<32><<<blocks, lanesOfWarp * warpsOfBlock>>>(*args);
    else
        attendHeads<64><<<blocks, lanesOfWarp * warpsOfBlock>>>(*args);
    return cudaGetLastError();
}

int attentionGradient(const AttentionGradient *args)
{
    const unsigned blocks = blocksOfWarps(args->sequences * args->kvHeads);
    if (args->size == 32)
        attendGradients<32><<<blocks, lanesOfWarp * warpsOfBlock>>>(*args);
    else
        attendGradients<64><<<blocks, lanesOfWarp * warpsOfBlock>>>(*args);
    return cudaGetLastError();
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int interlinear_training_cuda_open(int version, interlinear_training_cuda_table *table)
{
    if (version != interlinear_training_cuda_version)
        return 1;
    *table = {addedNorm, addedNormGradient, rotary, rotaryGradient, gatedActivation, gatedActivationGradient, crossEntropy, gather, combine, combineGradient, router, routerGradient, choice, choiceGradient,
              attention, attentionGradient};
    return 0;
}
