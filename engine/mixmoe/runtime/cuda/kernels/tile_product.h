// The product of many rows with weights in bf16 or 8 bits, both from shared memory: a block multiplies 128 rows with 128 columns and copies the next steps of the depth while it works on one.
//
// Sums run in the order of half_product.h, so that a row's are the same bits in a batch of any size.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/half_product.h"

namespace interlinear::mixmoe::cuda {

/// blockX counts columns, blockY tiles of rows; threads: TileShape::warps warps. A kernel for each Weight (Half, Byte or Fp8); input in bf16.
template <class Weight>
struct TileProductArgs {
    ProductArgs product;
};

struct TileShape {
    static constexpr int rows = 128, columns = 128;
    static constexpr int eights = 4, groups = 4;                    ///< of a warp: 32 rows by 64 columns
    static constexpr int warpsAcross = columns / (halfGroup * groups), warps = warpsAcross * (rows / (8 * eights));
    static constexpr int stepWords = halfStep / 2;                  ///< of a row or column: two that are read together fill all banks; weights in 8 bits leave half of it empty
    static constexpr int slots = 4, slotWords = (rows + columns) * stepWords;
    static constexpr int sumStrideWords = columns + 4;              ///< so that lanes write into different banks
    static constexpr int sharedWords = slots * slotWords > rows * sumStrideWords ? slots * slotWords : rows * sumStrideWords;
};

/// One step of the depth into a slot, columns first; behind the last column it is that one again.
template <class Weight, class Team>
INTERLINEAR_DEVICE void copyStep(Team &team, const ProductArgs &args, const Tile &tile, int step, std::uint32_t *slot)
{
    constexpr int pieceBytes = 16, pieces = halfStep * sizeof(Half) / pieceBytes, ofColumn = halfStep * sizeof(Weight) / pieceBytes, ofColumns = TileShape::columns * ofColumn;
    const int stride = roundedStride(args.depth), firstColumn = team.blockX() * TileShape::columns, first = step * halfStep;
    const Weight *weights = static_cast<const Weight *>(args.weights) + tile.expert * args.expertValues;
    team.copyAhead(ofColumns + tile.uses * pieces, [&](int i) -> PieceCopy {
        if (i < ofColumns) {
            const int line = i / ofColumn, piece = i % ofColumn, column = firstColumn + line < args.columns ? firstColumn + line : args.columns - 1;
            return {slot + line * TileShape::stepWords + piece * 4, weights + static_cast<std::int64_t>(column) * stride + first + piece * (pieceBytes / sizeof(Weight))};
        }
        const int line = (i - ofColumns) / pieces, piece = (i - ofColumns) % pieces;
        return {slot + (TileShape::columns + line) * TileShape::stepWords + piece * 4,
                static_cast<const Half *>(args.in) + productRow(args, tile.firstUse + line) * stride + first + piece * (pieceBytes / sizeof(Half))};
    });
}

/// What a warp adds to its sums of one step.
template <class Weight, class Warp, class Sums>
INTERLINEAR_DEVICE void multiplySlot(Warp &warp, const std::uint32_t *columns, const std::uint32_t *rows, Sums &sums)
{
    constexpr int words = TileShape::stepWords;
    typename Warp::template PerLane<HalfWeights<TileShape::groups>> own;
    const auto read = [](auto kind, const std::uint32_t *line, int lane) { return readFours(reinterpret_cast<const decltype(kind) *>(line + lane / 4 * words) + lane % 4 * 4); };
    warp.each([&](int lane) {
        INTERLINEAR_UNROLLED
        for (int group = 0; group < TileShape::groups; ++group) {
            own[lane].upper[group] = read(Weight{}, columns + group * halfGroup * words, lane);
            own[lane].lower[group] = read(Weight{}, columns + (group * halfGroup + 8) * words, lane);
        }
    });
    INTERLINEAR_UNROLLED
    for (int eight = 0; eight < TileShape::eights; ++eight) {
        typename Warp::template PerLane<EightHalves> ofRows;
        warp.each([&](int lane) { ofRows[lane] = read(Half{}, rows + 8 * eight * words, lane); });
        INTERLINEAR_UNROLLED
        for (int group = 0; group < TileShape::groups; ++group)
            multiplyHalfStep(warp, [&](int lane) -> float(&)[4] { return sums[lane].of[group][eight].of; }, [&](int lane) -> const EightHalves & { return own[lane].upper[group]; },
                             [&](int lane) -> const EightHalves & { return own[lane].lower[group]; }, [&](int lane) -> const EightHalves & { return ofRows[lane]; });
    }
}

/// A quarter of the depth ends: its sums go into the totals.
template <class Sums>
INTERLINEAR_DEVICE void addQuarter(Sums &totals, Sums &sums)
{
    INTERLINEAR_UNROLLED
    for (int group = 0; group < TileShape::groups; ++group) {
        INTERLINEAR_UNROLLED
        for (int eight = 0; eight < TileShape::eights; ++eight) {
            INTERLINEAR_UNROLLED
            for (int i = 0; i < 4; ++i) {
                totals.of[group][eight].of[i] += sums.of[group][eight].of[i];
                sums.of[group][eight].of[i] = 0;
            }
        }
    }
}

template <class Team, class Weight>
INTERLINEAR_DEVICE void run(Team &team, const TileProductArgs<Weight> &tileArgs)
{
    using Shape = TileShape;
    using Sums = HalfSums<Shape::eights, Shape::groups>;
    const ProductArgs &args = tileArgs.product;
    team.awaitEarlierKernels();
    if (team.blockY() >= productTiles(args, Shape::rows))
        return;
    const Tile tile = productTile(args, team.blockY(), Shape::rows);
    const int steps = roundedStride(args.depth) / halfStep;
    std::uint32_t *staged = team.template shared<std::uint32_t>(0);
    const auto copy = [&](int step) {
        if (step < steps)
            copyStep<Weight>(team, args, tile, step, staged + step % Shape::slots * Shape::slotWords);
        else
            team.copyAhead(0, [](int) -> PieceCopy { return {}; });   // counted like any other
    };
    const auto firstColumnOf = [](int warp) { return warp % Shape::warpsAcross * (halfGroup * Shape::groups); };
    const auto firstRowOf = [](int warp) { return warp / Shape::warpsAcross * (8 * Shape::eights); };
    typename Team::template PerWarp<Sums> sums, totals;
    for (int step = 0; step < Shape::slots - 1; ++step)
        copy(step);
    for (int step = 0; step < steps; ++step) {
        team.template awaitCopies<Shape::slots - 2>();   // all warps are through with the step before, too
        copy(step + Shape::slots - 1);
        const std::uint32_t *slot = staged + step % Shape::slots * Shape::slotWords;
        bool endsQuarter = false;
        for (int quarter = 1; quarter <= halfQuarters; ++quarter)
            endsQuarter = endsQuarter || step + 1 == quarterBegin(steps, quarter);
        team.warpsAlone([&](int index, auto &warp) {
            if (firstRowOf(index) >= tile.uses)
                return;
            multiplySlot<Weight>(warp, slot + firstColumnOf(index) * Shape::stepWords, slot + (Shape::columns + firstRowOf(index)) * Shape::stepWords, sums[index]);
            if (endsQuarter)
                warp.each([&](int lane) { addQuarter(totals[index][lane], sums[index][lane]); });
        });
    }
    team.template awaitCopies<0>();
    float *placed = team.template shared<float>(0);
    team.eachWarp(Shape::warps, [&](int index, auto &warp) {
        warp.each([&](int lane) { placeSums<Shape::sumStrideWords>(totals[index][lane], lane, firstRowOf(index), firstColumnOf(index), placed); });
    });
    finishHalves<1, Shape::rows, Shape::columns, Shape::sumStrideWords>(team, args, tile, placed);
}

}  // namespace interlinear::mixmoe::cuda
