#include "engine/training/data/shortlist_learning.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace interlinear::training {

namespace {

using mixmoe::Shortlist;
using mixmoe::TokenId;

constexpr ShortlistLength lengths[] = {{10, 200}, {15, 300}, {20, 500}, {30, 700}, {50, 1000}, {75, 1500}, {120, 2000}, {192, 3000}, {192, 4000}, {192, 5000}, {192, 6000}};

struct Misses {
    std::uint32_t tokens = 0, missed = 0;
    std::size_t texts = 0, allowed = 0;   // sizes of the sets, added up
};

std::vector<TokenId> mostFrequent(const Lexicon &lexicon, std::size_t most)
{
    std::vector<TokenId> tokens(lexicon.targetCounts.size());
    std::iota(tokens.begin(), tokens.end(), 0);
    const auto count = [&](TokenId token) { return lexicon.targetCounts[static_cast<std::size_t>(token)]; };
    std::ranges::stable_sort(tokens, std::ranges::greater(), count);
    tokens.resize(std::min(most, tokens.size()));
    std::erase_if(tokens, [&](TokenId token) { return count(token) == 0; });
    return tokens;
}

std::vector<TokenId> rising(std::vector<TokenId> tokens)
{
    std::ranges::sort(tokens);
    const auto surplus = std::ranges::unique(tokens);
    tokens.erase(surplus.begin(), surplus.end());
    return tokens;
}

/// "Book" of "▁Book", "▁book" and "Book".
std::string plainPiece(std::string piece)
{
    constexpr std::string_view wordMark = "▁";
    if (piece.starts_with(wordMark))
        piece.erase(0, wordMark.size());
    std::ranges::transform(piece, piece.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return piece;
}

/// [token]: those that spell the same with another case or word mark, itself included: what is copied may stand elsewhere in the sentence.
std::vector<std::vector<TokenId>> spellings(const mixmoe::Tokenizer &tokenizer)
{
    std::map<std::string, std::vector<TokenId>> byPiece;
    for (TokenId token = 0; token < tokenizer.vocabSize(); ++token)
        byPiece[plainPiece(tokenizer.piece(token))].push_back(token);
    std::vector<std::vector<TokenId>> all;
    for (TokenId token = 0; token < tokenizer.vocabSize(); ++token)
        all.push_back(byPiece[plainPiece(tokenizer.piece(token))]);
    return all;
}

Shortlist ofLength(const Lexicon &lexicon, const mixmoe::Model &model, const ShortlistLength &length)
{
    Shortlist shortlist{.modelFingerprint = model.fingerprint};
    std::vector<TokenId> usual = mostFrequent(lexicon, length.frequent);
    usual.push_back(model.tokenizer->endToken());
    for (TokenId token = 0; token < model.config.vocabSize; ++token) {
        if (model.tokenizer->isByte(token))
            usual.push_back(token);
    }
    shortlist.usual = rising(std::move(usual));
    shortlist.becomes = spellings(*model.tokenizer);
    for (std::size_t source = 0; source < lexicon.of.size(); ++source) {
        const std::vector<LexiconEntry> &entries = lexicon.of[source];
        std::vector<TokenId> targets = std::move(shortlist.becomes[source]);
        std::erase_if(targets, [&](TokenId token) { return std::ranges::binary_search(shortlist.usual, token); });
        for (std::size_t i = 0; i < std::min(entries.size(), length.ofToken); ++i) {
            if (!std::ranges::binary_search(shortlist.usual, entries[i].target))
                targets.push_back(entries[i].target);
        }
        shortlist.becomes[source] = rising(std::move(targets));
    }
    return shortlist;
}

/// Of every second text.
Misses missesOf(const Shortlist &shortlist, std::span<const GreedyText> texts, std::size_t first)
{
    Misses misses;
    for (std::size_t i = first; i < texts.size(); i += 2) {
        const std::vector<TokenId> allowed = shortlist.tokensFor(texts[i].source);
        ++misses.texts;
        misses.allowed += allowed.size();
        misses.tokens += static_cast<std::uint32_t>(texts[i].picked.size());
        misses.missed += static_cast<std::uint32_t>(std::ranges::count_if(texts[i].picked, [&](TokenId token) { return !std::ranges::binary_search(allowed, token); }));
    }
    return misses;
}

bool missesAtMost(const Misses &misses, double share)
{
    return misses.missed <= share * misses.tokens;
}

}  // namespace

Result<LearntShortlist> learnShortlist(const Lexicon &lexicon, const mixmoe::Model &model, const std::string &from, const std::string &to, std::span<const GreedyText> texts)
{
    LearntShortlist learnt;
    bool longEnough = false;
    for (std::size_t i = 0; i < std::size(lengths) && !longEnough; ++i) {
        learnt.length = lengths[i];
        learnt.shortlist = ofLength(lexicon, model, lengths[i]);
        longEnough = missesAtMost(missesOf(learnt.shortlist, texts, 0), Shortlist::mostMissed / 2);
    }
    const Misses misses = missesOf(learnt.shortlist, texts, 1);
    learnt.shortlist.from = from;
    learnt.shortlist.to = to;
    learnt.shortlist.tokensMeasured = misses.tokens;
    learnt.shortlist.tokensMissed = misses.missed;
    learnt.tokensOfSource = misses.texts > 0 ? static_cast<double>(misses.allowed) / static_cast<double>(misses.texts) : 0;
    if (misses.tokens < Shortlist::leastMeasured)
        return fail(ErrorCode::InvalidArgument, "", "the model writes %1 tokens for half of these texts, too few to tell how much a shortlist misses; expected %2 or more", misses.tokens,
                    Shortlist::leastMeasured);
    if (!longEnough || !learnt.shortlist.missesLittle())
        return fail(ErrorCode::Unsupported, "", "a shortlist with %1 translations of each token and %2 frequent tokens misses %3 of %4 tokens that the model picks for half of these texts, or too many for the other "
                    "half; at most %5 in 1000 may be missed; learn from more pairs of the kind that will be translated", learnt.length.ofToken, learnt.length.frequent, misses.missed, misses.tokens,
                    static_cast<int>(1000 * Shortlist::mostMissed));
    return learnt;
}

}  // namespace interlinear::training
