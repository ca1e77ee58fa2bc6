// A text with tags as the content of <source>, <target> or <seg>, and back, whatever a tool has made of it meanwhile.
//
//   inlineXml({"Press Enter", {{1, TagKind::Open, 6}, {1, TagKind::Close, 11}}}, InlineDialect::Xliff2);   // Press <pc id="1">Enter</pc>
//   TaggedText text = inlineText(cursor);   // on the Start of <source>; the cursor then stands on its end
#pragma once

#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/core/tagged_text.h"

#include <string>

namespace interlinear::cat {

enum class InlineDialect { Xliff1, Xliff2, Tmx };

/// Any tags, a half without its partner too. Characters that XML cannot hold become U+FFFD.
std::string inlineXml(const TaggedText &text, InlineDialect dialect);

/// Tags are g, pc, bpt and ept, bx and ex, sc and ec, x, ph, it by their numbers, whichever of these a tool has chosen; an id without a number is 0. Other
/// elements are what they hold.
TaggedText inlineText(XmlCursor &cursor);

}  // namespace interlinear::cat
