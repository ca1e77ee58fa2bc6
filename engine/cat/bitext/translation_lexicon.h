// How likely a word is the translation of another, learnt from pairs of texts.
//
//   const TranslationLexicon lexicon(pairs, 4);
//   for (const auto &[target, probability] : lexicon.translationsOf(cat))
//       …   // near 1 for Katze when "cat" mostly came with "Katze"
//
// IBM model 1 (Brown, Della Pietra, Della Pietra and Mercer 1993), with an empty source word for what has no origin and, at the
// end, absolute discounting of the counts (Ney, Essen and Kneser 1994).
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

    struct Entry {
        WordId target = 0;
        float probability = 0;   ///< t(target | source)
    };
    /// Of a source word: the words that it ever came together with, by number.
    std::span<const Entry> translationsOf(WordId source) const;
    /// The probability that is left for words by their frequency alone; 1 for a source word that never occurred.
    double remainder(WordId source) const;

private:
    void collectEntries(std::span<const WordPair> pairs);
    const Entry *find(WordId source, WordId target) const;
    void improve(std::span<const WordPair> pairs, float discounted);

    std::vector<std::size_t> m_starts;   // [source word]: its first entry; one more for the end
    std::vector<Entry> m_entries;        // sorted by target within a source word
    std::vector<float> m_remainders;     // [source word]
};

}  // namespace interlinear::cat
