// What a text must be before anything else reads it: valid UTF-8.
//
//   if (const auto bad = firstInvalidUtf8(bytes)) return fail(ErrorCode::NotUtf8, path, "byte %1 is no UTF-8", *bad);
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace interlinear {

/// Offset of the first byte that starts no well-formed character (overlong forms, surrogates and values past U+10FFFF are ill-formed).
std::optional<std::size_t> firstInvalidUtf8(std::string_view bytes);

/// Length in bytes of the character that starts at the offset; at least 1. The text must be valid there.
std::size_t utf8CharacterLength(std::string_view text, std::size_t offset);

/// The text without ASCII white space at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace interlinear
