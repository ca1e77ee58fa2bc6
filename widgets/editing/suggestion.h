// The part of a suggestion that is still to be typed, and the next word of it.
//
//   const std::optional<TaggedText> rest = remainder(suggestion, TaggedText{"Die Kält"});   // "emittelleitungen müssen …"
//   nextWord(*rest).text;                                                                   // "emittelleitungen"
#pragma once

#include "engine/core/tagged_text.h"

#include <optional>

namespace interlinear::widgets {

enum class SuggestionState {
    Growing,   ///< more of it will come; a longer typed text may still agree with it
    Complete
};

/// Whether the suggestion, as far as it has come, still goes with what is typed.
bool agrees(const TaggedText &suggestion, SuggestionState state, const TaggedText &typed);

/// What follows the typed text, with the tags that the typed text lacks; nothing when the suggestion does not begin with it.
std::optional<TaggedText> remainder(const TaggedText &suggestion, const TaggedText &typed);

/// Leading blanks and opening punctuation, one word (Unicode word boundaries), the punctuation after it, and the tags up to there; everything when only
/// blanks and tags are left behind it.
TaggedText nextWord(const TaggedText &rest);

}  // namespace interlinear::widgets
