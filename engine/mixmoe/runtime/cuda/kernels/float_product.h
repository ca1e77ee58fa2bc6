// The product with weights in fp32. A warp multiplies up to 8 rows (a tile) with 4 columns; weights are read once for all rows of the tile, 16 bytes a lane.
//
// Every sum runs in one order, which depends on the depth only: what comes out for a row is the same bits whatever its neighbours, alone too.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/product_args.h"

namespace interlinear::mixmoe::cuda {

inline constexpr int floatColumns = groupOf(WeightKind::Float);   // of a warp
inline constexpr int floatRows = 8;
inline constexpr int floatDepth = 512;       ///< of the rows that lies in shared memory

/// blockX counts floatColumns * warps columns, blockY tiles of floatRows; single: there is one row only.
struct FloatProductArgs {
    ProductArgs product;
    bool single;
};

INTERLINEAR_BOTH int sharedWordsOfFloatProduct(bool single) { return (single ? 1 : floatRows) * floatDepth; }

template <int rows>
struct FloatSums {
    float of[floatColumns * rows] = {};
};

/// What one lane adds up of a piece of the depth.
template <int rows>
INTERLINEAR_DEVICE void addPiece(const float *weights, std::int64_t stride, const float *staged, int count, int lane, FloatSums<rows> &sums)
{
    for (int k = 4 * lane; k < count; k += 4 * lanes) {
        FourFloats weight[floatColumns];
        INTERLINEAR_UNROLLED
        for (int column = 0; column < floatColumns; ++column)
            weight[column] = *reinterpret_cast<const FourFloats *>(weights + column * stride + k);
        INTERLINEAR_UNROLLED
        for (int row = 0; row < rows; ++row) {
            const FourFloats x = *reinterpret_cast<const FourFloats *>(staged + row * floatDepth + k);
            INTERLINEAR_UNROLLED
            for (int column = 0; column < floatColumns; ++column) {
                INTERLINEAR_UNROLLED
                for (int i = 0; i < 4; ++i)
                    sums.of[column * rows + row] += weight[column].of[i] * x.of[i];
            }
        }
    }
}

/// Lane `column * rows + row` has the sum of that column and row.
template <int rows, class Warp, class Totals>
INTERLINEAR_DEVICE void finishTile(Warp &warp, const ProductArgs &args, const Tile &tile, int firstColumn, const Totals &totals)
{
    const bool gated = args.epilogue == Epilogue::Gated;
    const int columns = gated ? floatColumns / 2 : floatColumns, first = gated ? firstColumn / 2 : firstColumn;
    const auto others = warp.exchanged(totals, floatColumns / 2 * rows);
    warp.each([&](int lane) {
        const int row = lane % rows;
        if (lane < columns * rows && row < tile.uses)
            productOutput(args, tile.firstUse + row, first + lane / rows, totals[lane], others[lane]);
    });
}

template <int rows, class Team>
INTERLINEAR_DEVICE void multiplyFloats(Team &team, const ProductArgs &args)
{
    team.awaitEarlierKernels();
    if (team.blockY() >= productTiles(args, rows))
        return;
    const Tile tile = productTile(args, team.blockY(), rows);
    const int stride = paddedDepth(WeightKind::Float, args.depth);
    const float *weights = static_cast<const float *>(args.weights) + tile.expert * args.expertValues;
    float *staged = team.template shared<float>(0);
    const auto columnOf = [&](int warp) { return (team.blockX() * team.warps() + warp) * floatColumns; };
    typename Team::template PerWarp<FloatSums<rows>> sums;
    for (int first = 0; first < stride; first += floatDepth) {
        const int count = stride - first < floatDepth ? stride - first : floatDepth;
        team.each(tile.uses * count, [&](int i) { staged[i / count * floatDepth + i % count] = exactInput(args, tile.firstUse + i / count, first + i % count); });
        team.eachWarp(team.warps(), [&](int index, auto &warp) {
            const int column = columnOf(index);
            if (column >= args.columns)
                return;
            warp.each([&](int lane) { addPiece<rows>(weights + static_cast<std::int64_t>(column) * stride + first, stride, staged, count, lane, sums[index][lane]); });
        });
    }
    team.eachWarp(team.warps(), [&](int index, auto &warp) {
        if (columnOf(index) < args.columns)
            finishTile<rows>(warp, args, tile, columnOf(index), warp.template sums<floatColumns * rows>(sums[index]));
    });
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const FloatProductArgs &args)
{
    args.single ? multiplyFloats<1>(team, args.product) : multiplyFloats<floatRows>(team, args.product);
}

}  // namespace interlinear::mixmoe::cuda
