// A unit that answers a segment: how well it fits, why, and where the two differ.
//
//   const TokenList tokens = tokenise(query.text);
//   std::vector<Match> answer;
//   for (const Unit &unit : units)
//       insertMatch(answer, matchOf(unit, query, tokens), 5);
#pragma once

#include "engine/cat/memory/scoring/score.h"
#include "engine/cat/memory/unit.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// A segment that a translator is at.
struct Query {
    TaggedText text;
    std::optional<std::string> previous;   ///< as in Unit: "" is the edge of the document, nothing is unknown
    std::optional<std::string> next;
};

struct Match {
    Unit unit;
    int perMille = 0;                           ///< 0 to 1020
    std::vector<ScorePart> explanation;         ///< adds up to perMille
    std::vector<DifferenceSpan> differences;    ///< of the unit's source against the query
};

/// The match of one unit: compare() and context. A neighbour counts when both sides know it and have the same text.
Match matchOf(Unit unit, const Query &query, const TokenList &queryTokens);

/// The order of an answer: higher score, then newer, then by id. One of two matches with equal texts is enough (insertMatch()).
bool ranksBefore(const Match &a, const Match &b);

/// Puts a match in its place in an answer of at most `limit`; of two with the same source and target only the better stays.
void insertMatch(std::vector<Match> &answer, Match match, std::size_t limit);

}  // namespace interlinear::cat
