// The target of a unit whose source differs from a segment in numbers, dates, codes, addresses and placeholders alone, with those of the segment.
//
//   const std::optional<Repair> repaired = repair({"Page 3 of 1,200", "en"}, {"Seite 3 von 1.200", "de"}, {"Page 4 of 1,500", "en"});
//   repaired->target.text;                      // "Seite 4 von 1.500"
//   repaired->replacements[0].before;           // "3"
//
// Each is replaced where it stands in the target, in the way in which the target writes it (placeables.h). It is all or nothing, and nothing where there is a doubt:
// - what lies between them, and the tags, must be equal in both sources;
// - each text that changes must stand in the target as often as in the source (not as a word, not twice); where it changes to several ("3 of 3" to "4 of 5"), what
//   stands between must say which is which (number_order.h);
// - a date of numbers alone whose day and month were the same number does not tell which of them stands first;
// - what was written must read as what it was to say.
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

struct RepairedStretch {
    ByteSpan span;         ///< in the repaired target
    std::string before;
    std::string after;

    bool operator==(const RepairedStretch &) const = default;
};

struct Repair {
    TaggedText target;
    std::vector<RepairedStretch> replacements;   ///< in the order in which they stand; never empty

    bool operator==(const Repair &) const = default;
};

/// A text and the BCP 47 tag of its language.
struct LanguageText {
    const TaggedText &text;
    std::string language;
};

/// Nothing where the texts are equal, where they differ in something else, and where there is a doubt. Any thread.
std::optional<Repair> repair(const LanguageText &source, const LanguageText &target, const LanguageText &query);

}  // namespace interlinear::cat
