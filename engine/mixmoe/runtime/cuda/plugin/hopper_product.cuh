// The kernel behind hopper_product.h.
//
// One warpgroup copies the next steps of the depth into slots of shared memory while two others multiply 64 rows each of what is there; blocks stay and take one tile after another. Sums run in
// the order of half_product.h: a product of 16 of the depth has the same bits by wgmma as by mma.m16n8k16, whatever the order inside.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/tile_product.h"
#include "engine/mixmoe/runtime/cuda/plugin/card_instructions.cuh"
#include "engine/mixmoe/runtime/cuda/plugin/hopper_instructions.cuh"

#include <cuda_runtime.h>

namespace interlinear::mixmoe::cuda {

/// How a block works.
struct HopperShape {
    static constexpr int rows = TileShape::rows, columns = TileShape::columns;
    static constexpr int depth = 64, lineBytes = depth * sizeof(Half), steps = depth / halfStep;   ///< of a slot
    static constexpr int rowBytes = rows * lineBytes, columnBytes = columns * lineBytes, slotBytes = rowBytes + columnBytes;
    static constexpr int slots = 6, barrierBytes = 8;
    static constexpr int groupThreads = 128, groupRows = 64, multipliers = rows / groupRows, threads = groupThreads * (1 + multipliers);
    static constexpr int sums = groupRows * columns / groupThreads;  ///< of a thread
    static constexpr int firstRegisters = 168, copierRegisters = 40, multiplierRegisters = 232;   ///< of a thread: what a block of so many threads begins with is all that it shares out
    static_assert(copierRegisters + multipliers * multiplierRegisters <= (1 + multipliers) * firstRegisters, "else the last warp waits for registers for ever");
    static constexpr int alignment = 1024, sharedBytes = alignment + slots * (slotBytes + 2 * barrierBytes);
    static constexpr int tilesTogether = 8;                          ///< whose blocks follow each other for the same columns
};

/// The slots of a block, in turn.
struct SlotRing {
    int slot = 0;
    std::uint32_t phase = 0;

    __device__ void advance()
    {
        if (++slot == HopperShape::slots) {
            slot = 0;
            phase ^= 1;
        }
    }
    __device__ bool operator!=(const SlotRing &other) const { return slot != other.slot || phase != other.phase; }
};

/// Shared memory of a block: slots, rows first, then a barrier each that completes when it is full, and one when it is empty again.
struct HopperMemory {
    std::uint32_t base;

    __device__ std::uint32_t rows(int slot) const { return base + slot * HopperShape::slotBytes; }
    __device__ std::uint32_t columns(int slot) const { return rows(slot) + HopperShape::rowBytes; }
    __device__ std::uint32_t full(int slot) const { return base + HopperShape::slots * HopperShape::slotBytes + HopperShape::barrierBytes * slot; }
    __device__ std::uint32_t empty(int slot) const { return full(HopperShape::slots) + HopperShape::barrierBytes * slot; }
};

/// What a block works on at a time.
struct HopperUnit {
    Tile tile;
    int firstColumn;
};

INTERLINEAR_BOTH int widthsOf(int columns)
{
    return (columns + HopperShape::columns - 1) / HopperShape::columns;
}

/// call(unit) for all that are this block's, in the order that its warpgroups share.
template <class F>
__device__ __forceinline__ void eachUnit(const ProductArgs &args, const F &call)
{
    const int tiles = productTiles(args, HopperShape::rows), widths = widthsOf(args.columns);
    for (int unit = blockIdx.x; unit < tiles * widths; unit += gridDim.x) {
        const int firstTile = unit / (HopperShape::tilesTogether * widths) * HopperShape::tilesTogether, together = min(HopperShape::tilesTogether, tiles - firstTile), rest = unit - firstTile * widths;
        call(HopperUnit{productTile(args, firstTile + rest % together, HopperShape::rows), rest / together * HopperShape::columns});
    }
}

struct HopperTensors {
    CUtensorMap weights;   ///< [expert][column][depth]
    CUtensorMap rows;      ///< [row][depth]
};

/// Rows that stand together come in one box, others in pieces of 16 bytes.
__device__ __forceinline__ bool rowsInBox(const ProductArgs &args, const Tile &tile)
{
    return !args.rowOfUse && tile.uses == TileShape::rows;
}

/// One thread asks for the boxes of a slot.
__device__ __forceinline__ void copyBoxes(const HopperUnit &unit, bool rowsToo, const HopperTensors &tensors, const HopperMemory &memory, int slot, int k)
{
    const std::uint32_t full = memory.full(slot);
    arriveExpecting(full, HopperShape::columnBytes + (rowsToo ? HopperShape::rowBytes : 0));
    copyBox(memory.columns(slot), tensors.weights, k, unit.firstColumn, unit.tile.expert, full);
    if (rowsToo)
        copyBox(memory.rows(slot), tensors.rows, k, unit.tile.firstUse, 0, full);
}

/// What the copying warpgroup does. Nothing is copied of rows that the tile lacks.
__device__ __forceinline__ void copyUnits(const ProductArgs &args, const HopperTensors &tensors, const HopperMemory &memory, int thread)
{
    constexpr int pieces = HopperShape::lineBytes / 16, rowsAtOnce = HopperShape::groupThreads / pieces, passes = HopperShape::rows / rowsAtOnce;
    const int stride = roundedStride(args.depth), piece = thread % pieces, firstRow = thread / pieces;
    const std::uint32_t firstPlace = firstRow * HopperShape::lineBytes + (piece ^ firstRow % pieces) * 16;   // swizzled as matrixAt() says
    SlotRing ring;
    eachUnit(args, [&](const HopperUnit &unit) {
        const bool inBox = rowsInBox(args, unit.tile);
        const Half *lines[passes] = {};
#pragma unroll
        for (int pass = 0; pass < passes; ++pass) {
            if (const int row = firstRow + pass * rowsAtOnce; !inBox && row < unit.tile.uses)
                lines[pass] = static_cast<const Half *>(args.in) + productRow(args, unit.tile.firstUse + row) * stride + piece * 8;
        }
        for (int k = 0; k < stride; k += HopperShape::depth, ring.advance()) {
            await(memory.empty(ring.slot), ring.phase ^ 1);
            if (thread == 0)
                copyBoxes(unit, inBox, tensors, memory, ring.slot, k);
#pragma unroll
            for (int pass = 0; pass < passes; ++pass) {
                if (lines[pass] && k + piece * 8 < stride)
                    copyPieceTo(memory.rows(ring.slot) + firstPlace + pass * rowsAtOnce * HopperShape::lineBytes, lines[pass] + k);
            }
            arriveWithPieces(memory.full(ring.slot));
        }
    });
}

/// A multiplying warpgroup's place in the slots.
struct HopperReader {
    const HopperMemory &memory;
    const int firstRow;
    bool inPieces = true;
    SlotRing reading = {}, releasing = {};

    __device__ void awaitSlot() const
    {
        await(memory.full(reading.slot), reading.phase);
        if (inPieces)
            showPieces();
    }
    /// All multiplies but those of the slot that is read are done; `step` comes next.
    __device__ void passTo(int step)
    {
        release();
        if (step % 2 == 0)
            reading.advance();
    }
    /// The slots before the one that is read are empty again. Each warp says so, when all of its lanes are here: none is lapped.
    __device__ void release()
    {
        for (; releasing != reading; releasing.advance()) {
            __syncwarp();
            if (threadIdx.x % lanes == 0)
                arrive(memory.empty(releasing.slot));
        }
    }
};

using HopperSums = float[HopperShape::sums];

/// sums are those of the products of 16 of the depth, from `first` to `end` in a slot; what was in them counts if adds is not 0.
template <int first, int end>
__device__ __forceinline__ void multiplyParts(const HopperReader &reader, HopperSums &sums, std::uint32_t &adds)
{
    const std::uint64_t rows = matrixAt(reader.memory.rows(reader.reading.slot) + reader.firstRow * HopperShape::lineBytes), columns = matrixAt(reader.memory.columns(reader.reading.slot));
    beginMultiplies();
#pragma unroll
    for (int part = first; part < end; ++part) {
        multiplyAsync(sums, rows + matrixStep * part, columns + matrixStep * part, adds);
        adds = 1;
    }
    endMultiplies();
}

/// The next steps of the depth, as many as lie in one slot, are under way, and all that began before is done. Steps are of 32: a quarter may begin and end in the middle of a slot.
__device__ __forceinline__ void multiplyNext(HopperReader &reader, int &step, int end, HopperSums &sums, std::uint32_t &adds)
{
    const bool upper = step % 2 == 1, whole = !upper && step + 1 < end;
    if (!upper)
        reader.awaitSlot();
    if (whole)
        multiplyParts<0, 4>(reader, sums, adds);
    else if (upper)
        multiplyParts<2, 4>(reader, sums, adds);
    else
        multiplyParts<0, 2>(reader, sums, adds);
    awaitMultiplies<1>();
    step += whole ? 2 : 1;
}

/// When this returns, the last of the quarter's multiplies is under way. Those before it end while the first ones run: then settle() is called.
template <class Settle>
__device__ __forceinline__ void beginQuarter(HopperReader &reader, int &step, int end, HopperSums &sums, const Settle &settle)
{
    std::uint32_t adds = 0;
    multiplyNext(reader, step, end, sums, adds);
    settle();
    reader.passTo(step);
    while (step < end) {
        multiplyNext(reader, step, end, sums, adds);
        reader.passTo(step);
    }
}

/// totals: what comes out for the rows of the warpgroup.
__device__ __forceinline__ void sumQuarters(HopperReader &reader, int steps, HopperSums &totals)
{
    HopperSums odd, even;
    const auto add = [&](HopperSums &sums) {
        settleSums(sums);
#pragma unroll
        for (int i = 0; i < HopperShape::sums; ++i)
            totals[i] += sums[i];
    };
    int step = 0;
    if (steps < halfQuarters) {   // each is a quarter
#pragma unroll
        for (float &total : totals)
            total = 0;
        while (step < steps) {
            std::uint32_t adds = 0;
            multiplyNext(reader, step, step + 1, odd, adds);
            awaitMultiplies<0>();
            add(odd);
            reader.passTo(step);
        }
    } else {
        beginQuarter(reader, step, quarterBegin(steps, 1), totals, [] {});
        beginQuarter(reader, step, quarterBegin(steps, 2), odd, [&] { settleSums(totals); });
        beginQuarter(reader, step, quarterBegin(steps, 3), even, [&] { add(odd); });
        beginQuarter(reader, step, steps, odd, [&] { add(even); });
        awaitMultiplies<0>();
        add(odd);
    }
    if (steps % 2 == 1)
        reader.reading.advance();
    reader.release();
}

/// Of four lanes that follow each other, lane i gets what was word i of each, in their order.
__device__ __forceinline__ void transposeFour(std::uint32_t (&words)[4], int lane)
{
#pragma unroll
    for (int bit = 1; bit < 4; bit *= 2) {
        const bool upper = (lane & bit) != 0;
#pragma unroll
        for (int i = 0; i < 4; ++i) {
            if (i & bit)
                continue;
            const std::uint32_t got = __shfl_xor_sync(~0U, upper ? words[i] : words[i | bit], bit);
            (upper ? words[i] : words[i | bit]) = got;
        }
    }
}

/// Where a thread's sums stand: rows `row` and 8 more, of each 8 columns `column` and the next ("Register fragments for wgmma", D).
struct SumPlace {
    int row, column;
};

/// The bits of gatedOf(), for all at a time: nothing branches for a quotient unless one of them needs it.
template <int count>
__device__ __forceinline__ void gateAll(const float (&sums)[count], const float (&others)[count], float (&out)[count])
{
    bool plain = true;
#pragma unroll
    for (int i = 0; i < count; ++i) {
        const float sum = sums[i], divisor = 1.0F + expf(-sum);
        out[i] = plainQuotient(sum, divisor) * others[i];
        plain = plain && sum > -80.0F && fabsf(sum) > 0x1p-100F && out[i] == out[i];
    }
    if (plain)
        return;
#pragma unroll
    for (int i = 0; i < count; ++i)
        out[i] = gatedOf(sums[i], others[i]);
}

/// Groups of 16 columns become 8 outputs in bf16; a lane writes those of one group in four.
__device__ __forceinline__ void writeGated(const ProductArgs &args, const HopperUnit &unit, const SumPlace &place, const HopperSums &totals)
{
    const int stride = roundedStride(args.outWidth), lane = threadIdx.x % 4;
#pragma unroll
    for (int lower = 0; lower < 2; ++lower) {
        const int row = place.row + 8 * lower;
#pragma unroll
        for (int group = 0; group < HopperShape::columns / halfGroup; group += 4) {
            float gates[8], ups[8], outputs[8];
#pragma unroll
            for (int i = 0; i < 8; ++i) {
                const int first = (group + i / 2) * 8 + 2 * lower + i % 2;
                gates[i] = totals[first];
                ups[i] = totals[first + 4];
            }
            gateAll(gates, ups, outputs);
            std::uint32_t words[4];
#pragma unroll
            for (int i = 0; i < 4; ++i)
                words[i] = roundedPair(outputs[2 * i], outputs[2 * i + 1]);
            transposeFour(words, lane);
            const int output = unit.firstColumn / 2 + (group + lane) * 8;
            if (row < unit.tile.uses && output < stride)
                *reinterpret_cast<uint4 *>(args.out.rounded + (static_cast<std::int64_t>(unit.tile.firstUse + row) * stride + output) / 2) = uint4{words[0], words[1], words[2], words[3]};
        }
    }
}

/// Two columns at a time; of some, what they are added to is read together.
__device__ __forceinline__ void writePairs(const ProductArgs &args, float *out, int firstOutput, const float *totals)
{
    constexpr int together = 8;
    const bool adds = args.epilogue == Epilogue::Add;
#pragma unroll
    for (int first = 0; first < HopperShape::columns / 8; first += together) {
        float2 before[together];
#pragma unroll
        for (int i = 0; i < together; ++i) {
            const int output = firstOutput + (first + i) * 8;
            before[i] = adds && output < args.outWidth ? *reinterpret_cast<const float2 *>(out + output) : float2{};
        }
#pragma unroll
        for (int i = 0; i < together; ++i) {
            const int output = firstOutput + (first + i) * 8;
            const float *own = totals + (first + i) * 4;
            if (output < args.outWidth)
                *reinterpret_cast<float2 *>(out + output) = adds ? float2{before[i].x + own[0], before[i].y + own[1]} : float2{own[0], own[1]};
        }
    }
}

__device__ __forceinline__ void writeExact(const ProductArgs &args, const HopperUnit &unit, const SumPlace &place, const HopperSums &totals)
{
    const bool gated = args.epilogue == Epilogue::Gated;
#pragma unroll
    for (int lower = 0; lower < 2; ++lower) {
        const int row = place.row + 8 * lower, use = unit.tile.firstUse + row;
        if (row >= unit.tile.uses)
            continue;
        if (!gated && args.outWidth % 2 == 0) {
            writePairs(args, args.out.exact + static_cast<std::int64_t>(use) * args.outWidth, unit.firstColumn + place.column, totals + 2 * lower);
            continue;
        }
#pragma unroll
        for (int eight = 0; eight < HopperShape::columns / 8; ++eight) {
            const float *own = totals + eight * 4 + 2 * lower, *up = own + (eight % 2 == 0 ? 4 : 0);
            const int output = (gated ? unit.firstColumn / 2 + eight / 2 * 8 : unit.firstColumn + eight * 8) + place.column;
            if (gated && eight % 2 == 1)
                continue;
            productOutput(args, use, output, own[0], up[0]);
            productOutput(args, use, output + 1, own[1], up[1]);
        }
    }
}

/// What a multiplying warpgroup does.
__device__ __forceinline__ void multiplyUnits(const ProductArgs &args, const HopperMemory &memory, int thread, int firstRow)
{
    const int steps = roundedStride(args.depth) / halfStep;
    HopperReader reader{memory, firstRow};
    const SumPlace place{firstRow + thread / lanes * 16 + thread % lanes / 4, thread % 4 * 2};
    eachUnit(args, [&](const HopperUnit &unit) {
        reader.inPieces = !rowsInBox(args, unit.tile);
        if (firstRow >= unit.tile.uses) {
            for (int step = 0; step < steps; step += HopperShape::steps) {
                reader.awaitSlot();
                reader.reading.advance();
                reader.release();
            }
            return;
        }
        HopperSums totals;
        sumQuarters(reader, steps, totals);
        if (args.out.rounded)
            writeGated(args, unit, place, totals);
        else
            writeExact(args, unit, place, totals);
    });
}

__global__ void __launch_bounds__(HopperShape::threads, 1) hopperProduct(const __grid_constant__ ProductArgs args, const __grid_constant__ HopperTensors tensors)
{
    const HopperMemory memory{(sharedAddress(blockMemory()) + HopperShape::alignment - 1) / HopperShape::alignment * HopperShape::alignment};
    if (threadIdx.x == 0) {
        for (int slot = 0; slot < HopperShape::slots; ++slot) {
            makeBarrier(memory.full(slot), 1 + HopperShape::groupThreads);
            makeBarrier(memory.empty(slot), HopperShape::multipliers * HopperShape::groupThreads / lanes);
        }
        showBarriers();
        prefetchTensor(tensors.weights);
        prefetchTensor(tensors.rows);
    }
    __syncthreads();
    cudaTriggerProgrammaticLaunchCompletion();
    cudaGridDependencySynchronize();
    const int group = threadIdx.x / HopperShape::groupThreads, thread = threadIdx.x % HopperShape::groupThreads;
    if (group == 0) {
        giveRegisters<HopperShape::copierRegisters>();
        copyUnits(args, tensors, memory, thread);
    } else {
        takeRegisters<HopperShape::multiplierRegisters>();
        multiplyUnits(args, memory, thread, (group - 1) * HopperShape::groupRows);
    }
}

}  // namespace interlinear::mixmoe::cuda
