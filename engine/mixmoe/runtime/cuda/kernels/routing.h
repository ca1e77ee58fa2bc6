// The routers of both groups in one kernel: the norm before them, logits, choices, gate weights, and, by the block that ends last, the rows sorted by expert. Nothing of it is read by the
// host before the step is done.
//
// Sources: Mix-MoE, arXiv 2605.24681 v1, router equation; gate.h says what is chosen.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/dots.h"
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
    Activations normalised;              ///< what the experts read: the norm of in; the routers read it before it is rounded
    std::int32_t width, groups, experts, topK;
    GateScale scale;
    ExpertLists lists;
    float *answers;
    std::int32_t capturedLayer;          ///< counts Mix-MoE layers
};

/// Of one row.
INTERLINEAR_BOTH int spectrumFloats(int width) { return 2 * (width / 2 + 1); }

/// While one row is routed, the row, its logits, choices and their weights; then the experts of all rows.
INTERLINEAR_BOTH int sharedWordsOfRoute(int width, int groups, int experts, int topK, int rows)
{
    const int ofRow = paddedTo(4, width) + groups * (experts + 2 * topK), sorted = 3 * groups * experts + rows * groups * topK;
    return ofRow > sorted ? ofRow : sorted;
}

inline constexpr int threadsOfRoute = 256, expertsAtOnce = 2;   // expertsAtOnce: of a warp

/// Words of one layer of a row's capture: gate probabilities, experts chosen, their weights.
INTERLINEAR_BOTH int captureWords(int groups, int experts, int topK) { return groups * (experts + 2 * topK); }

/// The best expert after this one in the order of falling logits, ties by rising number; -1 behind the last. One expert may be left out.
INTERLINEAR_DEVICE int nextBest(const float *logits, int count, int after, int leftOut)
{
    int best = -1;
    INTERLINEAR_ROLLED
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
    INTERLINEAR_ROLLED
    for (int rank = 0; rank < topK; ++rank) {
        const bool takesForced = forced >= 0 && rank == 0;
        chosen[rank] = takesForced ? forced : more ? nextBest(logits, count, last, forced) : -1;
        more = chosen[rank] >= 0;
        if (!takesForced && more)
            last = chosen[rank];
    }
}

/// Logits become probabilities; all 0 where all are masked.
template <class Warp>
INTERLINEAR_DEVICE void softmaxOfGroup(Warp &warp, float *values, int count)
{
    const auto ofLane = [&](int lane, float nothing, const auto &join, const auto &valueOf) {
        float result = nothing;
        INTERLINEAR_ROLLED
        for (int i = lane; i < count; i += lanes)
            result = join(result, valueOf(values[i]));
        return result;
    };
    const float highest = warp.highest([&](int lane) { return ofLane(lane, -INFINITY, [](float x, float y) { return fmaxf(x, y); }, [](float value) { return value; }); });
    if (highest == -INFINITY)
        return warp.each([&](int lane) {
            for (int i = lane; i < count; i += lanes)
                values[i] = 0;
        });
    const float sum = warp.sum([&](int lane) { return ofLane(lane, 0.0F, [](float x, float y) { return x + y; }, [&](float value) { return expf(value - highest); }); });
    warp.each([&](int lane) {
        INTERLINEAR_ROLLED
        for (int i = lane; i < count; i += lanes)
            values[i] = expf(values[i] - highest) / sum;
    });
}

INTERLINEAR_DEVICE void weighChoices(const float *probabilities, const float *factor, int count, GateScale scale, int topK, const std::int32_t *chosen, float *weights)
{
    float sum = 0;
    INTERLINEAR_ROLLED
    for (int rank = 0; rank < topK; ++rank)
        sum += chosen[rank] >= 0 ? probabilities[chosen[rank]] : 0.0F;
    INTERLINEAR_ROLLED
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

/// What a lane adds up of the products of some experts' routers with the real part of a row's transform, of which the second half mirrors the first.
INTERLINEAR_DEVICE void addSpectrumParts(const float *router, std::int64_t stride, int experts, const float *spectrum, int width, int lane, Dots<expertsAtOnce> &dots)
{
    INTERLINEAR_ROLLED
    for (int i = lane; i < width; i += lanes) {
        const float real = spectrum[2 * (i <= width / 2 ? i : width - i)];
        INTERLINEAR_UNROLLED
        for (int expert = 0; expert < expertsAtOnce; ++expert)
            dots.of[expert] += expert < experts ? router[expert * stride + i] * real : 0.0F;
    }
}

/// The logits of all experts of a row, which lies in shared memory.
template <class Team>
INTERLINEAR_DEVICE void routerLogits(Team &team, const RouteArgs &args, const DeviceGate &gate, const DeviceRow &row, const float *x, float *logits)
{
    const int n = args.experts, all = args.groups * n;
    team.eachWarp((all + expertsAtOnce - 1) / expertsAtOnce, [&](int piece, auto &warp) {
        using Warp = std::remove_reference_t<decltype(warp)>;
        const int first = piece * expertsAtOnce;
        const std::int64_t stride = args.spectrum ? 2 * args.width : args.width;
        const float *router = gate.router + first * stride;
        typename Warp::template PerLane<Dots<expertsAtOnce>> dots;
        warp.each([&](int lane) {
            addDots<lanes>(router, stride, all - first, x, args.width, lane, dots[lane]);
            if (args.spectrum)
                addSpectrumParts(router + args.width, stride, all - first, args.spectrum + static_cast<std::int64_t>(team.blockX()) * spectrumFloats(args.width), args.width, lane, dots[lane]);
        });
        const auto sums = warp.template sums<expertsAtOnce>(dots);
        warp.each([&](int lane) {
            const int expert = first + lane;
            if (lane >= expertsAtOnce || expert >= all)
                return;
            const float direction = expert >= n ? directionBiasOf(gate, row, n, expert - n) : 0.0F;
            logits[expert] = (args.bias[expert] + direction) + sums[lane] + gate.penalty[expert];
        });
    });
}

/// Experts as places among both groups; -1: none.
template <class Team>
INTERLINEAR_DEVICE void sortByExpert(Team &team, const RouteArgs &args)
{
    const ExpertLists &lists = args.lists;
    const int all = args.groups * args.experts, slotsOfRow = args.groups * args.topK, slots = args.step->rows * slotsOfRow;
    std::int32_t *counts = team.template shared<std::int32_t>(0), *next = counts + all, *firstTile = next + all, *expertOf = firstTile + all;
    team.each(all, [&](int expert) { counts[expert] = 0; });
    team.template map<4>(slots, [&](int slot) { return team.fresh(lists.slotExpert + slot); },
             [&](int slot, std::int32_t chosen) {
                 const int expert = chosen < 0 ? -1 : quotient(remainder(slot, slotsOfRow), args.topK) * args.experts + chosen;
                 expertOf[slot] = expert;
                 if (expert >= 0)
                     team.addOne(counts + expert);
             });
    team.each(all, [&](int expert) {
        int uses = 0, tiles = 0;
        INTERLINEAR_ROLLED
        for (int before = 0; before < expert; ++before) {
            uses += counts[before];
            tiles += tilesOf(counts[before], lists.rowsOfTile);
        }
        next[expert] = uses;
        firstTile[expert] = tiles;
        if (expert == all - 1) {
            *lists.tileCount = tiles + tilesOf(counts[expert], lists.rowsOfTile);
            *lists.ticket = 0;
        }
    });
    team.each(all, [&](int expert) {
        INTERLINEAR_ROLLED
        for (int tile = 0, done = 0; done < counts[expert]; ++tile, done += lists.rowsOfTile) {
            const int left = counts[expert] - done;
            lists.tiles[firstTile[expert] + tile] = {expert, next[expert] + done, left < lists.rowsOfTile ? left : lists.rowsOfTile};
        }
    });
    team.each(slots, [&](int slot) {
        const int use = expertOf[slot] < 0 ? -1 : team.addOne(next + expertOf[slot]);
        lists.useOfSlot[slot] = use;
        if (use >= 0)
            lists.rowOfUse[use] = quotient(slot, slotsOfRow);
    });
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const RouteArgs &args)
{
    const int index = team.blockX();
    if (index >= args.step->rows)
        return;
    const DeviceRow row = args.step->row(index);
    const DeviceGate &gate = args.gates[row.phase];
    const int n = args.experts, all = args.groups * n, chosenOfRow = args.groups * args.topK;
    const std::int64_t rowBytes = args.width * static_cast<std::int64_t>(sizeof(float));
    team.prefetch(gate.router, all * rowBytes);
    team.prefetch(args.norm.weight, rowBytes);
    team.awaitEarlierKernels();
    const float *in = args.in + static_cast<std::int64_t>(index) * args.width;
    float *x = team.template shared<float>(0), *logits = x + paddedTo(4, args.width), *weights = logits + all;
    std::int32_t *chosen = reinterpret_cast<std::int32_t *>(weights + chosenOfRow);
    team.template map<4>(args.width, [&](int i) { return in[i]; }, [&](int i, float value) { x[i] = value; });
    normaliseRow(team, x, args.norm, args.width, args.normalised, index);
    routerLogits(team, args, gate, row, x, logits);
    team.eachWarp(args.groups, [&](int group, auto &warp) {
        float *own = logits + group * n;
        warp.one([&] { rankExperts(own, n, gate.forced[group], args.topK, chosen + group * args.topK); });
        softmaxOfGroup(warp, own, n);
        warp.one([&] { weighChoices(own, gate.factor + group * n, n, args.scale, args.topK, chosen + group * args.topK, weights + group * args.topK); });
    });
    team.each(chosenOfRow, [&](int slot) {
        args.lists.slotExpert[index * chosenOfRow + slot] = chosen[slot];
        args.lists.slotWeight[index * chosenOfRow + slot] = weights[slot];
    });
    if (row.captureAt != nowhere) {
        float *captured = args.answers + row.captureAt + args.capturedLayer * captureWords(args.groups, n, args.topK);
        team.each(all, [&](int expert) { captured[expert] = logits[expert]; });
        team.each(chosenOfRow, [&](int slot) {
            reinterpret_cast<std::int32_t *>(captured)[all + slot] = chosen[slot];
            captured[all + chosenOfRow + slot] = weights[slot];
        });
    }
    if (args.step->rows == 1)   // nobody to wait for
        return sortByExpert(team, args);
    team.publish();
    if (team.takeTicket(args.lists.ticket) == args.step->rows - 1)
        sortByExpert(team, args);
}

}  // namespace interlinear::mixmoe::cuda
