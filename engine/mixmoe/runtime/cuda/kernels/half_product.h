// The product on tensor cores. Activations are read in bf16, rounded once, or in fp32 without loss: then each is the sum of three numbers in bf16, which hold its 24
// bits, and each of them is multiplied. Sums are in fp32. Weights are read once for all rows of a tile, twice four numbers a lane; those in 8 bits become bf16 when they are read,
// which holds them all, and sums get the scales of their columns.
//
// The depth is summed in four quarters, and their sums are added in their order: every sum runs in one order, which depends on the depth only. What comes out for a row is
// the same bits whatever its neighbours and however large the block is. Here a quarter is a warp's.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/product_args.h"

#include <type_traits>

namespace interlinear::mixmoe::cuda {

inline constexpr int halfQuarters = 4, halfWarps = halfQuarters;     ///< warps of a block, always
inline constexpr int halfGroup = groupOf(WeightKind::Half);          ///< columns of one product

/// How many numbers in bf16 an activation is.
template <class In>
inline constexpr int termsOf = 0;
template <> inline constexpr int termsOf<float> = 3;
template <> inline constexpr int termsOf<Half> = 1;

/// The first step of a quarter; of the last, behind it, all steps.
INTERLINEAR_BOTH int quarterBegin(int steps, int quarter) { return steps * quarter / halfQuarters; }

/// What one block works on: 8 * eights rows and 16 * groups columns, with so many steps of each quarter in shared memory.
template <int eights, int groups, int terms>
struct HalfBlock {
    static constexpr int rows = 8 * eights, columns = halfGroup * groups;
    static constexpr int steps = eights > 1 ? 2 : terms == 1 ? 8 : 4, readAtOnce = groups == 1 ? 4 : 1;   ///< of weights: as many as keep the memory at work
    static constexpr int words = halfQuarters * steps * halfStep / 2, strideWords = words + halfStep / 4;   ///< of a row in shared memory: four rows that are read together lie in different banks
    static constexpr int stagedWords = terms * rows * strideWords, sumWords = halfWarps * rows * columns;
    static constexpr int sharedWords = stagedWords > sumWords ? stagedWords : sumWords;
};

enum class HalfShape : std::int32_t { Small, Wide, Large };   ///< 8 rows by 16 columns, 8 by 64, 32 by 64

struct HalfShapeSize {
    int rows, columns, sharedWords;
};
template <class In>
INTERLINEAR_BOTH HalfShapeSize sizeOf(HalfShape shape)
{
    return shape == HalfShape::Small ? HalfShapeSize{8, 16, HalfBlock<1, 1, termsOf<In>>::sharedWords}
         : shape == HalfShape::Wide  ? HalfShapeSize{8, 64, HalfBlock<1, 4, termsOf<In>>::sharedWords}
                                     : HalfShapeSize{32, 64, HalfBlock<4, 4, termsOf<In>>::sharedWords};
}

/// blockX counts columns of the shape, blockY tiles of its rows; threads: halfWarps warps. A kernel for each shape, Weight (Half, Byte or Fp8) and In (float or Half): small ones need few registers, so
/// that many blocks are at work at a time.
template <HalfShape shape, class Weight, class In>
struct HalfProductArgs {
    ProductArgs product;
};

/// What a lane has of a product of 16 columns with 8 rows: columns lane / 4 and 8 more, rows 2 (lane % 4) and the next.
struct HalfSum {
    float of[4] = {};
};

template <int eights, int groups>
struct HalfSums {
    HalfSum of[groups][eights];
};

/// Of one group: the column lane / 4 and the eighth behind it, depth 4 (lane % 4) and up, of both halves of a step.
template <int groups>
struct HalfWeights {
    EightHalves upper[groups], lower[groups];
};

/// Of the steps that are read at a time.
template <class Block, int groups>
struct HalfRound {
    HalfWeights<groups> of[Block::readAtOnce];
};

/// The three numbers whose sum a and b are, in pairs.
INTERLINEAR_DEVICE void splitPair(float a, float b, std::uint32_t (&terms)[3])
{
    INTERLINEAR_UNROLLED
    for (std::uint32_t &term : terms) {
        const std::uint32_t halfA = nearestHalf(a), halfB = nearestHalf(b);
        term = halfA | halfB << 16;
        a -= toFloat(Half{static_cast<std::uint16_t>(halfA)});
        b -= toFloat(Half{static_cast<std::uint16_t>(halfB)});
    }
}

/// sums += the 32 of the depth that a lane's weights and rows hold, 16 and 16; the order inside of these is any, as long as it is the same on both sides.
template <class Warp, class Sum, class Upper, class Lower, class Rows>
INTERLINEAR_DEVICE void multiplyHalfStep(Warp &warp, const Sum &sum, const Upper &upper, const Lower &lower, const Rows &rows)
{
    INTERLINEAR_UNROLLED
    for (int part = 0; part < 4; part += 2)
        warp.multiplyAdd(sum,
                         [&](int lane, std::uint32_t(&words)[4]) {
                             words[0] = upper(lane).pairs[part];
                             words[1] = lower(lane).pairs[part];
                             words[2] = upper(lane).pairs[part + 1];
                             words[3] = lower(lane).pairs[part + 1];
                         },
                         [&](int lane, std::uint32_t(&words)[2]) {
                             words[0] = rows(lane).pairs[part];
                             words[1] = rows(lane).pairs[part + 1];
                         });
}

/// Steps first and up of each quarter, as many as there is room for. Rows that the tile lacks are multiplied too, whatever they hold: nothing of them comes out.
template <class Block, class In, class Team>
INTERLINEAR_DEVICE void stageHalves(Team &team, const ProductArgs &args, const Tile &tile, int first, std::uint32_t *staged)
{
    constexpr int wordsOfStep = halfStep / 2, atOnce = std::is_same_v<In, Half> ? 4 : 1;
    const int stride = roundedStride(args.depth), steps = stride / halfStep;
    struct Place {
        int row, word, k;   ///< k: -1 where the quarter has no such step
    };
    const auto placeOf = [&](int i) -> Place {
        const int row = i / (Block::words / atOnce), word = i % (Block::words / atOnce) * atOnce, quarter = word / (Block::steps * wordsOfStep);
        const int step = quarterBegin(steps, quarter) + first + word / wordsOfStep % Block::steps;
        return {row, word, step < quarterBegin(steps, quarter + 1) ? step * halfStep + word % wordsOfStep * 2 : -1};
    };
    const int count = tile.uses * (Block::words / atOnce);
    if constexpr (std::is_same_v<In, Half>) {
        team.template map<4>(count,
                 [&](int i) -> EightHalves {
                     const Place from = placeOf(i);
                     return from.k < 0 ? EightHalves{} : *reinterpret_cast<const EightHalves *>(static_cast<const Half *>(args.in) + productRow(args, tile.firstUse + from.row) * stride + from.k);
                 },
                 [&](int i, const EightHalves &eight) {
                     if (const Place to = placeOf(i); to.k >= 0)
                         *reinterpret_cast<EightHalves *>(staged + to.row * Block::strideWords + to.word) = eight;
                 });
    } else {
        team.each(count, [&](int i) {
            const Place to = placeOf(i);
            if (to.k < 0)
                return;
            std::uint32_t terms[3];
            splitPair(exactInput(args, tile.firstUse + to.row, to.k), exactInput(args, tile.firstUse + to.row, to.k + 1), terms);
            INTERLINEAR_UNROLLED
            for (int term = 0; term < 3; ++term)
                staged[(term * Block::rows + to.row) * Block::strideWords + to.word] = terms[term];
        });
    }
}

/// What a warp multiplies with in one step of the depth.
template <int groups, class Weight, class Warp, class Own>
INTERLINEAR_DEVICE void readWeights(Warp &warp, const Weight *weights, std::int64_t stride, int groupsLeft, const Own &own)
{
    warp.each([&](int lane) {
        const Weight *column = weights + lane / 4 * stride + lane % 4 * 4;
        INTERLINEAR_UNROLLED
        for (int group = 0; group < groups; ++group) {
            if (group >= groupsLeft)
                break;
            own(lane).upper[group] = streamFours(column + group * halfGroup * stride);
            own(lane).lower[group] = streamFours(column + (group * halfGroup + 8) * stride);
        }
    });
}

/// One step of the depth, whose rows begin at `staged`; small terms first.
template <int eights, int groups, int terms, class Warp, class Own, class Sums>
INTERLINEAR_DEVICE void multiplyStep(Warp &warp, const Own &own, int groupsLeft, const std::uint32_t *staged, Sums &sums)
{
    using Block = HalfBlock<eights, groups, terms>;
    INTERLINEAR_UNROLLED
    for (int eight = 0; eight < eights; ++eight) {
        INTERLINEAR_UNROLLED
        for (int term = terms - 1; term >= 0; --term) {
            typename Warp::template PerLane<EightHalves> rows;
            warp.each([&](int lane) { rows[lane] = fourPairs(staged + (term * Block::rows + 8 * eight + lane / 4) * Block::strideWords + lane % 4 * 2); });
            INTERLINEAR_UNROLLED
            for (int group = 0; group < groups; ++group) {
                if (group >= groupsLeft)
                    break;
                multiplyHalfStep(warp, [&](int lane) -> float(&)[4] { return sums[lane].of[group][eight].of; }, [&](int lane) -> const EightHalves & { return own(lane).upper[group]; },
                                 [&](int lane) -> const EightHalves & { return own(lane).lower[group]; }, [&](int lane) -> const EightHalves & { return rows[lane]; });
            }
        }
    }
}

/// Sums of the quarters, [quarter][row][column] with so many words from row to row, become the output. blockX counts pieces of so many columns.
template <int quarters, int rows, int columns, int strideWords, class Team>
INTERLINEAR_DEVICE void finishHalves(Team &team, const ProductArgs &args, const Tile &tile, const float *sums)
{
    const auto total = [&](int row, int column) {
        float sum = sums[row * strideWords + column];
        for (int quarter = 1; quarter < quarters; ++quarter)
            sum += sums[(quarter * rows + row) * strideWords + column];
        return args.scales ? sum * args.scales[static_cast<std::int64_t>(tile.expert) * args.columns + team.blockX() * columns + column] : sum;
    };
    const bool gated = args.epilogue == Epilogue::Gated;
    const int outputs = gated ? columns / 2 : columns, first = team.blockX() * outputs;
    const auto columnOf = [&](int output) { return gated ? output / 8 * halfGroup + output % 8 : output; };
    if (args.out.rounded) {
        const auto valueOf = [&](int row, int output) { return gatedOf(total(row, columnOf(output)), total(row, columnOf(output) + 8)); };
        const int stride = roundedStride(args.outWidth);
        team.each(tile.uses * (outputs / 2), [&](int i) {
            const int row = i / (outputs / 2), output = i % (outputs / 2) * 2;
            if (first + output < stride)   // zeros come out behind the width
                args.out.rounded[(static_cast<std::int64_t>(tile.firstUse + row) * stride + first + output) / 2] = roundedPair(valueOf(row, output), valueOf(row, output + 1));
        });
        return;
    }
    team.each(tile.uses * outputs, [&](int i) {
        const int row = i / outputs, output = i % outputs, column = columnOf(output);
        if (first + output < args.outWidth)   // no scales are behind the last column
            productOutput(args, tile.firstUse + row, first + output, total(row, column), gated ? total(row, column + 8) : 0.0F);
    });
}

/// The sums of a lane, whose first column and row in the block's are these, go where finishHalves() finds them.
template <int strideWords, int eights, int groups>
INTERLINEAR_DEVICE void placeSums(const HalfSums<eights, groups> &sums, int lane, int firstRow, int firstColumn, float *out)
{
    INTERLINEAR_UNROLLED
    for (int group = 0; group < groups; ++group) {
        INTERLINEAR_UNROLLED
        for (int eight = 0; eight < eights; ++eight) {
            INTERLINEAR_UNROLLED
            for (int i = 0; i < 4; ++i)
                out[(firstRow + 8 * eight + lane % 4 * 2 + i % 2) * strideWords + firstColumn + group * halfGroup + lane / 4 + i / 2 * 8] = sums.of[group][eight].of[i];
        }
    }
}

// Weights are read a round ahead of what is multiplied; the first round of a matrix that no router chooses before the kernels ahead are through.
template <int eights, int groups, class Weight, class In, class Team>
INTERLINEAR_DEVICE void multiplyHalves(Team &team, const ProductArgs &args)
{
    using Block = HalfBlock<eights, groups, termsOf<In>>;
    if (args.tiles)
        team.awaitEarlierKernels();
    if (team.blockY() >= productTiles(args, Block::rows))
        return;
    const Tile tile = productTile(args, team.blockY(), Block::rows);
    const int stride = roundedStride(args.depth), steps = stride / halfStep, firstColumn = team.blockX() * Block::columns, groupsLeft = (args.columns - firstColumn) / halfGroup;
    const Weight *weights = static_cast<const Weight *>(args.weights) + tile.expert * args.expertValues + static_cast<std::int64_t>(firstColumn) * stride;
    std::uint32_t *staged = team.template shared<std::uint32_t>(0);
    typename Team::template PerWarp<HalfSums<eights, groups>> sums;
    typename Team::template PerWarp<HalfRound<Block, groups>> ahead;
    const auto readAhead = [&](auto &warp, int quarter, int first) {
        const int begin = quarterBegin(steps, quarter) + first, end = quarterBegin(steps, quarter + 1);
        INTERLINEAR_UNROLLED
        for (int i = 0; i < Block::readAtOnce; ++i) {
            if (begin + i < end)
                readWeights<groups>(warp, weights + (begin + i) * halfStep, stride, groupsLeft, [&](int lane) -> HalfWeights<groups> & { return ahead[quarter][lane].of[i]; });
        }
    };
    team.warpsAlone([&](int quarter, auto &warp) { readAhead(warp, quarter, 0); });
    if (!args.tiles) {
        if constexpr (eights == 1 && groups == 1)
            team.prefetch(weights, static_cast<std::int64_t>(Block::columns) * stride * static_cast<std::int64_t>(sizeof(Weight)));
        team.awaitEarlierKernels();
    }
    for (int first = 0; first * halfQuarters < steps; first += Block::steps) {
        stageHalves<Block, In>(team, args, tile, first, staged);
        team.eachWarp(halfWarps, [&](int quarter, auto &warp) {
            const int left = quarterBegin(steps, quarter + 1) - quarterBegin(steps, quarter) - first;
            for (int i = 0; i < Block::steps && i < left; i += Block::readAtOnce) {
                const auto now = ahead[quarter];
                readAhead(warp, quarter, first + i + Block::readAtOnce);
                INTERLINEAR_UNROLLED
                for (int j = 0; j < Block::readAtOnce; ++j) {
                    if (i + j < left)
                        multiplyStep<eights, groups, termsOf<In>>(warp, [&](int lane) -> const HalfWeights<groups> & { return now[lane].of[j]; }, groupsLeft, staged + (quarter * Block::steps + i + j) * (halfStep / 2), sums[quarter]);
                }
            }
        });
    }
    float *ofWarps = team.template shared<float>(0);
    team.eachWarp(halfWarps, [&](int quarter, auto &warp) {
        warp.each([&](int lane) { placeSums<Block::columns>(sums[quarter][lane], lane, quarter * Block::rows, 0, ofWarps); });
    });
    finishHalves<halfQuarters, Block::rows, Block::columns, Block::columns>(team, args, tile, ofWarps);
}

template <class Team, HalfShape shape, class Weight, class In>
INTERLINEAR_DEVICE void run(Team &team, const HalfProductArgs<shape, Weight, In> &args)
{
    constexpr HalfShapeSize size = sizeOf<In>(shape);
    multiplyHalves<size.rows / 8, size.columns / halfGroup, Weight, In>(team, args.product);
}

}  // namespace interlinear::mixmoe::cuda
