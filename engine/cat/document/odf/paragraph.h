// The text of one paragraph of OpenDocument, its white space as OpenDocument 1.2 (part 1, 6.1.2) reads it.
//
//   // on the Start of <text:p>Press  <text:span text:style-name="T1">Enter</text:span><text:s/> now.</text:p>
//   const ParagraphText text = paragraphText(cursor, document.text, styles);   // "Press <1>Enter</1>  now."
//
// Runs of text:s are spaces; spans that say nothing about the look are none; those around all of the paragraph, and at its ends marks and pictures, are left outside.
#pragma once

#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/odf/styles.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <string_view>

namespace interlinear::cat::odf {

struct ParagraphText {
    InlineRun run;
    bool whole = false;   ///< not to be cut into sentences: a CDATA section is one thing
};

/// On the Start of a paragraph of the unfolded text; the cursor's token is its End after that, or the same when it is selfClosing.
ParagraphText paragraphText(XmlCursor &cursor, std::string_view text, const Styles &styles);

/// The content of an element that holds characters alone, line ends as tags; nothing of one that holds more. The cursor as with paragraphText().
InlineRun plainText(XmlCursor &cursor, std::string_view text);

/// What a reader of the mark-up sees: its characters, white space as one space.
std::string shownText(std::string_view xml);

}  // namespace interlinear::cat::odf
