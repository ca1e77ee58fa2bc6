// How well a unit's source fits a segment: one integer, per mille, with the points that make it up. Editor, analysis and pretranslation
// use this one function.
//
//   const Comparison comparison = compare(tokenise(unit.source), tokenise(segment));
//   comparison.perMille;   // 1000 equal; 950 to 995 equal words, other differences; below, word edits count
//   comparison.parts;      // their points add up to perMille
//
// With N = the larger count of content tokens and D = their Levenshtein distance, D edits cost ceil(1000 D / N) points. Differences in
// tags, numbers, punctuation, case and spacing cost what alignment.h states, at most 50 points together. So 1000 means equal text and
// equal tags, however long the text. Context adds to an equal text alone, 10 points twice at most (memoQ's 101 and 102). Penalties come last and
// only take away, down to 0.
#pragma once

#include "engine/cat/memory/scoring/tokens.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

constexpr int perMilleEqual = 1000;
constexpr int mostPointsWithEqualWords = 50;
constexpr int pointsOfContext = 10;   ///< for each of two agreements

enum class ScoreReason {
    Start,
    WordsReplaced,
    WordsMissing,
    WordsAdded,
    Tags,
    Numbers,           ///< and other placeables: addresses, placeholders
    Punctuation,
    LetterCase,
    Spacing,
    PreviousSegment,
    NextSegment,
    ContextId,
    TextFlow,          ///< previous and next segment together, beside a context id
    MemoryPenalty,
    LanguageVariant,
    Unapproved,
    MachineOrigin
};

/// "start", "words replaced", "words missing", …: for the command line; the window has its own words.
std::string reasonName(ScoreReason reason);

struct ScorePart {
    ScoreReason reason = ScoreReason::Start;
    int count = 0;    ///< how many words, tags, …
    int points = 0;   ///< of 1000; 1000 at the start, zero or less for differences, more for context, less for penalties

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
/// Of a text with itself, without cutting it: what compare() says, but for white space at the ends, which the difference of kind Kept has too.
Comparison comparisonOfEqual(const TaggedText &text);

/// What two segments share besides their texts.
struct ContextAgreement {
    bool idKnown = false;        ///< one of the two has a context id, such as a key of its file
    bool sameId = false;         ///< both have, and it is the same
    bool samePrevious = false;   ///< both know the neighbour, and it is the same
    bool sameNext = false;
};

/// Adds the points of the context to an equal text and leaves every other score as it is. Without ids each neighbour that is the same gives 10 points. An id takes
/// the place of one neighbour: the same id gives 10, both neighbours together give 10; an id that only one side has is none that agrees.
void addContext(Comparison &comparison, const ContextAgreement &context);

/// Takes points (0 or more) for a reason that lies not in the texts; as many as are left.
void addPenalty(Comparison &comparison, ScoreReason reason, int points);

}  // namespace interlinear::cat
