// How likely a word is the translation of another, learnt from pairs of texts.
//
//   const TranslationLexicon lexicon(pairs, 4);
//   lexicon.probability(cat, Katze);   // near 1 when "cat" mostly came with "Katze"
//
// IBM model 1 (Brown, Della Pietra, Della Pietra and Mercer 1993), with an empty source word for what has no origin.
#pragma once

#include "engine/cat/bitext/segment_words.h"

#include <cstdint>
#include <span>
#include <vector>

namespace interlinear::cat {

struct WordPair {
    SegmentWords source, target;
};

class TranslationLexicon {
public:
    /// Expectation maximisation, so many rounds. Space: one entry for each two words that occur together.
    TranslationLexicon(std::span<const WordPair> pairs, int rounds);

    /// t(target | source); 0 for words that never came together.
    double probability(WordId source, WordId target) const;

private:
    struct Entry {
        WordId target = 0;
        float probability = 0;
    };
    void collectEntries(std::span<const WordPair> pairs);
    const Entry *find(WordId source, WordId target) const;
    void improve(std::span<const WordPair> pairs);

    std::vector<std::size_t> m_starts;   // [source word]: its first entry; one more for the end
    std::vector<Entry> m_entries;        // sorted by target within a source word
};

}  // namespace interlinear::cat
