// libinterlinear_cuda.so: the table of entry.h on the CUDA runtime, which is linked statically; the driver is all that a machine needs.
#include "engine/mixmoe/runtime/cuda/plugin/entry.h"

#include "engine/mixmoe/runtime/cuda/kernels/all_kernels.h"
#include "engine/mixmoe/runtime/cuda/plugin/card_fourier.h"
#include "engine/mixmoe/runtime/cuda/plugin/card_instructions.cuh"
#include "engine/mixmoe/runtime/cuda/plugin/card_team.cuh"
#include "engine/mixmoe/runtime/cuda/plugin/early_launch.h"
#include "engine/mixmoe/runtime/cuda/plugin/hopper_product.h"

#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <new>
#include <optional>

namespace {

using namespace interlinear::mixmoe::cuda;

constexpr int oldestCard = 80;   // bf16, asynchronous copies

struct Card {
    int device = 0;
    int capability = 0;
    cudaStream_t stream = nullptr;
    cudaError_t error = cudaSuccess;
    const char *trouble = nullptr;   // that is no cudaError_t
    std::optional<CardFourier> fourier;   // when it was asked for
    std::optional<HopperProduct> hopper;  // where the card is one

    int note(cudaError_t result)
    {
        if (result != cudaSuccess)
            error = result;
        return static_cast<int>(result);
    }
};

// Which card a thread works on is the thread's own; whoever calls gets this one.
Card &cardOf(void *state)
{
    auto &card = *static_cast<Card *>(state);
    cudaSetDevice(card.device);
    return card;
}

template <class Args>
constexpr int mostThreads = 256;
template <>
constexpr int mostThreads<AttendArgs> = 128;
template <HalfShape shape, class Weight, class In>
constexpr int mostThreads<HalfProductArgs<shape, Weight, In>> = halfWarps * lanes;

// That fit a multiprocessor at least.
template <class Args>
constexpr int leastBlocks = 2;
template <>
constexpr int leastBlocks<AttendArgs> = 6;
template <>
constexpr int leastBlocks<RouteArgs> = 3;
template <class Weight>
constexpr int leastBlocks<TileProductArgs<Weight>> = 1;

template <class Args>
constexpr bool hopperHasIts = false;
template <class Weight>
constexpr bool hopperHasIts<TileProductArgs<Weight>> = true;

template <class Args>
__global__ void __launch_bounds__(mostThreads<Args>, leastBlocks<Args>) runKernel(const __grid_constant__ Args args)
{
    CardTeam team;
    letNextKernelBegin();
    run(team, args);
    awaitKernelsAhead();   // who had nothing to do ends no earlier, either
}

// More than this a launch is given only where it was allowed for its kernel.
constexpr int sharedBytesWithoutAsking = 48 * 1024;
static_assert(4 * std::max({sizeOf<float>(HalfShape::Small).sharedWords, sizeOf<float>(HalfShape::Wide).sharedWords, sizeOf<Half>(HalfShape::Small).sharedWords,
                            sizeOf<Half>(HalfShape::Wide).sharedWords, sharedWordsOfFloatProduct(false)}) <= sharedBytesWithoutAsking);

template <class Args>
cudaError_t allowSharedMemory(int bytes)
{
    return cudaFuncSetAttribute(runKernel<Args>, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes);
}

int memory(void *state, size_t *freeBytes, size_t *totalBytes)
{
    return cardOf(state).note(cudaMemGetInfo(freeBytes, totalBytes));
}

void *allocate(void *state, size_t bytes)
{
    void *memory = nullptr;
    if (cardOf(state).note(cudaMalloc(&memory, bytes)) != 0) {
        cudaGetLastError();   // too little memory is no failure of the card
        return nullptr;
    }
    return memory;
}

void release(void *state, void *memory)
{
    cardOf(state).note(cudaFree(memory));
}

void *allocateStaging(void *state, size_t bytes)
{
    void *memory = nullptr;
    if (cardOf(state).note(cudaMallocHost(&memory, bytes)) != 0) {
        cudaGetLastError();
        return nullptr;
    }
    return memory;
}

void releaseStaging(void *state, void *memory)
{
    cardOf(state).note(cudaFreeHost(memory));
}

int copyIn(void *state, void *card, const void *host, size_t bytes)
{
    return cardOf(state).note(cudaMemcpyAsync(card, host, bytes, cudaMemcpyHostToDevice, cardOf(state).stream));
}

int copyOut(void *state, void *host, const void *card, size_t bytes)
{
    return cardOf(state).note(cudaMemcpyAsync(host, card, bytes, cudaMemcpyDeviceToHost, cardOf(state).stream));
}

int copyWithin(void *state, void *to, const void *from, size_t bytes)
{
    return cardOf(state).note(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, cardOf(state).stream));
}

int clear(void *state, void *card, size_t bytes)
{
    return cardOf(state).note(cudaMemsetAsync(card, 0, bytes, cardOf(state).stream));
}

CardFourier &fourierOf(void *state)
{
    Card &card = cardOf(state);
    return card.fourier ? *card.fourier : card.fourier.emplace();
}

const char *fourierTrouble(void *state)
{
    return fourierOf(state).trouble();
}

int fourier(void *state, const float *in, float *out, int32_t length, int32_t count)
{
    if (fourierOf(state).queue(cardOf(state).stream, in, out, length, count))
        return 0;
    cardOf(state).trouble = "cuFFT failed";
    return 1;
}

int launch(void *state, const interlinear_cuda_launch *launch, const void *args)
{
    Card &card = cardOf(state);
    const EarlyLaunch early(card.capability, dim3(static_cast<unsigned>(launch->blocksX), static_cast<unsigned>(launch->blocksY)), launch->threads, launch->sharedBytes, card.stream);
    cudaError_t launched = cudaSuccess;
    withArguments(static_cast<Kernel>(launch->kernel), args, [&]<class Args>(const Args &own) {
        if constexpr (hopperHasIts<Args>) {
            if (card.hopper) {
                launched = card.hopper->launch(own, launch->blocksY, card.stream);
                return;
            }
        }
        launched = cudaLaunchKernelEx(&early.config, runKernel<Args>, own);
    });
    return card.note(launched);
}

int finish(void *state)
{
    return cardOf(state).note(cudaStreamSynchronize(cardOf(state).stream));
}

int beginGraph(void *state)
{
    return cardOf(state).note(cudaStreamBeginCapture(cardOf(state).stream, cudaStreamCaptureModeThreadLocal));
}

void *endGraph(void *state)
{
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    if (cardOf(state).note(cudaStreamEndCapture(cardOf(state).stream, &graph)) != 0)
        return nullptr;
    cardOf(state).note(cudaGraphInstantiate(&executable, graph, 0));
    cudaGraphDestroy(graph);
    return executable;
}

int runGraph(void *state, void *graph)
{
    return cardOf(state).note(cudaGraphLaunch(static_cast<cudaGraphExec_t>(graph), cardOf(state).stream));
}

void releaseGraph(void *state, void *graph)
{
    cardOf(state).note(cudaGraphExecDestroy(static_cast<cudaGraphExec_t>(graph)));
}

const char *lastError(void *state)
{
    const Card &card = cardOf(state);
    return card.trouble ? card.trouble : cudaGetErrorString(card.error);
}

void close(void *state)
{
    cardOf(state).fourier.reset();
    cudaStreamDestroy(cardOf(state).stream);
    delete static_cast<Card *>(state);
}

int refused(interlinear_cuda_table &table, interlinear_cuda_refusal why, cudaError_t error)
{
    std::snprintf(table.name, sizeof table.name, "%s", cudaGetErrorString(error));
    return why;
}

// A driver that is missing says so by version 0, one that is too old by a lower version than the runtime's.
int checkDriver(interlinear_cuda_table &table)
{
    int driver = 0, runtime = 0;
    const cudaError_t asked = cudaDriverGetVersion(&driver);
    cudaRuntimeGetVersion(&runtime);
    if (asked != cudaSuccess || driver == 0)
        return refused(table, interlinear_cuda_no_driver, asked);
    if (driver / 1000 < runtime / 1000) {
        std::snprintf(table.name, sizeof table.name, "%d.%d", driver / 1000, driver % 1000 / 10);
        return interlinear_cuda_old_driver;
    }
    return interlinear_cuda_opened;
}

// Multiply-adds count two: 312 TFLOP/s of an A100, 989 of an H100 SXM or an H200, known by their multiprocessors.
double halfOperationsOf(int capability, int multiprocessors)
{
    return capability == 80 && multiprocessors == 108 ? 311.9e12 : capability == 90 && multiprocessors == 132 ? 989.4e12 : 0;
}

// The card with the most free memory among those that are new enough.
int chooseCard(interlinear_cuda_table &table)
{
    int count = 0;
    if (const cudaError_t asked = cudaGetDeviceCount(&count); asked != cudaSuccess || count == 0)
        return refused(table, interlinear_cuda_no_card, asked);
    size_t mostFree = 0;
    bool any = false;
    cudaError_t failed = cudaSuccess;   // of a card that is new enough
    for (int device = 0; device < count; ++device) {
        cudaDeviceProp properties{};
        if (const cudaError_t asked = cudaGetDeviceProperties(&properties, device); asked != cudaSuccess) {
            failed = asked;
            continue;
        }
        const int capability = 10 * properties.major + properties.minor;
        size_t freeBytes = 0, totalBytes = 0;
        if (capability < oldestCard) {
            if (!any)
                std::snprintf(table.name, sizeof table.name, "%s", properties.name);
            continue;
        }
        cudaError_t asked = cudaSetDevice(device);
        if (asked == cudaSuccess)
            asked = cudaMemGetInfo(&freeBytes, &totalBytes);
        if (asked != cudaSuccess)
            failed = asked;
        if (asked != cudaSuccess || (any && freeBytes <= mostFree))
            continue;
        any = true;
        mostFree = freeBytes;
        table.device = device;
        table.capability = capability;
        table.multiprocessors = properties.multiProcessorCount;
        table.halfOperations = halfOperationsOf(capability, properties.multiProcessorCount);
        table.sharedBytesOfBlock = static_cast<int32_t>(properties.sharedMemPerBlockOptin) - 2048;   // what reductions and the system take
        std::snprintf(table.name, sizeof table.name, "%s", properties.name);
    }
    cudaGetLastError();   // told, or of a card that is not taken
    if (!any)
        return failed == cudaSuccess ? static_cast<int>(interlinear_cuda_old_card) : refused(table, interlinear_cuda_failed, failed);
    const cudaError_t set = cudaSetDevice(table.device);
    return set == cudaSuccess ? static_cast<int>(interlinear_cuda_opened) : refused(table, interlinear_cuda_failed, set);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int interlinear_cuda_open(int version, interlinear_cuda_table *table)
{
    if (version != interlinear_cuda_version)
        return interlinear_cuda_other_version;
    *table = {};
    if (const int why = checkDriver(*table); why != interlinear_cuda_opened)
        return why;
    if (const int why = chooseCard(*table); why != interlinear_cuda_opened)
        return why;
    auto *card = new (std::nothrow) Card{.device = table->device, .capability = table->capability};
    if (!card)
        return refused(*table, interlinear_cuda_failed, cudaErrorMemoryAllocation);
    cudaError_t ready = cudaStreamCreateWithFlags(&card->stream, cudaStreamNonBlocking);
    for (const auto allow : {allowSharedMemory<AttendArgs>, allowSharedMemory<NormaliseArgs>, allowSharedMemory<NoteAttentionArgs>, allowSharedMemory<SelectArgs>, allowSharedMemory<HalfProductArgs<HalfShape::Large, Half, float>>, allowSharedMemory<TileProductArgs<Half>>, allowSharedMemory<TileProductArgs<Byte>>, allowSharedMemory<TileProductArgs<Fp8>>, allowSharedMemory<RouteArgs>}) {
        if (ready == cudaSuccess)
            ready = allow(table->sharedBytesOfBlock);
    }
    if (ready != cudaSuccess) {
        close(card);
        return refused(*table, interlinear_cuda_failed, ready);
    }
    card->hopper = HopperProduct::of(table->capability, table->multiprocessors);
    table->state = card;
    table->memory = memory;
    table->allocate = allocate;
    table->release = release;
    table->allocateStaging = allocateStaging;
    table->releaseStaging = releaseStaging;
    table->copyIn = copyIn;
    table->copyOut = copyOut;
    table->copyWithin = copyWithin;
    table->clear = clear;
    table->fourierTrouble = fourierTrouble;
    table->fourier = fourier;
    table->launch = launch;
    table->finish = finish;
    table->beginGraph = beginGraph;
    table->endGraph = endGraph;
    table->runGraph = runGraph;
    table->releaseGraph = releaseGraph;
    table->lastError = lastError;
    table->close = close;
    return interlinear_cuda_opened;
}
