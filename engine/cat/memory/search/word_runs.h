// What a text must have words for when a pattern is found in it: the way from a pattern to an index of words.
//
//   wordRuns({.text = "eat pump*", .kind = PatternKind::Wildcard});   // "eat" at the end of a word, "pump" at the beginning of one
//   for (std::string_view word : vocabulary)
//       if (run.isIn(word, counting)) …
//
// A run is a stretch of letters that word breaking (UAX #29) never cuts, so that wherever the pattern is found one word holds it; one Han or Kana character is a word.
#pragma once

#include "engine/cat/memory/search/text_pattern.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct WordRun {
    std::string letters;         ///< folded in case, composed
    bool atBegin = false;        ///< the word begins with it
    bool atEnd = false;          ///< the word ends with it
    bool behindPrevious = false; ///< the word stands right behind that of the run before

    /// Whether the word, a key of tokens.h, may hold it.
    bool isIn(std::string_view word, const TextDifferences &counting) const;
    bool operator==(const WordRun &) const = default;
};

/// Whether the pattern looks into placeholders (verbatim.h), which are one thing to everybody else: a regular expression, and a text with one of @ / % { } $ _ or a
/// dot before a letter.
bool looksIntoPlaceholders(const PatternText &pattern);

/// None for a regular expression, and for a text without such letters (digits, signs, Thai): then every unit has to be looked at.
std::vector<WordRun> wordRuns(const PatternText &pattern);

}  // namespace interlinear::cat
