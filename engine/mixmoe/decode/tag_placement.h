// Puts the inline tags of a source into its translation, by what was translated from what.
//
//   TaggedText target = placeTags(source, "Drücken Sie jetzt die Eingabetaste.", links);
//   sameTags(source, target);   // always; and well-formed whenever the source is
//
// A pair goes around the stretch of words that come from inside it; a standalone tag goes beside the word that its neighbour became. A pair around the whole
// source goes around the whole target, and one that holds text in the source holds at least a word of the target, as long as there is one for each: the best
// aligned, else the one as far into the text. Pairs stay nested as in the source; where two that stood side by side would cross, the later one in the source
// gives way. A tag without its partner is placed like a standalone one. Any thread.
#pragma once

#include "engine/core/tagged_text.h"
#include "engine/mixmoe/decode/translation.h"

#include <span>
#include <string>

namespace interlinear::mixmoe {

/// links: spans in source.text and in target, without white space at their ends. Links that leave the texts are ignored. together: stretches of the target that count as
/// one word each.
TaggedText placeTags(const TaggedText &source, std::string target, std::span<const SourceTargetLink> links, std::span<const ByteSpan> together = {});

}  // namespace interlinear::mixmoe
