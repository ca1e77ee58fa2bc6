// One step of a beam search under terms: how the hypotheses may go on, and which of these ways are followed.
//
//   std::vector<ConstrainedContinuation> kept = followedUnder(terms, table, hypotheses, 8);
//   kept[0].hypothesis;  kept[0].candidate.token;  kept[0].terms;
//
// Lexically constrained decoding with dynamic beam allocation (Post and Vilar 2018, NAACL, arXiv 1804.06609, section 3): besides the most probable tokens of every
// hypothesis those are tried that go on with a required term it lacks; all are sorted into banks by the tokens of required terms they still lack, and the banks share the
// places. Differs from the paper: terms are matched on text, so that any tokens may spell them, and of several forms the one with fewest tokens left counts.
#pragma once

#include "engine/mixmoe/decode/search_terms.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <span>
#include <vector>

namespace interlinear::mixmoe {

/// Hypotheses that are followed at least while terms are to be obeyed: fewer leave no place for the term and for where it reads well.
inline constexpr int constrainedBeams = 12;

struct ConstrainedHypothesis {
    const TermState *terms = nullptr;
    float score = 0;
    std::span<const float> logProbabilities;   ///< [token]: of the next one, -infinity where it is banned
    std::size_t typed = 0;                     ///< bytes of what was typed that are not spelled yet
    bool atStart = false;                      ///< nothing is written yet
    int tokensLeft = 0;                        ///< that it may still take, the end token aside
};

struct ConstrainedContinuation {
    std::size_t hypothesis = 0;
    Candidate candidate{};                     ///< the end token only where the text may end
    float score = 0;
    TermState terms{};                         ///< behind the token
    int missing = 0;                           ///< of the end token: required terms that the text lacks; then it is offered beside the others, and only where the model would take it
};

/// Best first within their banks, the bank with everything written first; no more than `beams` that go on, and as many that end. The hypotheses are best first.
std::vector<ConstrainedContinuation> followedUnder(const SearchTerms &terms, const PieceTable &table, std::span<const ConstrainedHypothesis> hypotheses, int beams);

}  // namespace interlinear::mixmoe
