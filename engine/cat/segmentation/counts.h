// How much text there is: words and characters, as a job is measured.
//
//   countWords({"The heat pump", "is 2.5 m high."}, "en");   // Result of 7
//   countCharacters("Grüße");                               // 5
#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// Words of all texts together by the rules of Unicode (UAX #29; dictionaries for Chinese, Japanese, Thai). Punctuation alone is no word.
Result<std::size_t> countWords(const std::vector<std::string_view> &texts, const std::string &language);

/// Unicode characters (code points) of a valid UTF-8 text, white space included.
std::size_t countCharacters(std::string_view text);

}  // namespace interlinear::cat
