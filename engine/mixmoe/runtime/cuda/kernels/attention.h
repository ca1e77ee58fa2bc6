// Grouped-query attention of a row over the pages of its sequence, and the average over the alignment heads for those who ask.
//
// Positions are read in pieces of one length, with a softmax that is corrected from piece to piece (online softmax, arXiv 1805.02867): what comes out for a row
// depends on its own sequence only, bit for bit.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/activations.h"
#include "engine/mixmoe/runtime/cuda/kernels/step_block.h"

namespace interlinear::mixmoe::cuda {

inline constexpr int positionsAtOnce = 64;

/// One block for a row (x) and a key head (y).
struct AttendArgs {
    const StepBlock *step;
    PageLayout pages;
    std::int32_t layer, heads, kvHeads, headSize;
    const float *queryKeyValue;   ///< as PlaceKeysArgs left it
    Activations mixed;            ///< [row][heads * headSize]
};

/// One block a row.
struct NoteAttentionArgs {
    const StepBlock *step;
    PageLayout pages;
    std::int32_t layer, heads, kvHeads, headSize;
    const float *queryKeyValue;
    const std::int32_t *observed; ///< the heads to average over
    std::int32_t observedCount;
    float *scores;                ///< [row][maxPositions], for its own use
    std::int32_t maxPositions;
    float *answers;
};

/// Floats of shared memory that AttendArgs needs: queries and sums, scores, and maximum, total and correction of each head.
INTERLINEAR_BOTH int sharedFloatsOfAttend(int heads, int kvHeads, int headSize)
{
    return heads / kvHeads * (2 * headSize + positionsAtOnce + 3);
}

INTERLINEAR_DEVICE float dotOfHead(const float *query, const float *key, int headSize)
{
    float dot = 0;
    for (int i = 0; i < headSize; ++i)
        dot += query[i] * key[i];
    return dot;
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const AttendArgs &args)
{
    const int index = team.blockX(), kvHead = team.blockY();
    if (index >= args.step->rows)
        return;
    const StepBlock &step = *args.step;
    const DeviceRow &row = step.row(index);
    const int size = args.headSize, sharing = args.heads / args.kvHeads, positions = row.position + 1;
    const float scale = 1.0F / sqrtf(static_cast<float>(size));
    float *query = team.template shared<float>(0), *mixed = query + sharing * size, *scores = mixed + sharing * size;
    float *maximum = scores + sharing * positionsAtOnce, *total = maximum + sharing, *correction = total + sharing;
    const float *queries = args.queryKeyValue + static_cast<std::int64_t>(index) * (args.heads + 2 * args.kvHeads) * size + kvHead * sharing * size;
    team.each(sharing * size, [&](int i) {
        query[i] = queries[i];
        mixed[i] = 0;
    });
    team.each(sharing, [&](int head) {
        maximum[head] = -INFINITY;
        total[head] = 0;
    });
    for (int first = 0; first < positions; first += positionsAtOnce) {
        const int count = positions - first < positionsAtOnce ? positions - first : positionsAtOnce;
        team.each(sharing * count, [&](int i) {
            const int head = i / count, position = first + i % count;
            const float *key = step.page(row, position) + args.pages.keyAt(args.layer, position) + kvHead * size;
            scores[head * positionsAtOnce + i % count] = dotOfHead(query + head * size, key, size) * scale;
        });
        team.eachWarp(sharing, [&](int head, auto &warp) {
            float *own = scores + head * positionsAtOnce;
            const float before = maximum[head];
            const float highest = fmaxf(before, warp.highest([&](int lane) {
                float most = -INFINITY;
                for (int i = lane; i < count; i += lanes)
                    most = fmaxf(most, own[i]);
                return most;
            }));
            const float sum = warp.sum([&](int lane) {
                float part = 0;
                for (int i = lane; i < count; i += lanes) {
                    own[i] = expf(own[i] - highest);
                    part += own[i];
                }
                return part;
            });
            warp.one([&] {
                correction[head] = expf(before - highest);
                total[head] = total[head] * correction[head] + sum;
                maximum[head] = highest;
            });
        });
        team.each(sharing * size, [&](int i) {
            const int head = i / size;
            float value = mixed[i] * correction[head];
            for (int j = 0; j < count; ++j) {
                const int position = first + j;
                value += scores[head * positionsAtOnce + j] * (step.page(row, position) + args.pages.valueAt(args.layer, position))[kvHead * size + i % size];
            }
            mixed[i] = value;
        });
    }
    writeActivations(team, args.mixed, index, args.heads * size, kvHead * sharing * size, sharing * size, [&](int i) { return mixed[i] / total[i / size]; });
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const NoteAttentionArgs &args)
{
    const int index = team.blockX();
    if (index >= args.step->rows || args.step->row(index).attentionAt == nowhere)
        return;
    const StepBlock &step = *args.step;
    const DeviceRow &row = step.row(index);
    const int size = args.headSize, sharing = args.heads / args.kvHeads, positions = row.position + 1;
    const float scale = 1.0F / sqrtf(static_cast<float>(size)), share = 1.0F / static_cast<float>(args.observedCount);
    const float *queries = args.queryKeyValue + static_cast<std::int64_t>(index) * (args.heads + 2 * args.kvHeads) * size;
    float *scores = args.scores + static_cast<std::int64_t>(index) * args.maxPositions, *out = args.answers + row.attentionAt;
    for (int i = 0; i < args.observedCount; ++i) {
        const int head = args.observed[i];
        team.each(positions, [&](int position) {
            const float *key = step.page(row, position) + args.pages.keyAt(args.layer, position) + head / sharing * size;
            scores[position] = dotOfHead(queries + head * size, key, size) * scale;
        });
        const float highest = team.highest(positions, [&](int position) { return scores[position]; });
        const float sum = team.sum(positions, [&](int position) { return expf(scores[position] - highest); });
        team.each(positions, [&](int position) { out[position] = (i > 0 ? out[position] : 0.0F) + share * (expf(scores[position] - highest) / sum); });
    }
}

}  // namespace interlinear::mixmoe::cuda
