// The text of one paragraph as a reader collects it: characters and tags, each with the bytes of the file that it comes from.
//
//   InlineRun run;
//   run.addVerbatim("Press ", {0, 6});
//   run.addTag({1, TagKind::Open, 0, "**"}, {6, 8});   // its offset is set here
//   appendSegments(run, paragraph, breaker, segments);
#pragma once

#include "engine/cat/document/document.h"
#include "engine/cat/document/text_origins.h"
#include "engine/cat/segmentation/sentence_breaker.h"
#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct InlineRun {
    BlockKind kind = BlockKind::Paragraph;
    TaggedText content;
    TextOrigins textOrigin;            ///< of content.text
    std::vector<ByteSpan> tagOrigin;   ///< one entry a tag of content.tags

    /// Characters that stand in the file as they are: text and origin have the same length.
    void addVerbatim(std::string_view text, ByteSpan origin);
    /// Characters that the file spells otherwise; they are cut and kept as a whole.
    void addDecoded(std::string_view text, ByteSpan origin);
    void addTag(InlineTag tag, ByteSpan origin);
    /// Ready for the next paragraph, with the memory that it has.
    void clear();
};

/// What a text must have to be worth a translator's look.
bool hasLetterOrDigit(std::string_view text);
/// The same of a cell or a label, which digits alone make a number.
bool hasLetter(std::string_view text);

/// The run without white space at its ends as one segment; its tags are numbered from 1. Nothing when there is neither a tag nor another character.
std::optional<Segment> wholeSegment(const InlineRun &run, std::size_t paragraph);

/// Cuts the run into sentences and appends those that hold a letter or a digit; the tags of each are numbered from 1.
void appendSegments(const InlineRun &run, std::size_t paragraph, SentenceBreaker &breaker, std::vector<Segment> &segments);

}  // namespace interlinear::cat
