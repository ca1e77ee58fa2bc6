// What a text must be before anything else reads it: valid UTF-8.
//
//   if (const auto bad = firstInvalidUtf8(bytes)) return notUtf8(path, bytes, *bad);   // "a.txt, line 2: byte 7 is not UTF-8; …"
#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace interlinear {

/// Offset of the first byte that starts no well-formed character (overlong forms, surrogates and values past U+10FFFF are ill-formed).
std::optional<std::size_t> firstInvalidUtf8(std::string_view bytes);

/// The Error of a file whose bytes are not UTF-8 at this offset. People count from 1: lines, and bytes of a line.
std::unexpected<Error> notUtf8(const std::string &name, std::string_view bytes, std::size_t offset);

/// Length in bytes of the character that starts at the offset; at least 1. The text must be valid there.
std::size_t utf8CharacterLength(std::string_view text, std::size_t offset);

/// The character as UTF-8; empty for a surrogate and for what is past U+10FFFF.
std::string utf8Of(char32_t character);

/// "U+20AC".
std::string codePointName(char32_t character);

/// The text with its ASCII letters in lower case.
std::string asciiLowerCase(std::string_view text);

/// The text without ASCII white space at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace interlinear
