// Kernels with one block a row: embedding, norm with what the experts gave, rotary positions and the cache, copies of pages.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/activations.h"
#include "engine/mixmoe/runtime/cuda/kernels/experts.h"
#include "engine/mixmoe/runtime/cuda/kernels/step_block.h"
#include "engine/mixmoe/runtime/cuda/kernels/stored_weights.h"

namespace interlinear::mixmoe::cuda {

struct EmbedArgs {
    const StepBlock *step;
    const void *embedding;        ///< [V][stride]
    WeightKind kind;              ///< Float or Half
    std::int32_t width, stride;
    float *x;                     ///< [row][width]
};

struct Norm {
    const float *weight;
    float epsilon;
};

/// out = the norm of x; before it, with experts, x += c * (sum over the slots of weight * output).
struct NormaliseArgs {
    const StepBlock *step;
    bool ofWanted;                ///< out [wanted row], of the row that it names; else out [row]
    std::int32_t width;
    Norm norm;
    float *x;
    Activations out;
    ExpertLists experts;
    const float *expertOutput;    ///< [use][width]; null: the layer before was dense
    std::int32_t groups, topK;
    bool mean;                    ///< of two groups that both count
};

/// Turns queries and keys to their positions; keys and values go into the cache.
struct PlaceKeysArgs {
    const StepBlock *step;
    PageLayout pages;
    std::int32_t layer, heads, kvHeads, headSize;
    const float *cosines, *sines; ///< [position][headSize / 2]
    float *queryKeyValue;         ///< [row][(heads + 2 kvHeads) * headSize]
};

/// A page that a fork shares and now writes into.
struct PageCopy {
    const float *from;
    float *to;
};

/// One block a copy.
struct CopyPagesArgs {
    static constexpr int most = 32;
    PageLayout pages;
    PageCopy copies[most];
};

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const EmbedArgs &args)
{
    const int row = team.blockX();
    if (row >= args.step->rows)
        return;
    const std::int64_t from = static_cast<std::int64_t>(args.step->row(row).token) * args.stride;
    float *x = args.x + static_cast<std::int64_t>(row) * args.width;
    if (args.kind == WeightKind::Half)
        team.each(args.width, [&](int i) { x[i] = toFloat(static_cast<const Half *>(args.embedding)[from + i]); });
    else
        team.each(args.width, [&](int i) { x[i] = static_cast<const float *>(args.embedding)[from + i]; });
}

/// out = x * rsqrt(mean(x^2) + epsilon) * weight
template <class Team>
INTERLINEAR_DEVICE void normaliseRow(Team &team, const float *x, const Norm &norm, int width, const Activations &out, int row)
{
    const float sum = team.sum(width, [&](int i) { return x[i] * x[i]; });
    const float scale = 1.0F / sqrtf(sum / static_cast<float>(width) + norm.epsilon);
    writeActivations(team, out, row, width, 0, width, [&](int i) { return x[i] * scale * norm.weight[i]; });
}

/// In the order of groups and ranks, whatever the neighbours.
template <class Team>
INTERLINEAR_DEVICE void addExpertOutputs(Team &team, const NormaliseArgs &args, int row, float *x)
{
    const int slots = args.groups * args.topK, first = row * slots;
    const std::int32_t *expert = args.experts.slotExpert + first;
    int counting = 0;
    for (int group = 0; group < args.groups; ++group)
        counting += expert[group * args.topK] >= 0 ? 1 : 0;
    const float c = counting == 2 && args.mean ? 0.5F : 1.0F;
    team.each(args.width, [&](int i) {
        float value = x[i];
        for (int slot = 0; slot < slots; ++slot) {
            if (expert[slot] >= 0)
                value += c * args.experts.slotWeight[first + slot] * args.expertOutput[static_cast<std::int64_t>(args.experts.useOfSlot[first + slot]) * args.width + i];
        }
        x[i] = value;
    });
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const NormaliseArgs &args)
{
    const int place = team.blockX();
    if (place >= (args.ofWanted ? args.step->wanted : args.step->rows))
        return;
    const int row = args.ofWanted ? args.step->wantedRow(place).row : place;
    float *x = args.x + static_cast<std::int64_t>(row) * args.width;
    if (args.expertOutput)
        addExpertOutputs(team, args, row, x);
    normaliseRow(team, x, args.norm, args.width, args.out, place);
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const PlaceKeysArgs &args)
{
    const int index = team.blockX();
    if (index >= args.step->rows)
        return;
    const DeviceRow &row = args.step->row(index);
    const int half = args.headSize / 2, kvWidth = args.kvHeads * args.headSize;
    float *queries = args.queryKeyValue + static_cast<std::int64_t>(index) * (args.heads + 2 * args.kvHeads) * args.headSize;
    const float *cosines = args.cosines + static_cast<std::int64_t>(row.position) * half, *sines = args.sines + static_cast<std::int64_t>(row.position) * half;
    team.each((args.heads + args.kvHeads) * half, [&](int i) {   // keys stand behind the queries
        float *head = queries + i / half * args.headSize + i % half;
        const float first = head[0], second = head[half], cosine = cosines[i % half], sine = sines[i % half];
        head[0] = first * cosine - second * sine;
        head[half] = second * cosine + first * sine;
    });
    float *page = args.step->page(row, row.position);
    const float *keys = queries + args.heads * args.headSize;
    float *placedKeys = page + args.pages.keyAt(args.layer, row.position), *placedValues = page + args.pages.valueAt(args.layer, row.position);
    team.each(kvWidth, [&](int i) {
        placedKeys[i] = keys[i];
        placedValues[i] = keys[kvWidth + i];
    });
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const CopyPagesArgs &args)
{
    const PageCopy &copy = args.copies[team.blockX()];
    team.each(args.pages.values(), [&](int i) { copy.to[i] = copy.from[i]; });
}

}  // namespace interlinear::mixmoe::cuda
