// Where words stand whole in a text, by Unicode's letters.
//
//   hasWholeWords("Das Haus-Tor", "Haus", false);   // true
//   hasWholeWords("Das Hausboot", "haus", true);    // false: it goes on
#pragma once

#include "engine/core/spans.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// A letter, a digit, or a mark that combines with one; not in scripts that are written without spaces, where a word may begin and end anywhere.
bool isWordCharacter(char32_t c);

/// Whether there is a letter or a digit of any script.
bool holdsWord(std::string_view utf8);

/// By Unicode's simple case folding.
char32_t foldedCase(char32_t c);

/// Whether the text has no character with another one in lower case.
bool isLowerCase(std::string_view utf8);

/// Bytes at the end that begin a character and do not complete it.
std::size_t unfinishedBytes(std::string_view text);

/// Each byte that belongs to no character counts as U+FFFD.
std::u32string codePointsOf(std::string_view utf8);

/// The same, each in folded case.
std::u32string foldedCodePointsOf(std::string_view utf8);

std::string utf8Of(char32_t c);

/// Where the form stands in the text with no word character joined to its first or last one, from left to right; it may overlap itself. Any thread.
std::vector<ByteSpan> wholeWords(std::string_view text, std::string_view form, bool ignoreCase);

/// Whether it stands there at all.
bool hasWholeWords(std::string_view text, std::string_view form, bool ignoreCase);
/// The same of code points, as they are.
bool hasWholeWords(std::u32string_view text, std::u32string_view form);

}  // namespace interlinear::mixmoe
