// The cheapest way to turn one token list into another, as a list of steps.
//
//   for (const AlignedStep &step : align(match, query))
//       if (step.kind == StepKind::Replace) …   // match.tokens[step.match] stands where query.tokens[step.query] does
//
// Word edits come first: of all alignments with the fewest inserted, removed and replaced content tokens (the Levenshtein distance
// of the words), the one whose other differences cost the fewest points. On a tie a pair comes before a removal before an insertion.
#pragma once

#include "engine/cat/memory/scoring/tokens.h"

#include <cstddef>
#include <vector>

namespace interlinear::cat {

/// Points of 1000 for differences that leave the words as they are.
namespace cost {
constexpr int letterCase = 5;
constexpr int number = 10;        ///< or an address or placeholder, for another one
constexpr int punctuation = 10;   ///< inserted, removed or replaced
constexpr int spacing = 5;
constexpr int tagChanged = 5;     ///< other code, or moved by a few characters
constexpr int tag = 10;           ///< inserted, removed or replaced
}  // namespace cost

enum class StepKind { Match, Replace, Remove, Insert };

/// Match and Replace use both indices; Remove has only the match's token, Insert only the query's, and the other index says where.
struct AlignedStep {
    StepKind kind = StepKind::Match;
    std::size_t match = 0;
    std::size_t query = 0;
};

/// Time is the product of the lengths without their common beginning and end; space is bounded. Any thread.
std::vector<AlignedStep> align(const TokenList &match, const TokenList &query);

}  // namespace interlinear::cat
