// The words in web and mail addresses, which the score takes for one thing and a search looks into.
//
//   addressWords("See https://Pumps.example.org.");   // "https", "pumps", "example", "org"
#pragma once

#include "engine/cat/memory/scoring/verbatim.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// Stretches of letters, digits and their marks, folded in case and composed; what a word beside an address shares with it is one of them. `stretches` are those
/// of the text.
std::vector<std::string> addressWords(std::string_view text, const std::vector<Verbatim> &stretches);

}  // namespace interlinear::cat
