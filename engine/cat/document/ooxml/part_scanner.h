// The paragraphs of one part of a package, in the order of their ends.
//
//   RunFormats formats;
//   forEachParagraph(document.text, {part.span, kind, facts}, formats, [&](Paragraph &paragraph) { … });
//
// A text box stands inside a paragraph of Word and comes before it. Of an mc:AlternateContent the first Choice is read and the Fallback is left alone. Deleted
// and moved-away text, hidden text and the code of fields are no text.
#pragma once

#include "engine/cat/document/ooxml/paragraph.h"
#include "engine/cat/document/ooxml/part_kind.h"
#include "engine/cat/document/ooxml/run_format.h"

#include <functional>
#include <string>

namespace interlinear::cat::ooxml {

struct PartToScan {
    ByteSpan span;                 ///< in the text; well-formed
    PartKind kind = PartKind::Other;
    SegmentFacts facts;            ///< of all its paragraphs
};

using ParagraphVisitor = std::function<void(Paragraph &)>;

void forEachParagraph(const std::string &text, const PartToScan &part, RunFormats &formats, const ParagraphVisitor &visit);

}  // namespace interlinear::cat::ooxml
