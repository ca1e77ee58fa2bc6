// Characters as they stand beside words: what a space may stand before or behind. Plain UTF-8, no Unicode tables.
//
//   closes(", and");     // true: no space stands before it
//   opens("said „");     // true: no space stands behind its last character
#pragma once

#include <cstddef>
#include <string_view>

namespace interlinear::mixmoe {

bool isSpace(char c);

/// A letter, a digit, or part of a character outside of ASCII.
bool inWord(char c);

std::string_view firstCharacter(std::string_view text);
std::string_view lastCharacter(std::string_view text);

/// Whether the text begins with a mark that leans on what stands before it: a stop, a comma, a closing bracket or quote.
bool closes(std::string_view text);

/// Whether the text ends with a mark that leans on what follows: an opening bracket or quote.
bool opens(std::string_view text);

}  // namespace interlinear::mixmoe
