// Plain text: paragraphs end at blank lines, and at line ends that no wrapping explains.
//
//   readPlainText(document, context);   // of "Dear guests,\n\nThe key is\nunder the mat.\n": "Dear guests," and "The key is under the mat."
//
// A line end is soft, and reads as a space, when the next line goes on with a lower-case letter, or when the line has the width of wrapped text,
// 50 to 120 columns. Bullets and numbers that begin a line begin a paragraph and stay outside its segments.
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

Result<Reading> readPlainText(const Document &document, const ReadContext &context);

/// A line end in a target becomes one of the document's own; several become one, since a blank line would end the paragraph.
Result<Written> writePlainText(const Document &document, const std::vector<Replacement> &replacements);

}  // namespace interlinear::cat
