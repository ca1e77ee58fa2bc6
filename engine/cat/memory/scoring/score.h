// How well a unit's source fits a segment: one integer, per mille, with the points that make it up. Editor, analysis and pretranslation
// use this one function.
//
//   const Comparison comparison = compare(tokenise(unit.source), tokenise(segment));
//   comparison.perMille;   // 1000 equal; 950 to 995 equal words, other differences; below, word edits count
//   comparison.parts;      // their points add up to perMille
//
// With N = the larger count of content tokens and D = their Levenshtein distance, D edits cost ceil(1000 D / N) points. Differences in
// tags, numbers, punctuation, case and spacing cost what alignment.h states, at most 50 points together. So 1000 means equal text and
// equal tags, however long the text. Context adds to an equal text alone: 10 points for each neighbour that is known and the same.
#pragma once

#include "engine/cat/memory/scoring/tokens.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

constexpr int perMilleEqual = 1000;
constexpr int mostPointsWithEqualWords = 50;
constexpr int pointsOfNeighbour = 10;

enum class ScoreReason { Start, WordsReplaced, WordsMissing, WordsAdded, Tags, Numbers, Punctuation, LetterCase, Spacing, PreviousSegment, NextSegment };

/// "start", "words replaced", "words missing", …: for the command line; the window has its own words.
std::string reasonName(ScoreReason reason);

struct ScorePart {
    ScoreReason reason = ScoreReason::Start;
    int count = 0;    ///< how many words, tags, …
    int points = 0;   ///< of 1000; 1000 at the start, then zero or less, then more for context

    bool operator==(const ScorePart &) const = default;
};

enum class Difference { Kept, Changed, Removed, Added };

/// A stretch of tokens: Removed stands only in the match, Added only in the query (the other span is empty and says where).
struct DifferenceSpan {
    Difference kind = Difference::Kept;
    ByteSpan inMatch;
    ByteSpan inQuery;

    bool operator==(const DifferenceSpan &) const = default;
};

struct Comparison {
    int perMille = 0;
    std::vector<ScorePart> parts;
    std::vector<DifferenceSpan> differences;   ///< from the first token to the last of both
};

/// Deterministic; 0 to 1000. Any thread.
Comparison compare(const TokenList &match, const TokenList &query);

/// Adds the points of the neighbours to an equal text: 1010 for one, 1020 for both; leaves every other score as it is.
void addContext(Comparison &comparison, bool samePrevious, bool sameNext);

}  // namespace interlinear::cat
