// Messages and subtitles whose first and last line ends, tabs and spaces are the file's business.
//
//   withoutOuterBreaks(run);      // of "↵ Usage:↵ tool ↵" the run "Usage:↵ tool"
//   withoutOuterBreaks(target);   // the same of a translation, before it is put between the breaks of the file
#pragma once

#include "engine/cat/document/inline_run.h"
#include "engine/core/tagged_text.h"

namespace interlinear::cat {

/// Whether the tag stands for a line end or a tab: it shows "↵", "⇥" or "\r".
bool isBreak(const InlineTag &tag);

/// A part of a text with tags.
struct InnerPart {
    ByteSpan text;
    std::size_t firstTag = 0;
    std::size_t tagEnd = 0;
};

/// The part without white space and breaks at its ends.
InnerPart withoutOuterBreaks(const TaggedText &text, InnerPart part);
InlineRun innerRun(InlineRun run, const InnerPart &part);

/// Without white space and breaks before and behind everything else; any other tag counts as something.
InlineRun withoutOuterBreaks(InlineRun run);
TaggedText withoutOuterBreaks(TaggedText text);

}  // namespace interlinear::cat
