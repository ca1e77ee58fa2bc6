// Where a word or phrase occurs in a memory.
//
//   ConcordanceQuery query{.pattern = {.text = "heat pump"}};
//   for (const ConcordanceHit &hit : *concordance(memory, query, 50))
//       show(hit.unit.source.text, hit.inSource);
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/cat/memory/search/text_pattern.h"
#include "engine/cat/memory/search/unit_filter.h"
#include "engine/core/spans.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace interlinear::cat {

enum class SearchedSide { Source, Target, Both };

struct ConcordanceQuery {
    PatternText pattern;
    SearchedSide side = SearchedSide::Both;   ///< Both: in either
    UnitFilter filter;
};

struct ConcordanceHit {
    Unit unit;
    std::vector<ByteSpan> inSource;   ///< of the texts without their tags; rising, not overlapping
    std::vector<ByteSpan> inTarget;
    bool wholeWord = false;           ///< one of the places begins and ends where words do
};

/// Holds units against a query, one after the other. A tag that reads as a space, such as a forced line break, is one, and only a
/// pattern that looksIntoPlaceholders() finds what stands in placeholders. One thread at a time.
class ConcordanceMatcher {
public:
    /// What TextPattern::compile() refuses.
    static Result<ConcordanceMatcher> create(ConcordanceQuery query);
    /// Whether the pattern is found in a text without tags.
    Result<bool> isIn(const std::string &text);
    /// Nothing for a unit that the filter keeps out or that does not hold the text. What TextPattern::find() refuses.
    Result<std::optional<ConcordanceHit>> match(const Unit &unit);

private:
    ConcordanceMatcher(ConcordanceQuery query, TextPattern pattern);
    std::string readable(std::string text) const;
    Result<std::vector<ByteSpan>> placesIn(const TaggedText &text, bool &wholeWord);

    ConcordanceQuery m_query;
    TextPattern m_pattern;
    bool m_intoPlaceholders;
};

/// The answer is taken from the newest hits, this many for each that is asked for, so that a common word needs no walk through the whole memory.
constexpr std::size_t rankedForEachHit = 4;

/// Every unit is looked at, newest first, until there are that many hits; newest first. What the index saves, and is checked against.
Result<std::vector<ConcordanceHit>> newestHitsByScan(const Memory &memory, const ConcordanceQuery &query, std::size_t most, std::stop_token stop = {});

/// The same from the memory's index of words: for patterns that have letters, milliseconds whatever the size of the memory; by a scan for others.
Result<std::vector<ConcordanceHit>> newestHits(Memory &memory, const ConcordanceQuery &query, std::size_t most, std::stop_token stop = {});

/// At most `limit` units. Of the newest rankedForEachHit x limit hits come first those with a whole word, then those whose searched text is shorter, then the newer
/// ones; the unit added or changed last is the newest. Cancelled when asked to stop.
Result<std::vector<ConcordanceHit>> concordance(Memory &memory, const ConcordanceQuery &query, std::size_t limit, std::stop_token stop = {});

}  // namespace interlinear::cat
