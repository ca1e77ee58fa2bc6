// The sentences of a text with inline tags: white space between them left out, and no pair of tags cut in two.
//
//   TaggedText text{"Press Enter. Wait.", {{1, TagKind::Open, 6, "**"}, {1, TagKind::Close, 11, "**"}}};
//   taggedSentences(text, breaker);   // {{0, 12}, tags 0 to 2}, {{13, 18}, tags 2 to 2}
#pragma once

#include "engine/cat/segmentation/sentence_breaker.h"
#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <vector>

namespace interlinear::cat {

struct TaggedSentence {
    ByteSpan text;               ///< into TaggedText::text
    std::size_t firstTag = 0;    ///< the sentence's tags are those from firstTag up to, not including, tagEnd
    std::size_t tagEnd = 0;
};

/// The sentences in order. White space, and tags that stand for it, at the ends of a sentence belong to none; a sentence that holds nothing
/// else is left out. A break inside a pair of tags does not count; which sentence a tag at a break goes with is for the rules to say, as far as no pair is cut. The text is well-formed (TaggedText::isWellFormed).
std::vector<TaggedSentence> taggedSentences(const TaggedText &text, SentenceBreaker &breaker);

}  // namespace interlinear::cat
