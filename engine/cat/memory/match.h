// A unit that answers a segment: how well it fits, why, and where the two differ.
//
//   const Matcher matcher(query, {.thresholdPerMille = 700, .limit = 5}, {"en", "de"});
//   std::vector<Match> answer;
//   for (const Unit &unit : units)
//       if (std::optional<Match> match = matcher.match(unit))
//           insertMatch(answer, std::move(*match), 5);
#pragma once

#include "engine/cat/memory/lookup_settings.h"
#include "engine/cat/memory/repair/repair.h"
#include "engine/cat/memory/scoring/score.h"
#include "engine/cat/memory/unit.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// A segment that a translator is at.
struct Query {
    TaggedText text;
    std::optional<std::string> previous = {};   ///< as in Unit: "" is the edge of the document, nothing is unknown
    std::optional<std::string> next = {};
    std::string contextId = {};                 ///< as in Unit
    Languages languages = {};                   ///< variants that are asked for; empty: any
};

struct Match {
    Unit unit;
    int perMille = 0;                           ///< 0 to 1020
    std::vector<ScorePart> explanation;         ///< adds up to perMille
    std::vector<DifferenceSpan> differences;    ///< of the unit's source against the query
    bool equal = false;                         ///< the source is the query, tags and all: 1000 before context and penalties
    bool disputed = false;                      ///< another unit scores as high or higher and says something else; insertMatch() sees to it
    std::filesystem::path memory = {};          ///< the file that the unit is in; empty in an answer of one Memory
    std::optional<Repair> repair = {};          ///< where numbers, dates and the like are all that differs; the score stays that of the difference (memoQ's 95 to 99)
};

/// What the match offers for the segment: the repaired target, or that of the unit.
const TaggedText &offeredTarget(const Match &match);

/// Judges units for one query. One thread at a time: the query is cut into words when they are asked for first.
class Matcher {
public:
    /// `memory`: the languages of the units that do not say.
    Matcher(Query query, LookupSettings settings, Languages memory);

    /// Of the query.
    const TokenList &tokens() const;
    /// What the words alone must reach so that a unit can reach the threshold: 1 to 1000.
    int leastOfWords() const;
    /// The most that a unit scores whose words alone give that many.
    int mostFor(int wordsPerMille) const;

    /// Nothing when the unit stays below the threshold or is left out. A neighbour counts when both sides know it and have the same text.
    std::optional<Match> match(Unit unit) const;

private:
    bool isLeftOut(const Unit &unit) const;
    void addPenalties(Comparison &comparison, const Unit &unit) const;
    std::optional<Repair> repaired(const Unit &unit) const;

    Query m_query;
    LookupSettings m_settings;
    Languages m_memory;
    mutable std::optional<TokenList> m_tokens;   // a unit of equal text needs none
};

/// The order of an answer: higher score, then newer, then by id. One of two matches with equal texts is enough (insertMatch()).
bool ranksBefore(const Match &a, const Match &b);

/// Puts a match in its place in an answer of at most `limit`; of two that say the same only the better stays: those that offer equal targets, where both are
/// equal or repaired, and else those with equal sources and targets. Marks what is disputed, by all matches that were ever put in: the order does not matter.
void insertMatch(std::vector<Match> &answer, Match match, std::size_t limit);

}  // namespace interlinear::cat
