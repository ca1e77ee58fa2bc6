// HTML 5, and XHTML as browsers read it.
//
//   readHtml(document, context);   // of "<p>Press <b>Enter</b> on <code>F1</code>.<br>": "Press <1>Enter</1> on <2/>."
//
// Offered are the texts of block elements, with inline elements as pairs of tags; title, alt, placeholder, aria-label and their kin; title, description
// and keywords of the page, also as Open Graph and Twitter name them; the captions of buttons; the texts of drawings (SVG) and formulas (MathML) that stand
// outside sentences. Scripts, styles, code, the rest of drawings and formulas, comments and what is marked translate="no", its:translate="no" or class="notranslate" stay as they are. White space reads as in a browser; in pre and textarea it
// stays, and each line is a paragraph. Elements around all of a paragraph are left outside its segments, and so are icons and anchors at its ends. The
// description of a picture within a sentence is part of the sentence, between the tags of the picture; other attributes within a sentence stay as they
// are. its-loc-note becomes a note.
#pragma once

#include "engine/cat/document/format.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

/// Never an Error: whatever the bytes, there is a page.
Result<Reading> readHtml(const Document &document, const ReadContext &context);

/// What was typed is escaped. Misread are targets that put a link into a link, or a tag into the description of a picture.
Result<Written> writeHtml(const Document &document, const std::vector<Replacement> &replacements);

/// What the XML declaration, meta charset or meta http-equiv names, of which the first counts; "iso-8859-1" and "us-ascii" mean
/// windows-1252, and UTF-16 without a byte order mark means UTF-8, as in browsers.
std::string encodingOfHtml(std::string_view bytes);

}  // namespace interlinear::cat
