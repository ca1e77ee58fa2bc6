// How much likelier two stretches of segments are as translations of one another than as unrelated texts.
//
//   BeadScores scores(source, target, likeWords(source, target));
//   scores.of(beads[0], i, j);   // log odds of segments i - 1 and j - 1 being a pair
//
// Lengths: log(target / source) is normal around the documents' own ratio with the variance that Gale and Church (1993) measured, against the lengths of the target
// document as they are. Words: the product over the target words of (1 - l) + l * mean t(word | source words) / f(word), as in
// Moore (2002); what the lexicon leaves of t goes to all words by their frequency.
#pragma once

#include "engine/cat/bitext/bead.h"
#include "engine/cat/bitext/segment_words.h"
#include "engine/cat/bitext/translation_lexicon.h"
#include "engine/cat/document/document.h"

#include <array>
#include <span>
#include <vector>

namespace interlinear::cat {

/// One document as the scores see it.
struct AlignmentSide {
    struct Entry {
        double characters = 1;   ///< at least 1
        SegmentWords words;
        bool endsParagraph = false;
        BlockKind kind = BlockKind::Paragraph;
    };
    std::vector<Entry> segments;

    AlignmentSide(std::span<const Segment> document, Vocabulary &vocabulary);
    double characters() const;
    std::size_t paragraphs() const;
};

/// What the ends of paragraphs say about a bead, as natural logarithms of odds.
struct ParagraphOdds {
    double together = 0;   ///< both sides end one
    double alone = 0;      ///< one side ends one
    double inside = 0;     ///< of two segments of a side the first ends one
};

/// What is known about words.
struct WordEvidence {
    const TranslationLexicon *lexicon = nullptr;         ///< t(target | source); null: nothing is known but likeness. It outlives the scores
    double likeWordsTranslate = 1;                       ///< what two words that are alike add to t
    WordId SegmentWord::*counted = &SegmentWord::word;   ///< what frequency is about
    std::vector<double> frequency;                       ///< [counted, of a target word]: f
    double share = 0.5;                                  ///< l: of words that a source word explains
};

/// Shares of all words of the side, none of them 0.
std::vector<double> frequencies(const AlignmentSide &side, WordId SegmentWord::*counted, std::size_t vocabularySize);

/// Words that both sides write alike.
WordEvidence likeWords(const AlignmentSide &target, std::size_t vocabularySize);

class BeadScores {
public:
    /// Both sides outlive the scores.
    BeadScores(const AlignmentSide &source, const AlignmentSide &target, WordEvidence evidence);

    /// Log odds of the bead whose last segments are i - 1 and j - 1, its prior included. Fast when i rises slowly: what was computed for the last rows is kept.
    double of(const Bead &bead, std::size_t i, std::size_t j);

private:
    /// What the words of a source segment may become.
    struct Translations {
        std::size_t of = 0;             // source segment + 1; 0 is none
        std::vector<float> sums;        // [word or likeness]: of t over the source words
        std::vector<WordId> touched;    // where sums are not 0
        double remainder = 0;           // of the probability of all source words, for words by their frequency
    };

    double lengthScore(const Bead &bead, std::size_t i, std::size_t j) const;
    double structureScore(const Bead &bead, std::size_t i, std::size_t j) const;
    double wordScore(const Bead &bead, std::size_t i, std::size_t j);
    double wordScore(std::size_t firstSource, std::size_t endSource, std::size_t target);
    const Translations &translations(std::size_t source);

    const AlignmentSide &m_source, &m_target;
    WordEvidence m_evidence;
    double m_logRatio = 0;                        // of the documents' lengths
    ParagraphOdds m_paragraphs;
    double m_meanLogLength = 0, m_variance = 1;   // of the target document's segments
    std::array<Translations, 2> m_translations;   // of the last source segments with an even and an odd number
};

}  // namespace interlinear::cat
