// Filters for sentences and pairs of them: what no model should learn from, each with a name and a reason.
//
//   const Candidate pair{factsOf("Open the door.", "en"), factsOf("Öffne die Tür.", "de")};
//   if (const auto rejection = firstRejection(pair, settings))
//       ++dropped[rejection->filter];        // "character_ratio", with "3 characters against 80"
//
// Texts come cleaned; rejectedBytes() looks at what cleaning cannot mend.
#pragma once

#include "engine/core/result.h"
#include "engine/training/data/text_facts.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::training {

struct FilterSettings {
    int longestTokens = 200;
    float letterShare = 0.45F;           ///< of the characters
    float ownScriptShare = 0.3F;         ///< of the letters
    float foreignScriptShare = 0.2F;     ///< of the letters; Latin does not count
    float characterRatio = 3;            ///< of the sides' widths, 10 added to each so that short texts may differ
    float tokenRatio = 3;                ///< of the sides' words, 5 added to each
    std::set<std::string> off;           ///< names of filters that do not apply
};

struct Candidate {
    TextFacts first;
    std::optional<TextFacts> second;     ///< none in running text
};

struct Rejection {
    std::string filter, reason;
};

/// "broken_utf8", "control_characters": what makes a row no text.
std::optional<Rejection> rejectedBytes(std::string_view text, const FilterSettings &settings);

/// The first filter of the table that refuses.
std::optional<Rejection> firstRejection(const Candidate &candidate, const FilterSettings &settings);

/// The names of all filters, in their order.
std::vector<std::string> filterNames();

}  // namespace interlinear::training
