// Which tokens a token is translated by, and how often, learnt from sentence pairs: IBM Model 1 (Brown et al. 1993, "The Mathematics of Statistical Machine Translation",
// section 4.2).
//
//   Lexicon lexicon = learnLexicon(pairs, vocabulary, progress);
//   lexicon.of[source].front().target;        // its most probable translation
//
// t(f|e), which sums to 1 over f, is fitted by five rounds of expectation and maximisation: each f of a pair is shared out over the e of its pair, and a NULL, by their
// t(f|e). Only the 192 f of each e that most exclusively go with it (phi squared, Gale and Church 1991, section 3) take part, so memory is bounded by the vocabulary. The
// result is the same bits in every run. Any thread.
#pragma once

#include "engine/mixmoe/text/tokenizer.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace interlinear::training {

struct TokenPair {
    std::vector<mixmoe::TokenId> source, target;
};

struct LexiconEntry {
    mixmoe::TokenId target = 0;
    float probability = 0;
};

struct Lexicon {
    std::vector<std::vector<LexiconEntry>> of;   ///< [source token], by falling probability, ties by rising id; none below 1e-4
    std::vector<std::uint64_t> targetCounts;     ///< [token]: how often it stands in the targets
};

/// Ids are below the vocabulary's size. progress is told what is being done; it may be empty.
Lexicon learnLexicon(std::span<const TokenPair> pairs, int vocabulary, const std::function<void(const std::string &)> &progress = {});

}  // namespace interlinear::training
