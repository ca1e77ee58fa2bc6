// Text as code points and words, the way the metrics count them.
//
//   splitWords(codePoints("zwei  Wörter"));      // {U"zwei", U"Wörter"}
//   withoutWhiteSpace(codePoints("zwei Wörter")) // U"zweiWörter"
//
// White space is what Python's str.split() takes for it, no-break spaces included, because the published scores are counted so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// The text must be valid UTF-8.
std::u32string codePoints(std::string_view utf8);

std::string utf8(std::u32string_view text);

/// In lower case by Unicode's full mapping, of no language in particular: a sigma that ends a word becomes ς. Valid UTF-8 too.
std::u32string lowercased(std::string_view utf8);

bool isWhiteSpace(char32_t c);

/// The words between stretches of white space; none of them is empty.
std::vector<std::u32string> splitWords(std::u32string_view text);

std::u32string withoutWhiteSpace(std::u32string_view text);

/// The text without white space at its end.
std::u32string_view withoutTrailingSpace(std::u32string_view text);

}  // namespace interlinear::mixmoe
