// A shortlist out of a lexicon, just long enough for what the model itself chose on other texts.
//
//   Result<LearntShortlist> learnt = learnShortlist(lexicon, model, "en", "de", greedyTexts);
//   learnt->shortlist.missed();       // at most Shortlist::mostMissed
//   learnt->tokensOfSource;           // 1210.5: what is left of the vocabulary for a source, on average
//
// Lists of rising length are tried on every second text, until one misses at most half of what is allowed; how much it misses is then measured on the others. Any thread.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/shortlist.h"
#include "engine/training/data/lexicon.h"

#include <span>

namespace interlinear::training {

/// What the model reads of a source, and what it picks greedily from the whole vocabulary, the end token included.
struct GreedyText {
    std::vector<mixmoe::TokenId> source, picked;
};

/// How long a list is.
struct ShortlistLength {
    std::size_t ofToken = 0;        ///< translations of each source token
    std::size_t frequent = 0;       ///< tokens that are frequent in the target language
};

struct LearntShortlist {
    mixmoe::Shortlist shortlist;
    ShortlistLength length;
    double tokensOfSource = 0;      ///< mean size of the set, over the texts measured on
};

/// Unsupported when even the longest list misses too much of either half, InvalidArgument when the texts hold too few tokens to tell.
Result<LearntShortlist> learnShortlist(const Lexicon &lexicon, const mixmoe::Model &model, const std::string &from, const std::string &to, std::span<const GreedyText> texts);

}  // namespace interlinear::training
