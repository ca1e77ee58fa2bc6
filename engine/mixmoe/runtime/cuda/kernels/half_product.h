// The product with weights in bf16 on tensor cores, without loss: an activation is the sum of three numbers in bf16, which hold its 24 bits, and each of them is
// multiplied and summed in fp32. Weights are read once for all rows of a tile, 16 bytes a lane. Weights in int8 become bf16 when they are read, which holds them all, and sums get the scales of
// their columns: of the activations nothing is rounded away.
//
// The warps of a block share out the depth, 32 of it in turn, and their sums are added in their order: every sum runs in one order, which depends on the depth only.
// What comes out for a row is the same bits whatever its neighbours and however large the block is.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/product_args.h"

namespace interlinear::mixmoe::cuda {

inline constexpr int halfTerms = 3;
inline constexpr int halfStep = depthMultipleOf(WeightKind::Half);   ///< of the depth, in two products of 16
inline constexpr int halfWarps = 4;                                  ///< of a block, always
inline constexpr int halfGroup = groupOf(WeightKind::Half);          ///< columns of one product

/// What one block works on: 8 * eights rows and 16 * groups columns, with so much of the depth in shared memory.
template <int eights, int groups>
struct HalfBlock {
    static constexpr int rows = 8 * eights, columns = halfGroup * groups;
    static constexpr int depth = eights == 1 ? 512 : 256;
    static constexpr int strideWords = (depth + halfStep) / 2;   ///< of a row in shared memory: two rows that are read together lie in different banks
    static constexpr int stagedWords = halfTerms * rows * strideWords, sumWords = halfWarps * rows * columns;
    static constexpr int sharedWords = stagedWords > sumWords ? stagedWords : sumWords;
};

enum class HalfShape : std::int32_t { Small, Wide, Large };   ///< 8 rows by 16 columns, 8 by 64, 32 by 64

struct HalfShapeSize {
    int rows, columns, sharedWords;
};
INTERLINEAR_BOTH HalfShapeSize sizeOf(HalfShape shape)
{
    return shape == HalfShape::Small ? HalfShapeSize{8, 16, HalfBlock<1, 1>::sharedWords}
         : shape == HalfShape::Wide  ? HalfShapeSize{8, 64, HalfBlock<1, 4>::sharedWords}
                                     : HalfShapeSize{32, 64, HalfBlock<4, 4>::sharedWords};
}

/// A weight in int8 as it is stored: 128 more.
struct Byte {
    std::uint8_t biased;
};
inline constexpr int byteBias = 128;

/// blockX counts columns of the shape, blockY tiles of its rows; threads: halfWarps warps. A kernel for each shape and Weight, Half or Byte: small ones need few registers, so that many blocks are at
/// work at a time.
template <HalfShape shape, class Weight>
struct HalfProductArgs {
    ProductArgs product;
};

/// Eight numbers in bf16, as a lane reads them.
struct alignas(16) EightHalves {
    std::uint32_t pairs[4];
};

struct alignas(8) EightBytes {
    std::uint32_t fours[2];
};

/// Weights at `index` of a word, 0 or 2, and the next as a pair in bf16.
INTERLINEAR_DEVICE std::uint32_t halvesOfBytes(std::uint32_t word, int index)
{
    std::uint32_t pair = 0;
    INTERLINEAR_UNROLLED
    for (int i = 0; i < 2; ++i) {
        union {
            std::uint32_t bits;
            float value;
        } wide{0x4B000000U | (word >> 8 * (index + i) & 0xFFU)};   // 2^23 and the byte
        wide.value -= 8388608.0F + byteBias;
        pair |= (i == 0 ? wide.bits >> 16 : wide.bits & 0xFFFF0000U);
    }
    return pair;
}

INTERLINEAR_DEVICE EightHalves readEight(const Half *weights) { return *reinterpret_cast<const EightHalves *>(weights); }
INTERLINEAR_DEVICE EightHalves readEight(const Byte *weights)
{
    const EightBytes eight = *reinterpret_cast<const EightBytes *>(weights);
    return {{halvesOfBytes(eight.fours[0], 0), halvesOfBytes(eight.fours[0], 2), halvesOfBytes(eight.fours[1], 0), halvesOfBytes(eight.fours[1], 2)}};
}

/// What a lane has of a product of 16 columns with 8 rows: columns lane / 4 and 8 more, rows 2 (lane % 4) and the next.
struct HalfSum {
    float of[4] = {};
};

template <int eights, int groups>
struct HalfSums {
    HalfSum of[groups][eights];
};

/// Of one group: the column lane / 4 and the eighth behind it, depth 8 (lane % 4) and up.
template <int groups>
struct HalfWeights {
    EightHalves upper[groups], lower[groups];
};

/// To the nearest, ties to even. What is no number stays none: a card's own has all bits set, and would be rounded to 0.
INTERLINEAR_DEVICE std::uint32_t nearestHalf(float value)
{
    if (value != value)
        return 0x7FC0U;
    union {
        float value;
        std::uint32_t bits;
    } wide{value};
    return (wide.bits + 0x7FFFU + (wide.bits >> 16 & 1U)) >> 16;
}

/// The three numbers whose sum a and b are, in pairs.
INTERLINEAR_DEVICE void splitPair(float a, float b, std::uint32_t (&terms)[halfTerms])
{
    INTERLINEAR_UNROLLED
    for (int term = 0; term < halfTerms; ++term) {
        const std::uint32_t halfA = nearestHalf(a), halfB = nearestHalf(b);
        terms[term] = halfA | halfB << 16;
        a -= toFloat(Half{static_cast<std::uint16_t>(halfA)});
        b -= toFloat(Half{static_cast<std::uint16_t>(halfB)});
    }
}

template <class Block, class Team>
INTERLINEAR_DEVICE void stageHalves(Team &team, const ProductArgs &args, const Tile &tile, int first, int count, std::uint32_t *staged)
{
    const int pairs = count / 2;
    team.each(tile.uses * pairs, [&](int i) {   // rows that the tile lacks are multiplied too, whatever they hold: nothing of them comes out
        const int row = i / pairs, pair = i % pairs, k = first + 2 * pair;
        std::uint32_t terms[halfTerms];
        splitPair(productInput(args, tile.firstUse + row, k), productInput(args, tile.firstUse + row, k + 1), terms);
        INTERLINEAR_UNROLLED
        for (int term = 0; term < halfTerms; ++term)
            staged[(term * Block::rows + row) * Block::strideWords + pair] = terms[term];
    });
}

/// One step of the depth, which begins at k in the shared memory; small terms first.
template <int eights, int groups, class Weight, class Warp, class Sums>
INTERLINEAR_DEVICE void multiplyStep(Warp &warp, const Weight *weights, std::int64_t stride, int groupsLeft, const std::uint32_t *staged, int k, Sums &sums)
{
    using Block = HalfBlock<eights, groups>;
    typename Warp::template PerLane<HalfWeights<groups>> own;
    warp.each([&](int lane) {
        const Weight *column = weights + lane / 4 * stride + lane % 4 * 8;
        INTERLINEAR_UNROLLED
        for (int group = 0; group < groups; ++group) {
            if (group >= groupsLeft)
                break;
            own[lane].upper[group] = readEight(column + group * halfGroup * stride);
            own[lane].lower[group] = readEight(column + (group * halfGroup + 8) * stride);
        }
    });
    INTERLINEAR_UNROLLED
    for (int eight = 0; eight < eights; ++eight) {
        INTERLINEAR_UNROLLED
        for (int term = halfTerms - 1; term >= 0; --term) {
            typename Warp::template PerLane<EightHalves> rows;
            warp.each([&](int lane) {
                rows[lane] = *reinterpret_cast<const EightHalves *>(staged + (term * Block::rows + 8 * eight + lane / 4) * Block::strideWords + k / 2 + lane % 4 * 4);
            });
            INTERLINEAR_UNROLLED
            for (int group = 0; group < groups; ++group) {
                if (group >= groupsLeft)
                    break;
                INTERLINEAR_UNROLLED
                for (int part = 0; part < 4; part += 2)   // the order of the depth is any, as long as it is the same on both sides
                    warp.multiplyAdd([&](int lane) -> float(&)[4] { return sums[lane].of[group][eight].of; },
                                     [&](int lane, std::uint32_t(&words)[4]) {
                                         words[0] = own[lane].upper[group].pairs[part];
                                         words[1] = own[lane].lower[group].pairs[part];
                                         words[2] = own[lane].upper[group].pairs[part + 1];
                                         words[3] = own[lane].lower[group].pairs[part + 1];
                                     },
                                     [&](int lane, std::uint32_t(&words)[2]) {
                                         words[0] = rows[lane].pairs[part];
                                         words[1] = rows[lane].pairs[part + 1];
                                     });
            }
        }
    }
}

/// The sums of the warps, [warp][row][column], become the output.
template <class Block, class Team>
INTERLINEAR_DEVICE void finishHalves(Team &team, const ProductArgs &args, const Tile &tile, const float *sums)
{
    const auto total = [&](int row, int column) {
        float sum = sums[row * Block::columns + column];
        for (int warp = 1; warp < halfWarps; ++warp)
            sum += sums[(warp * Block::rows + row) * Block::columns + column];
        return args.scales ? sum * args.scales[static_cast<std::int64_t>(tile.expert) * args.columns + team.blockX() * Block::columns + column] : sum;
    };
    const bool gated = args.epilogue == Epilogue::Gated;
    const int outputs = gated ? Block::columns / 2 : Block::columns, first = team.blockX() * outputs;
    team.each(tile.uses * outputs, [&](int i) {
        const int row = i / outputs, output = i % outputs, column = gated ? output / 8 * halfGroup + output % 8 : output;
        if (first + output < args.outWidth)   // no scales are behind the last column
            productOutput(args, tile.firstUse + row, first + output, total(row, column), gated ? total(row, column + 8) : 0.0F);
    });
}

template <int eights, int groups, class Weight, class Team>
INTERLINEAR_DEVICE void multiplyHalves(Team &team, const ProductArgs &args)
{
    using Block = HalfBlock<eights, groups>;
    if (team.blockY() >= productTiles(args, Block::rows))
        return;
    const Tile tile = productTile(args, team.blockY(), Block::rows);
    const int stride = paddedDepth(WeightKind::Half, args.depth), firstColumn = team.blockX() * Block::columns, groupsLeft = (args.columns - firstColumn) / halfGroup;
    const Weight *weights = static_cast<const Weight *>(args.weights) + tile.expert * args.expertValues + static_cast<std::int64_t>(firstColumn) * stride;
    std::uint32_t *staged = team.template shared<std::uint32_t>(0);
    typename Team::template PerWarp<HalfSums<eights, groups>> sums;
    for (int first = 0; first < stride; first += Block::depth) {
        const int count = stride - first < Block::depth ? stride - first : Block::depth;
        stageHalves<Block>(team, args, tile, first, count, staged);
        team.eachWarp(halfWarps, [&](int index, auto &warp) {
            for (int k = index * halfStep; k < count; k += halfWarps * halfStep)
                multiplyStep<eights, groups>(warp, weights + first + k, stride, groupsLeft, staged, k, sums[index]);
        });
    }
    float *ofWarps = team.template shared<float>(0);
    team.eachWarp(halfWarps, [&](int index, auto &warp) {
        warp.each([&](int lane) {
            INTERLINEAR_UNROLLED
            for (int group = 0; group < groups; ++group) {
                INTERLINEAR_UNROLLED
                for (int eight = 0; eight < eights; ++eight) {
                    INTERLINEAR_UNROLLED
                    for (int i = 0; i < 4; ++i) {
                        const int row = 8 * eight + lane % 4 * 2 + i % 2, column = group * halfGroup + lane / 4 + i / 2 * 8;
                        ofWarps[(index * Block::rows + row) * Block::columns + column] = sums[index][lane].of[group][eight].of[i];
                    }
                }
            }
        });
    });
    finishHalves<Block>(team, args, tile, ofWarps);
}

template <class Team, HalfShape shape, class Weight>
INTERLINEAR_DEVICE void run(Team &team, const HalfProductArgs<shape, Weight> &args)
{
    constexpr HalfShapeSize size = sizeOf(shape);
    multiplyHalves<size.rows / 8, size.columns / halfGroup, Weight>(team, args.product);
}

}  // namespace interlinear::mixmoe::cuda
