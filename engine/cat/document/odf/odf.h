// OpenDocument: texts, presentations, sheets and drawings, templates among them, as archives and as flat XML.
//
//   openDocumentParts(archive);     // "content.xml", "Object 1/content.xml" (charts), "styles.xml" (headers, footers), "meta.xml"
//   readOdf(document, context);     // sentences, with tags for spans, links, fields, notes
//   writeOdf(document, replacements);
//
// What is offered: paragraphs and headings of the body, of headers and footers, tables, text boxes, notes, comments, speaker's notes; cells that hold strings; titles
// and labels of charts; titles and descriptions of pictures; headers and footers of slides; title, subject, description and keywords of the document; the titles of
// indexes. What is not: deleted text, hidden spans, the entries of indexes (the program makes them from the text anew), fields, results of formulas, names of sheets,
// prompts of placeholders, tables that come from another file.
// White space reads as in OpenDocument 1.2, part 1, 6.1.2. Input fields and placeholders keep theirs. A cell that says its text in an attribute too gets both.
// A sentence that is written anew loses what belongs to its source alone: spans that say nothing about the look, and the places where its pages broke.
#pragma once

#include "engine/cat/document/format.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

/// BadFormat for what is protected by a password or is no OpenDocument.
Result<std::vector<std::string>> openDocumentParts(const Archive &archive);

/// Whether the bytes are an archive that says so, whatever the extension.
bool isOpenDocument(std::string_view bytes);

/// A part as it is worked on, each text within a paragraph behind that paragraph, and back. BadFormat for what is not well-formed, at "line 3".
Result<std::string> unfoldedOdf(std::string_view xml);
std::string foldedOdf(std::string_view text);

Result<Reading> readOdf(const Document &document, const ReadContext &context);

/// Runs of spaces are written as text:s. Misread are targets that put a link into a link, or tags into an input field, or that tear a pair apart.
Result<Written> writeOdf(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
