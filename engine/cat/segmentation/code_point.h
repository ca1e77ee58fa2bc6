// The characters at the two ends of a UTF-8 text.
//
//   firstCodePoint("über").value;    // U'ü'
//   lastCodePoint("über").length;    // 1
#pragma once

#include <cstddef>
#include <string_view>

namespace interlinear::cat {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;   ///< bytes; 0 for an empty text
};

/// U+FFFD of length 1 where the bytes are no UTF-8.
CodePoint firstCodePoint(std::string_view text);
CodePoint lastCodePoint(std::string_view text);

}  // namespace interlinear::cat
