// White space as Unicode has it, at the ends of a text and within.
//
//   leadingWhiteSpace("\u3000 a ");      // 4 bytes
//   trailingWhiteSpace("\u3000 a ");     // 1 byte
//   withoutWhiteSpace("\u3000 a b ");    // "ab"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace interlinear::cat {

/// The property White_Space: no-break and ideographic spaces too.
bool isWhiteSpace(char32_t character);

/// Bytes of white space before the first other character.
std::size_t leadingWhiteSpace(std::string_view text);

/// Bytes of white space after the last other character.
std::size_t trailingWhiteSpace(std::string_view text);

std::string withoutWhiteSpace(std::string_view text);

}  // namespace interlinear::cat
