// From logits to the next token, on the card: biases and bans, log-softmax, the best few; selection.h beside the runtimes says what is picked.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/step_block.h"

namespace interlinear::mixmoe::cuda {

inline constexpr float bannedLogit = -3.40282347e+38F;   // the lowest finite number

inline constexpr int placesOfPiece = 4096;   // of the choices that one block looks through

INTERLINEAR_BOTH int piecesOf(int choices) { return choices > placesOfPiece ? (choices + placesOfPiece - 1) / placesOfPiece : 1; }

/// What one block found among its choices.
struct PieceFound {
    std::int32_t place;           ///< of the best; -1: none is allowed
    float highest, sum;           ///< its logit; the sum of exp(logit - highest)
    float notNumbers;             ///< how many
};

/// One block for a wanted row (x) and a piece of its choices (y); the last one of a row picks.
struct SelectArgs {
    const StepBlock *step;
    float *logits;                ///< [wanted][vocabulary]; biases and bans are written into them
    std::int32_t vocabulary;
    PieceFound *found;            ///< [wanted][piecesOf(vocabulary)]
    std::int32_t *tickets;        ///< [wanted], 0 between two steps: blocks that are through
    float *answers;
};

/// The logits of a piece; then the best that is left of each piece.
INTERLINEAR_BOTH int sharedWordsOfSelect(int vocabulary) { return placesOfPiece > 2 * piecesOf(vocabulary) ? placesOfPiece : 2 * piecesOf(vocabulary); }

INTERLINEAR_DEVICE bool isNumber(float value) { return value - value == 0.0F; }

INTERLINEAR_DEVICE int firstNotBelow(const std::int32_t *rising, int count, std::int32_t wanted)
{
    int first = 0, last = count;
    while (first < last) {
        const int middle = (first + last) / 2;
        if (rising[middle] < wanted)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

/// What may be picked for a wanted row, by places in rising order of tokens.
struct Choices {
    const WantedRow *wanted;
    float *logits;
    int vocabulary;

    INTERLINEAR_DEVICE int count() const { return wanted->allowed ? wanted->allowedCount : vocabulary; }
    INTERLINEAR_DEVICE int tokenAt(int place) const { return wanted->allowed ? wanted->allowed[place] : place; }
    /// Where a token stands in a piece; -1: it is not in it.
    INTERLINEAR_DEVICE int inPiece(int token, int first, int size) const
    {
        if (!wanted->allowed)
            return token >= first && token < first + size ? token - first : -1;
        const int index = firstNotBelow(wanted->allowed + first, size, token);
        return index < size && wanted->allowed[first + index] == token ? index : -1;
    }
};

template <class Team>
INTERLINEAR_DEVICE float freshLogit(Team &team, const Choices &choices, int token)
{
    union {
        std::int32_t bits;
        float value;
    } logit{team.fresh(reinterpret_cast<const std::int32_t *>(choices.logits + token))};
    return logit.value;
}

/// Biases and bans of a piece's tokens, and what there is in it.
template <class Team>
INTERLINEAR_DEVICE PieceFound lookThrough(Team &team, const Choices &choices, const std::int32_t *lists, int first, int size)
{
    const WantedRow &wanted = *choices.wanted;
    float *values = team.template shared<float>(0);
    team.each(wanted.biases, [&](int i) {
        union {
            std::int32_t bits;
            float value;
        } bias{lists[wanted.biasesAt + 2 * i + 1]};
        if (choices.inPiece(lists[wanted.biasesAt + 2 * i], first, size) >= 0)
            choices.logits[lists[wanted.biasesAt + 2 * i]] += bias.value;
    });
    team.template map<4>(size, [&](int i) { return choices.logits[choices.tokenAt(first + i)]; }, [&](int i, float value) { values[i] = value; });
    const float notNumbers = team.sum(size, [&](int i) { return isNumber(values[i]) ? 0.0F : 1.0F; });
    team.each(wanted.banned, [&](int i) {
        if (const int index = choices.inPiece(lists[wanted.bannedAt + i], first, size); index >= 0)
            values[index] = choices.logits[lists[wanted.bannedAt + i]] = bannedLogit;
    });
    const Ranked best = team.best(size, [&](int i) -> Ranked { return {values[i], values[i] > bannedLogit ? first + i : -1}; });
    const float sum = best.place < 0 ? 0.0F : team.sum(size, [&](int i) { return expf(values[i] - best.value); });
    return {best.place, best.value, sum, notNumbers};
}

template <class Team>
INTERLINEAR_DEVICE PieceFound freshFound(Team &team, const PieceFound *found)
{
    union {
        std::int32_t words[4];
        PieceFound piece;
    } read{};
    for (int word = 0; word < 4; ++word)
        read.words[word] = team.fresh(reinterpret_cast<const std::int32_t *>(found) + word);
    return read.piece;
}

/// The best of a piece behind the last that was picked, in the order of falling logits, ties by rising place.
template <class Team>
INTERLINEAR_DEVICE Ranked nextOfPiece(Team &team, const Choices &choices, const Ranked &last, int first, int size)
{
    return team.best(size, [&](int i) -> Ranked {
        const float logit = freshLogit(team, choices, choices.tokenAt(first + i));
        const bool follows = logit < last.value || (logit == last.value && first + i > last.place);
        return {logit, follows && logit > bannedLogit ? first + i : -1};
    });
}

template <class Team>
INTERLINEAR_DEVICE void answerRow(Team &team, const Choices &choices, const PieceFound *found, const std::int32_t *lists, float *answer)
{
    const WantedRow &wanted = *choices.wanted;
    const int pieces = piecesOf(choices.count());
    Ranked *heads = team.template shared<Ranked>(0);
    const float notNumbers = team.sum(pieces, [&](int piece) { return freshFound(team, found + piece).notNumbers; });
    team.map(pieces, [&](int piece) { return freshFound(team, found + piece); }, [&](int piece, const PieceFound &of) { heads[piece] = {of.highest, of.place}; });
    const auto bestHead = [&] { return team.best(pieces, [&](int piece) { return heads[piece]; }); };
    Ranked best = bestHead();
    if (notNumbers > 0 || best.place < 0) {
        team.one([&] { answer[0] = 0; });
        return;
    }
    const float highest = best.value;
    const float total = highest + logf(team.sum(pieces, [&](int piece) {
        const PieceFound of = freshFound(team, found + piece);
        return of.place < 0 ? 0.0F : of.sum * expf(of.highest - highest);
    }));
    int candidates = 0;
    while (candidates < wanted.topK && best.place >= 0) {
        const Ranked last = best;
        team.one([&] {
            reinterpret_cast<std::int32_t *>(answer)[2 + 2 * candidates] = choices.tokenAt(last.place);
            answer[3 + 2 * candidates] = last.value - total;
        });
        if (++candidates == wanted.topK)
            break;
        const int piece = last.place / placesOfPiece, first = piece * placesOfPiece, left = choices.count() - first;
        const Ranked next = nextOfPiece(team, choices, last, first, left < placesOfPiece ? left : placesOfPiece);
        team.one([&] { heads[piece] = next; });
        best = bestHead();
    }
    team.each(wanted.scored, [&](int i) {
        const std::int32_t token = lists[wanted.scoredAt + i];
        const float logit = freshLogit(team, choices, token);
        const bool counts = logit > bannedLogit && choices.inPiece(token, 0, choices.count()) >= 0;
        answer[2 + 2 * wanted.topK + i] = counts ? logit - total : -INFINITY;
    });
    team.one([&] {
        answer[0] = 1;
        answer[1] = static_cast<float>(candidates);
    });
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const SelectArgs &args)
{
    team.awaitEarlierKernels();
    const int row = team.blockX(), piece = team.blockY();
    if (row >= args.step->wanted)
        return;
    const WantedRow &wanted = args.step->wantedRow(row);
    const std::int32_t *lists = args.step->lists();
    const Choices choices{&wanted, args.logits + static_cast<std::int64_t>(row) * args.vocabulary, args.vocabulary};
    const int pieces = piecesOf(choices.count()), first = piece * placesOfPiece, left = choices.count() - first;
    if (piece >= pieces)
        return;
    PieceFound *found = args.found + static_cast<std::int64_t>(row) * piecesOf(args.vocabulary);
    const PieceFound own = lookThrough(team, choices, lists, first, left < placesOfPiece ? left : placesOfPiece);
    team.one([&] { found[piece] = own; });
    team.publish();
    if (team.takeTicket(args.tickets + row) != pieces - 1)
        return;
    answerRow(team, choices, found, lists, args.answers + wanted.answerAt);
    team.one([&] { args.tickets[row] = 0; });
}

}  // namespace interlinear::mixmoe::cuda
