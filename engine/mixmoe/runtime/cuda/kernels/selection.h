// From logits to the next token, on the card: biases and bans, log-softmax, the best few; selection.h beside the runtimes says what is picked.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/step_block.h"

namespace interlinear::mixmoe::cuda {

inline constexpr float bannedLogit = -3.40282347e+38F;   // the lowest finite number

/// One block a wanted row.
struct SelectArgs {
    const StepBlock *step;
    float *logits;                ///< [wanted][vocabulary]; biases and bans are written into them
    std::int32_t vocabulary;
    float *answers;
};

INTERLINEAR_DEVICE bool isNumber(float value) { return value - value == 0.0F; }

INTERLINEAR_DEVICE bool contains(const std::int32_t *rising, int count, std::int32_t wanted)
{
    int first = 0, last = count;
    while (first < last) {
        const int middle = (first + last) / 2;
        if (rising[middle] < wanted)
            first = middle + 1;
        else
            last = middle;
    }
    return first < count && rising[first] == wanted;
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const SelectArgs &args)
{
    if (team.blockX() >= args.step->wanted)
        return;
    const WantedRow &wanted = args.step->wantedRow(team.blockX());
    const std::int32_t *lists = args.step->lists();
    float *logits = args.logits + static_cast<std::int64_t>(team.blockX()) * args.vocabulary, *answer = args.answers + wanted.answerAt;
    const int count = wanted.allowed ? wanted.allowedCount : args.vocabulary;
    const auto tokenAt = [&](int place) { return wanted.allowed ? wanted.allowed[place] : place; };
    const auto logitAt = [&](int place) { return logits[tokenAt(place)]; };

    team.each(wanted.biases, [&](int i) {
        union {
            std::int32_t bits;
            float value;
        } bias{lists[wanted.biasesAt + 2 * i + 1]};
        logits[lists[wanted.biasesAt + 2 * i]] += bias.value;
    });
    const float noNumbers = team.sum(count, [&](int place) { return isNumber(logitAt(place)) ? 0.0F : 1.0F; });
    team.each(wanted.banned, [&](int i) { logits[lists[wanted.bannedAt + i]] = bannedLogit; });
    const float highest = team.highest(count, logitAt);
    const bool found = noNumbers == 0.0F && highest > bannedLogit;
    if (!found) {
        team.one([&] { answer[0] = 0; });
        return;
    }
    const float total = highest + logf(team.sum(count, [&](int place) { return expf(logitAt(place) - highest); }));

    int candidates = 0;
    Ranked last = nothingRanked();
    for (; candidates < wanted.topK; ++candidates) {
        const Ranked best = team.best(count, [&](int place) -> Ranked {
            const float logit = logitAt(place);
            const bool follows = last.place < 0 || logit < last.value || (logit == last.value && place > last.place);
            return {logit, follows && logit > bannedLogit ? place : -1};
        });
        if (best.place < 0)
            break;
        last = best;
        team.one([&] {
            reinterpret_cast<std::int32_t *>(answer)[2 + 2 * candidates] = tokenAt(best.place);
            answer[3 + 2 * candidates] = best.value - total;
        });
    }
    team.each(wanted.scored, [&](int i) {
        const std::int32_t token = lists[wanted.scoredAt + i];
        const bool counts = logits[token] > bannedLogit && (!wanted.allowed || contains(wanted.allowed, wanted.allowedCount, token));
        answer[2 + 2 * wanted.topK + i] = counts ? logits[token] - total : -INFINITY;
    });
    team.one([&] {
        answer[0] = 1;
        answer[1] = static_cast<float>(candidates);
    });
}

}  // namespace interlinear::mixmoe::cuda
