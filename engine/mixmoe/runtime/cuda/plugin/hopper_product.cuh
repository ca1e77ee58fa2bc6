// The kernel behind hopper_product.h.
//
// One warpgroup copies the next steps of the depth into slots of shared memory, where weights in 8 bits become bf16, while two others multiply 64 rows each of what is there; blocks stay and
// take one tile after another. Sums run in the order of half_product.h: a product of 16 of the depth has the same bits by wgmma as by mma.m16n8k16, whatever the order inside.
//
// A test runs it on the processor: what no other compiler has stands in hopper_instructions.cuh, which is included before.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/tile_product.h"

#include <type_traits>

namespace interlinear::mixmoe::cuda {

/// How a block works.
template <class WeightOfProduct>
struct HopperShape {
    using Weight = WeightOfProduct;
    static constexpr bool converts = !std::is_same_v<Weight, Half>;
    static constexpr int rows = TileShape::rows, columns = TileShape::columns;
    static constexpr int depth = 64, lineBytes = depth * sizeof(Half), steps = depth / halfStep;   ///< of a slot
    static constexpr int rowBytes = rows * lineBytes, columnBytes = columns * lineBytes, rawBytes = converts ? columns * depth : 0;
    static constexpr int slotBytes = rowBytes + columnBytes + rawBytes;
    static constexpr int slots = converts ? 5 : 6, barrierBytes = 8;
    static constexpr int converted = 3;                              ///< so many slots behind the one that is copied
    static constexpr int groupThreads = 128, groupRows = 64, multipliers = rows / groupRows, threads = groupThreads * (1 + multipliers);
    static constexpr int sums = groupRows * columns / groupThreads;  ///< of a thread
    static constexpr int firstRegisters = 168, copierRegisters = 40, multiplierRegisters = 232;   ///< of a thread: what a block of so many threads begins with is all that it shares out
    static_assert(copierRegisters + multipliers * multiplierRegisters <= (1 + multipliers) * firstRegisters, "else the last warp waits for registers for ever");
    static constexpr int alignment = 1024, sharedBytes = alignment + slots * (slotBytes + 3 * barrierBytes);
    static constexpr int tilesTogether = 8;                          ///< whose blocks follow each other for the same columns
};

/// The slots of a block, in turn.
template <class Shape>
struct SlotRing {
    int slot = 0;
    std::uint32_t phase = 0;

    __device__ void advance()
    {
        if (++slot == Shape::slots) {
            slot = 0;
            phase ^= 1;
        }
    }
    __device__ bool operator!=(const SlotRing<Shape> &other) const { return slot != other.slot || phase != other.phase; }
};

/// Shared memory of a block: slots, rows first, then a barrier each that completes when it is full, one when it is empty again, and one when weights in 8 bits are there.
template <class Shape>
struct HopperMemory {
    std::uint32_t base;

    __device__ std::uint32_t rows(int slot) const { return base + slot * Shape::slotBytes; }
    __device__ std::uint32_t columns(int slot) const { return rows(slot) + Shape::rowBytes; }
    __device__ std::uint32_t full(int slot) const { return base + Shape::slots * Shape::slotBytes + Shape::barrierBytes * slot; }
    __device__ std::uint32_t empty(int slot) const { return full(Shape::slots) + Shape::barrierBytes * slot; }
    __device__ std::uint32_t rawColumns(int slot) const { return columns(slot) + Shape::columnBytes; }
    __device__ std::uint32_t rawFull(int slot) const { return empty(Shape::slots) + Shape::barrierBytes * slot; }
};

/// What a block works on at a time.
struct HopperUnit {
    Tile tile;
    int firstColumn;
};

template <class Shape>
INTERLINEAR_BOTH int widthsOf(int columns)
{
    return (columns + Shape::columns - 1) / Shape::columns;
}

/// call(unit) for all that are this block's, in the order that its warpgroups share.
template <class Shape, class F>
__device__ __forceinline__ void eachUnit(const ProductArgs &args, const F &call)
{
    const int tiles = productTiles(args, Shape::rows), widths = widthsOf<Shape>(args.columns);
    for (int unit = blockIdx.x; unit < tiles * widths; unit += gridDim.x) {
        const int firstTile = unit / (Shape::tilesTogether * widths) * Shape::tilesTogether, together = tiles - firstTile < Shape::tilesTogether ? tiles - firstTile : Shape::tilesTogether, rest = unit - firstTile * widths;
        call(HopperUnit{productTile(args, firstTile + rest % together, Shape::rows), rest / together * Shape::columns});
    }
}

struct HopperTensors {
    TensorMap weights;   ///< [expert][column][depth]
    TensorMap rows;      ///< [row][depth]
};

/// Rows that stand together come in one box, others in pieces of 16 bytes.
__device__ __forceinline__ bool rowsInBox(const ProductArgs &args, const Tile &tile)
{
    return !args.rowOfUse && tile.uses == TileShape::rows;
}

/// One thread asks for the boxes of a slot.
template <class Shape>
__device__ __forceinline__ void copyBoxes(const HopperUnit &unit, bool rowsToo, const HopperTensors &tensors, const HopperMemory<Shape> &memory, int slot, int k)
{
    const std::uint32_t full = memory.full(slot);
    arriveExpecting(full, (Shape::converts ? 0 : Shape::columnBytes) + (rowsToo ? Shape::rowBytes : 0));
    if (Shape::converts)
        arriveExpecting(memory.rawFull(slot), Shape::rawBytes);
    copyBox(Shape::converts ? memory.rawColumns(slot) : memory.columns(slot), tensors.weights, k, unit.firstColumn, unit.tile.expert, Shape::converts ? memory.rawFull(slot) : full);
    if (rowsToo)
        copyBox(memory.rows(slot), tensors.rows, k, unit.tile.firstUse, 0, full);
}

/// Weights of a slot in 8 bits become bf16, and the slot is full. What lies behind the depth or the last column is not multiplied or does not come out.
template <class Shape>
__device__ __forceinline__ void convertSlot(const HopperMemory<Shape> &memory, const SlotRing<Shape> &ring, int thread)
{
    using Weight = typename Shape::Weight;
    constexpr int pieces = Shape::depth / 16;   // of a column
    await(memory.rawFull(ring.slot), ring.phase);
#pragma unroll
    for (int first = 0; first < Shape::columns * pieces; first += Shape::groupThreads) {
        const int column = (first + thread) / pieces, piece = (first + thread) % pieces;
        const uint4 raw = readPiece(memory.rawColumns(ring.slot) + (first + thread) * 16);
        const auto eightOf = [](std::uint32_t lower, std::uint32_t upper) {
            const auto pair = [](std::uint32_t word, int index) { return pairOf(floatOf(static_cast<const Weight *>(nullptr), word, index), floatOf(static_cast<const Weight *>(nullptr), word, index + 1)); };
            return uint4{pair(lower, 0), pair(lower, 2), pair(upper, 0), pair(upper, 2)};
        };
        const std::uint32_t line = memory.columns(ring.slot) + column * Shape::lineBytes;
        writePiece(line + (2 * piece ^ column % 8) * 16, eightOf(raw.x, raw.y));
        writePiece(line + ((2 * piece + 1) ^ column % 8) * 16, eightOf(raw.z, raw.w));
    }
    showPieces();
    __syncwarp();
    if (thread % lanes == 0)
        arrive(memory.full(ring.slot));
}

/// What the copying warpgroup does. Nothing is copied of rows that the tile lacks.
template <class Shape>
__device__ __forceinline__ void copyUnits(const ProductArgs &args, const HopperTensors &tensors, const HopperMemory<Shape> &memory, int thread)
{
    constexpr int pieces = Shape::lineBytes / 16, rowsAtOnce = Shape::groupThreads / pieces, passes = Shape::rows / rowsAtOnce;
    const int stride = roundedStride(args.depth), piece = thread % pieces, firstRow = thread / pieces;
    const std::uint32_t firstPlace = firstRow * Shape::lineBytes + (piece ^ firstRow % pieces) * 16;   // swizzled as matrixAt() says
    SlotRing<Shape> ring, converting;
    int unconverted = 0;
    const auto convert = [&] {
        if constexpr (Shape::converts)
            convertSlot(memory, converting, thread);
        converting.advance();
        --unconverted;
    };
    eachUnit<Shape>(args, [&](const HopperUnit &unit) {
        const bool inBox = rowsInBox(args, unit.tile);
        const Half *lines[passes] = {};
#pragma unroll
        for (int pass = 0; pass < passes; ++pass) {
            if (const int row = firstRow + pass * rowsAtOnce; !inBox && row < unit.tile.uses)
                lines[pass] = static_cast<const Half *>(args.in) + productRow(args, unit.tile.firstUse + row) * stride + piece * 8;
        }
        for (int k = 0; k < stride; k += Shape::depth, ring.advance()) {
            await(memory.empty(ring.slot), ring.phase ^ 1);
            if (thread == 0)
                copyBoxes(unit, inBox, tensors, memory, ring.slot, k);
#pragma unroll
            for (int pass = 0; pass < passes; ++pass) {
                if (lines[pass] && k + piece * 8 < stride)
                    copyPieceTo(memory.rows(ring.slot) + firstPlace + pass * rowsAtOnce * Shape::lineBytes, lines[pass] + k);
            }
            arriveWithPieces(memory.full(ring.slot));
            if (Shape::converts && ++unconverted > Shape::converted)
                convert();
        }
    });
    while (unconverted > 0)
        convert();
}

/// A multiplying warpgroup's place in the slots.
template <class Shape>
struct HopperReader {
    const HopperMemory<Shape> &memory;
    const int firstRow;
    bool inPieces = true;
    SlotRing<Shape> reading = {}, releasing = {};

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

template <class Shape>
using HopperSums = float[Shape::sums];

/// sums are those of the products of 16 of the depth, from `first` to `end` in a slot; what was in them counts if adds is not 0.
template <int first, int end, class Shape>
__device__ __forceinline__ void multiplyParts(const HopperReader<Shape> &reader, HopperSums<Shape> &sums, std::uint32_t &adds)
{
    const std::uint64_t rows = matrixAt(reader.memory.rows(reader.reading.slot) + reader.firstRow * Shape::lineBytes), columns = matrixAt(reader.memory.columns(reader.reading.slot));
    beginMultiplies();
#pragma unroll
    for (int part = first; part < end; ++part) {
        multiplyAsync(sums, rows + matrixStep * part, columns + matrixStep * part, adds);
        adds = 1;
    }
    endMultiplies();
}

/// The next steps of the depth, as many as lie in one slot, are under way, and all that began before is done. Steps are of 32: a quarter may begin and end in the middle of a slot.
template <class Shape>
__device__ __forceinline__ void multiplyNext(HopperReader<Shape> &reader, int &step, int end, HopperSums<Shape> &sums, std::uint32_t &adds)
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
template <class Shape, class Settle>
__device__ __forceinline__ void beginQuarter(HopperReader<Shape> &reader, int &step, int end, HopperSums<Shape> &sums, const Settle &settle)
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
template <class Shape>
__device__ __forceinline__ void sumQuarters(HopperReader<Shape> &reader, int steps, HopperSums<Shape> &totals)
{
    HopperSums<Shape> odd, even;
    const auto add = [&](HopperSums<Shape> &sums) {
        settleSums(sums);
#pragma unroll
        for (int i = 0; i < Shape::sums; ++i)
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

/// Sums of weights in 8 bits become those of the weights that they stand for.
template <class Shape>
__device__ __forceinline__ void scaleSums(const ProductArgs &args, const HopperUnit &unit, const SumPlace &place, HopperSums<Shape> &totals)
{
    const float *scales = args.scales + static_cast<std::int64_t>(unit.tile.expert) * args.columns;
#pragma unroll
    for (int eight = 0; eight < Shape::columns / 8; ++eight) {
        const int column = unit.firstColumn + eight * 8 + place.column;
        const float2 scale = column < args.columns ? *reinterpret_cast<const float2 *>(scales + column) : float2{};
        float *own = totals + eight * 4;
        own[0] *= scale.x;
        own[1] *= scale.y;
        own[2] *= scale.x;
        own[3] *= scale.y;
    }
}

/// Groups of 16 columns become 8 outputs in bf16; a lane writes those of one group in four.
template <class Shape>
__device__ __forceinline__ void writeGated(const ProductArgs &args, const HopperUnit &unit, const SumPlace &place, const HopperSums<Shape> &totals)
{
    const int stride = roundedStride(args.outWidth), lane = threadIdx.x % 4;
#pragma unroll
    for (int lower = 0; lower < 2; ++lower) {
        const int row = place.row + 8 * lower;
#pragma unroll
        for (int group = 0; group < Shape::columns / halfGroup; group += 4) {
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
template <class Shape>
__device__ __forceinline__ void writePairs(const ProductArgs &args, float *out, int firstOutput, const float *totals)
{
    constexpr int together = 8;
    const bool adds = args.epilogue == Epilogue::Add;
#pragma unroll
    for (int first = 0; first < Shape::columns / 8; first += together) {
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

template <class Shape>
__device__ __forceinline__ void writeExact(const ProductArgs &args, const HopperUnit &unit, const SumPlace &place, const HopperSums<Shape> &totals)
{
    const bool gated = args.epilogue == Epilogue::Gated;
#pragma unroll
    for (int lower = 0; lower < 2; ++lower) {
        const int row = place.row + 8 * lower, use = unit.tile.firstUse + row;
        if (row >= unit.tile.uses)
            continue;
        if (!gated && args.outWidth % 2 == 0) {
            writePairs<Shape>(args, args.out.exact + static_cast<std::int64_t>(use) * args.outWidth, unit.firstColumn + place.column, totals + 2 * lower);
            continue;
        }
#pragma unroll
        for (int eight = 0; eight < Shape::columns / 8; ++eight) {
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
template <class Shape>
__device__ __forceinline__ void multiplyUnits(const ProductArgs &args, const HopperMemory<Shape> &memory, int thread, int firstRow)
{
    const int steps = roundedStride(args.depth) / halfStep;
    HopperReader<Shape> reader{memory, firstRow};
    const SumPlace place{firstRow + thread / lanes * 16 + thread % lanes / 4, thread % 4 * 2};
    eachUnit<Shape>(args, [&](const HopperUnit &unit) {
        reader.inPieces = !rowsInBox(args, unit.tile);
        if (firstRow >= unit.tile.uses) {
            for (int step = 0; step < steps; step += Shape::steps) {
                reader.awaitSlot();
                reader.reading.advance();
                reader.release();
            }
            return;
        }
        HopperSums<Shape> totals;
        sumQuarters(reader, steps, totals);
        if constexpr (Shape::converts)
            scaleSums<Shape>(args, unit, place, totals);
        if (args.out.rounded)
            writeGated<Shape>(args, unit, place, totals);
        else
            writeExact<Shape>(args, unit, place, totals);
    });
}

template <class Weight>
__global__ void __launch_bounds__(HopperShape<Weight>::threads, 1) hopperProduct(const __grid_constant__ ProductArgs args, const __grid_constant__ HopperTensors tensors)
{
    using Shape = HopperShape<Weight>;
    const HopperMemory<Shape> memory{(sharedAddress(blockMemory()) + Shape::alignment - 1) / Shape::alignment * Shape::alignment};
    if (threadIdx.x == 0) {
        for (int slot = 0; slot < Shape::slots; ++slot) {
            makeBarrier(memory.full(slot), 1 + Shape::groupThreads + (Shape::converts ? Shape::groupThreads / lanes : 0));
            makeBarrier(memory.rawFull(slot), 1);
            makeBarrier(memory.empty(slot), Shape::multipliers * Shape::groupThreads / lanes);
        }
        showBarriers();
        prefetchTensor(tensors.weights);
        prefetchTensor(tensors.rows);
    }
    __syncthreads();
    letNextKernelBegin();
    awaitKernelsAhead();
    const int group = threadIdx.x / Shape::groupThreads, thread = threadIdx.x % Shape::groupThreads;
    if (group == 0) {
        giveRegisters<Shape::copierRegisters>();
        copyUnits(args, tensors, memory, thread);
    } else {
        takeRegisters<Shape::multiplierRegisters>();
        multiplyUnits(args, memory, thread, (group - 1) * Shape::groupRows);
    }
}

}  // namespace interlinear::mixmoe::cuda
