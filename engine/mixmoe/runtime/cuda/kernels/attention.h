// Grouped-query attention of a row over the pages of its sequence, and the average over the alignment heads for those who ask.
//
// Positions are read in pieces of one length, with a softmax that is corrected from piece to piece (online softmax, arXiv 1805.02867): what comes out for a row
// depends on its own sequence only, bit for bit.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/activations.h"
#include "engine/mixmoe/runtime/cuda/kernels/dots.h"
#include "engine/mixmoe/runtime/cuda/kernels/step_block.h"

namespace interlinear::mixmoe::cuda {

inline constexpr int positionsAtOnce = 64;
inline constexpr int lanesOfPosition = 4;   // of a key and its products with queries
inline constexpr int valueSlices = 8;                        // every eighth position's values are summed together first

/// Of the layer at work.
struct HeadShape {
    std::int32_t layer, heads, kvHeads, headSize;

    INTERLINEAR_BOTH int sharing() const { return heads / kvHeads; }   ///< queries that share a key
    INTERLINEAR_BOTH int rowWidth() const { return (heads + 2 * kvHeads) * headSize; }
};

/// Angles (Su et al. 2021, eq. 34), of a position or of all.
struct Rotation {
    const float *cosines, *sines; ///< [position][headSize / 2]

    INTERLINEAR_DEVICE Rotation at(int position, int headSize) const { return {cosines + static_cast<std::int64_t>(position) * (headSize / 2), sines + static_cast<std::int64_t>(position) * (headSize / 2)}; }
};

/// Keys, turned to their positions, and values go into the cache. One block a row.
struct PlaceKeysArgs {
    const StepBlock *step;
    PageLayout pages;
    HeadShape shape;
    Rotation rotation;
    const float *queryKeyValue;   ///< [row][rowWidth()]
};

/// One block for a row (x) and a key head (y).
struct AttendArgs {
    const StepBlock *step;
    PageLayout pages;
    HeadShape shape;
    Rotation rotation;
    const float *queryKeyValue;
    bool placesKeys;              ///< no row needs the key of another row of this step: each block places its own, and PlaceKeysArgs is not run
    Activations mixed;            ///< [row][heads * headSize]
};

/// One block a row.
struct NoteAttentionArgs {
    const StepBlock *step;
    PageLayout pages;
    HeadShape shape;
    Rotation rotation;
    const float *queryKeyValue;
    const std::int32_t *observed; ///< the heads to average over
    std::int32_t observedCount;
    float *scores;                ///< [row][maxPositions], for its own use
    std::int32_t maxPositions;
    float *answers;
};

inline constexpr int pagesAtOnce = positionsAtOnce / pagePositions, wordsOfPages = 2 * pagesAtOnce;   // of the positions at hand: their addresses
inline constexpr int mostHeadsAtOnce = 4;   // of those that share a key

/// Of those that AttendArgs needs: addresses of pages; the row's angles; queries and sums; the sums of slices; scores, and maximum, total and correction of each head.
INTERLINEAR_BOTH int sharedFloatsOfAttend(int heads, int kvHeads, int headSize)
{
    const int sharing = heads / kvHeads, together = sharing < mostHeadsAtOnce ? sharing : mostHeadsAtOnce;
    return wordsOfPages + paddedTo(4, headSize) + sharing * 2 * headSize + together * valueSlices * headSize + sharing * (positionsAtOnce + 3);
}

/// Number i of a head, turned by the angles of its position. Rounded in one way wherever it stands.
INTERLINEAR_DEVICE float turned(const Rotation &angles, const float *head, int headSize, int i)
{
    const int half = headSize / 2;
    const int angle = i < half ? i : i - half;
    const float cosine = angles.cosines[angle], sine = angles.sines[angle];
    return i < half ? fmaf(head[i], cosine, -(head[i + half] * sine)) : fmaf(head[i], cosine, head[i - half] * sine);
}

/// Keys and values of the key heads first to first + count of a row.
template <class Team>
INTERLINEAR_DEVICE void placeKeys(Team &team, const StepBlock &step, const PageLayout &pages, const HeadShape &shape, const Rotation &angles, const float *queryKeyValue, const DeviceRow &row, int first, int count)
{
    const int size = shape.headSize;
    const float *keys = queryKeyValue + (shape.heads + first) * size, *values = keys + shape.kvHeads * size;
    float *page = step.page(row, row.position);
    float *placedKeys = page + pages.keyAt(shape.layer, row.position) + first * size, *placedValues = page + pages.valueAt(shape.layer, row.position) + first * size;
    struct Placed {
        float key, value;
    };
    team.map(count * size, [&](int i) -> Placed { return {turned(angles, keys + quotient(i, size) * size, size, remainder(i, size)), values[i]}; },
             [&](int i, const Placed &placed) {
                 placedKeys[i] = placed.key;
                 placedValues[i] = placed.value;
             });
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const PlaceKeysArgs &args)
{
    team.awaitEarlierKernels();
    const int index = team.blockX();
    if (index < args.step->rows)
        placeKeys(team, *args.step, args.pages, args.shape, args.rotation.at(args.step->row(index).position, args.shape.headSize),
                  args.queryKeyValue + static_cast<std::int64_t>(index) * args.shape.rowWidth(), args.step->row(index), 0, args.shape.kvHeads);
}

/// The sum over the lanes of a position; each of them gets it.
template <class Warp, class Values>
INTERLINEAR_DEVICE typename Warp::template PerLane<float> sumOfPosition(Warp &warp, const Values &values)
{
    typename Warp::template PerLane<float> sum;
    warp.each([&](int lane) { sum[lane] = values(lane); });
    for (int bit = 1; bit < lanesOfPosition; bit *= 2) {
        const auto other = warp.exchanged(sum, bit);
        warp.each([&](int lane) { sum[lane] += other[lane]; });
    }
    return sum;
}

/// scores [head][positionsAtOnce] of `count` positions, whose keys keyOf() has, with queries [head][size].
template <int headsAtOnce, class Team, class KeyOf>
INTERLINEAR_DEVICE void scorePositions(Team &team, const float *query, int heads, int size, int count, const KeyOf &keyOf, float *scores)
{
    constexpr int positionsOfWarp = lanes / lanesOfPosition;
    const float scale = 1.0F / sqrtf(static_cast<float>(size));
    team.eachWarp((count + positionsOfWarp - 1) / positionsOfWarp, [&](int piece, auto &warp) {
        using Warp = std::remove_reference_t<decltype(warp)>;
        const auto positionOf = [&](int lane) { return piece * positionsOfWarp + lane / lanesOfPosition; };
        INTERLINEAR_ROLLED
        for (int firstHead = 0; firstHead < heads; firstHead += headsAtOnce) {
            typename Warp::template PerLane<Dots<headsAtOnce>> dots;
            warp.each([&](int lane) {
                if (positionOf(lane) < count)
                    addDots<lanesOfPosition>(query + firstHead * size, size, heads - firstHead, keyOf(positionOf(lane)), size, lane % lanesOfPosition, dots[lane]);
            });
            INTERLINEAR_UNROLLED
            for (int head = 0; head < headsAtOnce; ++head) {
                if (firstHead + head >= heads)
                    break;
                const auto sum = sumOfPosition(warp, [&](int lane) { return dots[lane].of[head]; });
                warp.each([&](int lane) {
                    if (lane % lanesOfPosition == 0 && positionOf(lane) < count)
                        scores[(firstHead + head) * positionsAtOnce + positionOf(lane)] = sum[lane] * scale;
                });
            }
        }
    });
}

/// Of each head: maximum, total and the correction of what was summed before.
struct SoftmaxState {
    float *maximum, *total, *correction;
};

/// Scores of one head's positions become weights.
template <class Warp>
INTERLINEAR_DEVICE void weighScores(Warp &warp, int head, int count, float *scores, const SoftmaxState &state)
{
    float *own = scores + head * positionsAtOnce;
    const float before = state.maximum[head];
    const float highest = fmaxf(before, warp.highest([&](int lane) {
        float most = -INFINITY;
        INTERLINEAR_ROLLED
        for (int i = lane; i < count; i += lanes)
            most = fmaxf(most, own[i]);
        return most;
    }));
    const float sum = warp.sum([&](int lane) {
        float part = 0;
        INTERLINEAR_ROLLED
        for (int i = lane; i < count; i += lanes) {
            own[i] = expf(own[i] - highest);
            part += own[i];
        }
        return part;
    });
    warp.one([&] {
        state.correction[head] = expf(before - highest);
        state.total[head] = state.total[head] * state.correction[head] + sum;
        state.maximum[head] = highest;
    });
}

/// slices [slice][head][size]: values of a slice's positions by the weights of some heads, some of a head's numbers at a time.
template <int headsAtOnce, int numbers, class ValueOf>
INTERLINEAR_DEVICE void mixSlice(int slice, int first, int heads, int size, int count, const ValueOf &valueOf, const float *weights, float *slices)
{
    struct alignas(4 * numbers) Numbers {
        float of[numbers];
    };
    float sums[headsAtOnce][numbers] = {};
    INTERLINEAR_UNROLLED
    for (int i = 0; i < positionsAtOnce / valueSlices; ++i) {
        const int position = slice + i * valueSlices;
        if (position >= count)
            break;
        const Numbers value = *reinterpret_cast<const Numbers *>(valueOf(position) + first);
        INTERLINEAR_UNROLLED
        for (int head = 0; head < headsAtOnce; ++head) {
            const float weight = head < heads ? weights[head * positionsAtOnce + position] : 0.0F;
            INTERLINEAR_UNROLLED
            for (int k = 0; k < numbers; ++k)
                sums[head][k] = fmaf(weight, value.of[k], sums[head][k]);
        }
    }
    INTERLINEAR_UNROLLED
    for (int head = 0; head < headsAtOnce; ++head) {
        if (head >= heads)
            break;
        INTERLINEAR_UNROLLED
        for (int k = 0; k < numbers; ++k)
            slices[(slice * heads + head) * size + first + k] = sums[head][k];
    }
}

/// mixed [head][size] = correction * mixed + the values of `count` positions by their weights.
template <int headsAtOnce, class Team, class ValueOf>
INTERLINEAR_DEVICE void mixValues(Team &team, int heads, int size, int count, const ValueOf &valueOf, const float *weights, const float *correction, float *slices, float *mixed)
{
    INTERLINEAR_ROLLED
    for (int first = 0; first < heads; first += headsAtOnce) {
        const int together = heads - first < headsAtOnce ? heads - first : headsAtOnce;
        const float *ofHeads = weights + first * positionsAtOnce;
        if (size % 4 == 0)
            team.each(valueSlices * (size / 4), [&](int i) { mixSlice<headsAtOnce, 4>(quotient(i, size / 4), remainder(i, size / 4) * 4, together, size, count, valueOf, ofHeads, slices); });
        else
            team.each(valueSlices * size, [&](int i) { mixSlice<headsAtOnce, 1>(quotient(i, size), remainder(i, size), together, size, count, valueOf, ofHeads, slices); });
        team.each(together * size, [&](int i) {
            float &own = mixed[first * size + i];
            float sum = own * correction[first + quotient(i, size)];
            INTERLINEAR_UNROLLED
            for (int slice = 0; slice < valueSlices; ++slice)
                sum += slices[slice * together * size + i];
            own = sum;
        });
    }
}

/// The addresses of the pages that hold the positions first and up.
template <class Team>
INTERLINEAR_DEVICE void readPages(Team &team, const StepBlock &step, const DeviceRow &row, int first, const float **pages)
{
    team.each(pagesAtOnce, [&](int page) {
        const int position = first + page * pagePositions;
        pages[page] = position <= row.position ? step.page(row, position) : nullptr;
    });
}

/// What a block works with, in shared memory.
struct AttendMemory {
    const float **pages;
    float *angles, *query, *mixed, *slices, *scores;
    SoftmaxState state;
};

template <class Team>
INTERLINEAR_DEVICE AttendMemory attendMemory(Team &team, int sharing, int size)
{
    float *angles = team.template shared<float>(wordsOfPages), *query = angles + paddedTo(4, size), *mixed = query + sharing * size, *slices = mixed + sharing * size;
    float *scores = slices + (sharing < mostHeadsAtOnce ? sharing : mostHeadsAtOnce) * valueSlices * size;
    return {team.template shared<const float *>(0), angles, query, mixed, slices, scores, {scores + sharing * positionsAtOnce, scores + sharing * (positionsAtOnce + 1), scores + sharing * (positionsAtOnce + 2)}};
}

/// mixed, of the queries of one key head, over all positions; of the first ones the pages are read already.
template <int headsAtOnce, class Team>
INTERLINEAR_DEVICE void attendTo(Team &team, const AttendArgs &args, const DeviceRow &row, int kvHead, const AttendMemory &memory)
{
    const int size = args.shape.headSize, sharing = args.shape.sharing(), positions = row.position + 1;
    INTERLINEAR_ROLLED
    for (int first = 0; first < positions; first += positionsAtOnce) {
        if (first > 0)
            readPages(team, *args.step, row, first, memory.pages);
        const int count = positions - first < positionsAtOnce ? positions - first : positionsAtOnce;
        const auto pageOf = [&](int position) { return memory.pages[position / pagePositions] + kvHead * size; };
        scorePositions<headsAtOnce>(team, memory.query, sharing, size, count, [&](int position) { return pageOf(position) + args.pages.keyAt(args.shape.layer, position); }, memory.scores);
        team.eachWarp(sharing, [&](int head, auto &warp) { weighScores(warp, head, count, memory.scores, memory.state); });
        mixValues<headsAtOnce>(team, sharing, size, count, [&](int position) { return pageOf(position) + args.pages.valueAt(args.shape.layer, position); }, memory.scores, memory.state.correction,
                               memory.slices, memory.mixed);
    }
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const AttendArgs &args)
{
    const int index = team.blockX(), kvHead = team.blockY();
    if (index >= args.step->rows)
        return;
    const StepBlock &step = *args.step;
    const DeviceRow row = step.row(index);
    const int size = args.shape.headSize, half = size / 2, sharing = args.shape.sharing();
    const AttendMemory memory = attendMemory(team, sharing, size);
    readPages(team, step, row, 0, memory.pages);
    team.each(size, [&](int i) { memory.angles[i] = (i < half ? args.rotation.cosines : args.rotation.sines)[static_cast<std::int64_t>(row.position) * half + (i < half ? i : i - half)]; });
    team.each(sharing, [&](int head) {
        memory.state.maximum[head] = -INFINITY;
        memory.state.total[head] = 0;
    });
    team.awaitEarlierKernels();
    const Rotation rotation{memory.angles, memory.angles + half};
    const float *own = args.queryKeyValue + static_cast<std::int64_t>(index) * args.shape.rowWidth(), *queries = own + kvHead * sharing * size;
    if (args.placesKeys)
        placeKeys(team, step, args.pages, args.shape, rotation, own, row, kvHead, 1);
    team.map(sharing * size, [&](int i) { return turned(rotation, queries + quotient(i, size) * size, size, remainder(i, size)); },
             [&](int i, float value) {
                 memory.query[i] = value;
                 memory.mixed[i] = 0;
             });
    if (sharing == 1)
        attendTo<1>(team, args, row, kvHead, memory);
    else
        attendTo<mostHeadsAtOnce>(team, args, row, kvHead, memory);
    writeActivations(team, args.mixed, index, args.shape.heads * size, kvHead * sharing * size, sharing * size, [&](int i) { return memory.mixed[i] / memory.state.total[quotient(i, size)]; });
}

INTERLINEAR_DEVICE float dotOfHead(const float *query, const float *key, int headSize)
{
    float dot = 0;
    for (int i = 0; i < headSize; ++i)
        dot += query[i] * key[i];
    return dot;
}

/// Shared memory: a query, and room behind it: compiled, the loop over it reads some words ahead that it does not use.
INTERLINEAR_BOTH int sharedFloatsOfNote(int headSize) { return paddedTo(4, headSize) + 4; }

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const NoteAttentionArgs &args)
{
    team.awaitEarlierKernels();
    const int index = team.blockX();
    if (index >= args.step->rows || args.step->row(index).attentionAt == nowhere)
        return;
    const StepBlock &step = *args.step;
    const DeviceRow &row = step.row(index);
    const int size = args.shape.headSize, sharing = args.shape.sharing(), positions = row.position + 1;
    const float scale = 1.0F / sqrtf(static_cast<float>(size)), share = 1.0F / static_cast<float>(args.observedCount);
    const float *queries = args.queryKeyValue + static_cast<std::int64_t>(index) * args.shape.rowWidth();
    float *scores = args.scores + static_cast<std::int64_t>(index) * args.maxPositions, *out = args.answers + row.attentionAt, *query = team.template shared<float>(0);
    for (int i = 0; i < args.observedCount; ++i) {
        const int head = args.observed[i];
        team.each(size, [&](int k) { query[k] = turned(args.rotation.at(row.position, size), queries + head * size, size, k); });
        team.each(positions, [&](int position) {
            const float *key = step.page(row, position) + args.pages.keyAt(args.shape.layer, position) + head / sharing * size;
            scores[position] = dotOfHead(query, key, size) * scale;
        });
        const float highest = team.highest(positions, [&](int position) { return scores[position]; });
        const float sum = team.sum(positions, [&](int position) { return expf(scores[position] - highest); });
        team.each(positions, [&](int position) { out[position] = (i > 0 ? out[position] : 0.0F) + share * (expf(scores[position] - highest) / sum); });
    }
}

}  // namespace interlinear::mixmoe::cuda
