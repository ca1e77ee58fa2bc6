// The routers of both groups in one kernel: the norm before them, logits, choices, gate weights, and, by the block that ends last, the rows sorted by expert. Nothing of it is read by the
// host before the step is done.
//
// Sources: Mix-MoE, arXiv 2605.24681 v1, router equation; gate.h says what is chosen.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/row_kernels.h"

namespace interlinear::mixmoe::cuda {

/// What the routers of a layer are for the tokens of one phase.
struct DeviceGate {
    const float *router;                 ///< [groups * n][width], folded; [2 width] where the feature is computed
    const float *fromBias, *toBias;      ///< [language][n] of the MT router; null without direction embedding
    const float *penalty;                ///< [groups * n]: minus infinity where an expert is masked, else 0
    const float *factor;                 ///< [groups * n]
    std::int32_t forced[2];              ///< -1: none
};

enum class GateScale : std::int32_t { Probability, Scaled, Renormalised };

/// One block a row.
struct RouteArgs {
    const StepBlock *step;
    const DeviceGate *gates;             ///< [phase] of this layer
    const float *bias;                   ///< [groups * n]
    const float *in;                     ///< [row][width]
    Norm norm;
    const float *spectrum;               ///< [row][width / 2 + 1] pairs, the transform of the norm of in; null: routers are folded
    float *normalised;                   ///< [row][width], what the routers read: the norm of in, never rounded
    std::uint32_t *rounded;              ///< as Activations::rounded, what experts read; null: they read normalised
    std::int32_t width, groups, experts, topK;
    GateScale scale;
    ExpertLists lists;
    float *answers;
    std::int32_t capturedLayer;          ///< counts Mix-MoE layers
};

/// Of one row.
INTERLINEAR_BOTH int spectrumFloats(int width) { return 2 * (width / 2 + 1); }

INTERLINEAR_BOTH int sharedWordsOfRoute(int groups, int experts) { return 3 * groups * experts; }

/// Words of one layer of a row's capture: gate probabilities, experts chosen, their weights.
INTERLINEAR_BOTH int captureWords(int groups, int experts, int topK) { return groups * (experts + 2 * topK); }

/// The best expert after this one in the order of falling logits, ties by rising number; -1 behind the last. One expert may be left out.
INTERLINEAR_DEVICE int nextBest(const float *logits, int count, int after, int leftOut)
{
    int best = -1;
    for (int expert = 0; expert < count; ++expert) {
        const bool follows = after < 0 || logits[expert] < logits[after] || (logits[expert] == logits[after] && expert > after);
        if (follows && expert != leftOut && logits[expert] != -INFINITY && (best < 0 || logits[expert] > logits[best]))
            best = expert;
    }
    return best;
}

/// The forced expert, if any, then the best others; -1 behind the last. Logits of a masked expert are minus infinity.
INTERLINEAR_DEVICE void rankExperts(const float *logits, int count, int forced, int topK, std::int32_t *chosen)
{
    int last = -1;
    bool more = true;
    for (int rank = 0; rank < topK; ++rank) {
        const bool takesForced = forced >= 0 && rank == 0;
        chosen[rank] = takesForced ? forced : more ? nextBest(logits, count, last, forced) : -1;
        more = chosen[rank] >= 0;
        if (!takesForced && more)
            last = chosen[rank];
    }
}

/// Logits become probabilities; all 0 where all are masked.
INTERLINEAR_DEVICE void softmaxOfGroup(float *values, int count)
{
    float highest = -INFINITY, sum = 0;
    for (int i = 0; i < count; ++i)
        highest = fmaxf(highest, values[i]);
    for (int i = 0; i < count; ++i) {
        values[i] = highest == -INFINITY ? 0.0F : expf(values[i] - highest);
        sum += values[i];
    }
    for (int i = 0; i < count && sum > 0; ++i)
        values[i] /= sum;
}

INTERLINEAR_DEVICE void weighChoices(const float *probabilities, const float *factor, int count, GateScale scale, int topK, const std::int32_t *chosen, float *weights)
{
    float sum = 0;
    for (int rank = 0; rank < topK; ++rank)
        sum += chosen[rank] >= 0 ? probabilities[chosen[rank]] : 0.0F;
    for (int rank = 0; rank < topK; ++rank) {
        weights[rank] = 0;
        if (chosen[rank] < 0)
            continue;
        const float probability = probabilities[chosen[rank]];
        weights[rank] = scale == GateScale::Scaled ? static_cast<float>(count) * probability : probability;
        if (scale == GateScale::Renormalised)
            weights[rank] = sum > 0 ? probability / sum : 1.0F;
        weights[rank] *= factor[chosen[rank]];
    }
}

/// What the direction adds to a logit of the MT router.
INTERLINEAR_DEVICE float directionBiasOf(const DeviceGate &gate, const DeviceRow &row, int experts, int expert)
{
    float bias = 0;
    if (gate.fromBias && row.fromLanguage >= 0)
        bias += gate.fromBias[row.fromLanguage * experts + expert];
    if (gate.toBias && row.toLanguage >= 0)
        bias += gate.toBias[row.toLanguage * experts + expert];
    return bias;
}

/// What a lane adds up of a router's product with a row, and with the real part of its transform, of which the second half mirrors the first.
INTERLINEAR_DEVICE float routerPart(const RouteArgs &args, const float *router, const float *x, int row, int lane)
{
    float part = 0;
    for (int i = lane; i < args.width; i += lanes)
        part += router[i] * x[i];
    if (!args.spectrum)
        return part;
    const float *spectrum = args.spectrum + static_cast<std::int64_t>(row) * spectrumFloats(args.width);
    for (int i = lane; i < args.width; i += lanes)
        part += router[args.width + i] * spectrum[2 * (i <= args.width / 2 ? i : args.width - i)];
    return part;
}

template <class Team>
INTERLINEAR_DEVICE void sortByExpert(Team &team, const RouteArgs &args)
{
    const ExpertLists &lists = args.lists;
    const int all = args.groups * args.experts, slotsOfRow = args.groups * args.topK, slots = args.step->rows * slotsOfRow;
    std::int32_t *counts = team.template shared<std::int32_t>(0), *next = counts + all, *firstTile = next + all;
    const auto expertOf = [&](int slot) {
        const int expert = team.fresh(lists.slotExpert + slot);
        return expert < 0 ? -1 : slot % slotsOfRow / args.topK * args.experts + expert;
    };
    team.each(all, [&](int expert) { counts[expert] = 0; });
    team.each(slots, [&](int slot) {
        if (const int expert = expertOf(slot); expert >= 0)
            team.addOne(counts + expert);
    });
    team.one([&] {
        int uses = 0, tiles = 0;
        for (int expert = 0; expert < all; ++expert) {
            next[expert] = uses;
            firstTile[expert] = tiles;
            uses += counts[expert];
            tiles += tilesOf(counts[expert], lists.rowsOfTile);
        }
        *lists.tileCount = tiles;
        *lists.ticket = 0;
    });
    team.each(all, [&](int expert) {
        for (int tile = 0, done = 0; done < counts[expert]; ++tile, done += lists.rowsOfTile) {
            const int left = counts[expert] - done;
            lists.tiles[firstTile[expert] + tile] = {expert, next[expert] + done, left < lists.rowsOfTile ? left : lists.rowsOfTile};
        }
    });
    team.each(slots, [&](int slot) {
        const int expert = expertOf(slot);
        const int use = expert < 0 ? -1 : team.addOne(next + expert);
        lists.useOfSlot[slot] = use;
        if (use >= 0)
            lists.rowOfUse[use] = slot / slotsOfRow;
    });
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const RouteArgs &args)
{
    const int index = team.blockX();
    if (index >= args.step->rows)
        return;
    const DeviceRow &row = args.step->row(index);
    const DeviceGate &gate = args.gates[row.phase];
    const int n = args.experts, all = args.groups * n, chosenOfRow = args.groups * args.topK;
    const float *x = args.normalised + static_cast<std::int64_t>(index) * args.width;
    normaliseRow(team, args.in + static_cast<std::int64_t>(index) * args.width, args.norm, args.width, {.exact = args.normalised}, index);
    if (args.rounded)
        writeActivations(team, {.rounded = args.rounded}, index, args.width, 0, args.width, [&](int i) { return x[i]; });
    float *logits = team.template shared<float>(0);
    std::int32_t *chosen = args.lists.slotExpert + index * chosenOfRow;
    float *weights = args.lists.slotWeight + index * chosenOfRow;
    team.eachWarp(all, [&](int expert, auto &warp) {
        const float *router = gate.router + static_cast<std::int64_t>(expert) * (args.spectrum ? 2 * args.width : args.width);
        const float dot = warp.sum([&](int lane) { return routerPart(args, router, x, index, lane); });
        const float direction = expert >= n ? directionBiasOf(gate, row, n, expert - n) : 0.0F;
        warp.one([&] { logits[expert] = (args.bias[expert] + direction) + dot + gate.penalty[expert]; });
    });
    team.each(args.groups, [&](int group) {
        float *own = logits + group * n;
        rankExperts(own, n, gate.forced[group], args.topK, chosen + group * args.topK);
        softmaxOfGroup(own, n);
        weighChoices(own, gate.factor + group * n, n, args.scale, args.topK, chosen + group * args.topK, weights + group * args.topK);
    });
    if (row.captureAt != nowhere) {
        float *captured = args.answers + row.captureAt + args.capturedLayer * captureWords(args.groups, n, args.topK);
        team.each(all, [&](int expert) { captured[expert] = logits[expert]; });
        team.each(chosenOfRow, [&](int slot) {
            reinterpret_cast<std::int32_t *>(captured)[all + slot] = chosen[slot];
            captured[all + chosenOfRow + slot] = weights[slot];
        });
    }
    team.publish();
    if (team.takeTicket(args.lists.ticket) == args.step->rows - 1)
        sortByExpert(team, args);
}

}  // namespace interlinear::mixmoe::cuda
