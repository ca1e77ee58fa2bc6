// The translation of a segment that is split, and those of two that are joined.
//
//   dividedTranslation(document, whole, first, second, target);                // {"Warte hier.", "Dann geh."} of "Wait here. Then go.", cut between the sentences
//   joinedTranslation(first, {"Warte hier."}, second, {"Dann geh."}, whole);   // "Warte hier. Dann geh."
#pragma once

#include "engine/cat/document/document.h"

#include <utility>

namespace interlinear::cat {

/// Source and translation are cut behind the same number of sentences: where the source is cut between two, both have as many, and the tags of each part are those of its source.
/// Otherwise nobody knows which words belong to which half: they stay with the first, without the tags of the second, for which nothing is left. Tags have the ids of the halves.
std::pair<TaggedText, TaggedText> dividedTranslation(const Document &document, const Segment &whole, const Segment &first, const Segment &second, const TaggedText &target);

/// One behind the other, with a space between where the source has spaces; tags have the ids of the whole. A blank one adds nothing.
TaggedText joinedTranslation(const Segment &first, const TaggedText &firstTarget, const Segment &second, const TaggedText &secondTarget, const Segment &whole);

/// The translation with those of its tags that the source has, and behind it those that it may not lack.
TaggedText withTagsOf(const TaggedText &source, TaggedText target);

}  // namespace interlinear::cat
