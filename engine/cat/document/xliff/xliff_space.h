// White space in a content: what stands at its ends, and what line ends and tabs inside mean.
//
//   trimSpace(content);                          // "\n  Press Enter.\n" is "Press Enter.", before and behind are the rest
//   settleSpace(content, XliffSpace::Preserve);  // "one\ntwo" has a tag "↵" between the words
#pragma once

#include "engine/cat/document/xliff/xliff_content.h"

namespace interlinear::cat {

/// A line end or tab of those bytes as a tag at the end of the text.
void addSpaceTag(XliffContent &content, char character, std::string_view bytes);

/// White space before and behind everything else leaves the text.
void trimSpace(XliffContent &content);

/// Preserve: line ends and tabs are tags. Default: what holds a line end or tab is one space. Unsaid: a line end with white space behind it is one space, as
/// programs break lines that indent what they write; other line ends and tabs are tags.
void settleSpace(XliffContent &content, XliffSpace space);

}  // namespace interlinear::cat
