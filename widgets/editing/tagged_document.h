// TaggedText in and out of a text document, exactly, and the two ways to count positions in it.
//
//   writeTaggedText(QTextCursor(&document), text);
//   readTaggedText(document) == text;                       // for every well-formed UTF-8 text
//   documentPosition(document, 5);                          // chips count in the document, not in the text
//   textOffset(document, cursor.position());                // UTF-16 units of the text without tags
//
// A line end is a paragraph of the document; CR, U+2029 and the two noncharacters that Qt reserves become objects of one character.
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <QTextCursor>

class QTextDocument;

namespace interlinear::widgets {

/// Replaces the cursor's selection. Bytes that are no UTF-8 become U+FFFD.
void writeTaggedText(QTextCursor cursor, const TaggedText &text, const QTextCharFormat &format = {});

/// The whole document, or the part between two document positions.
TaggedText readTaggedText(const QTextDocument &document);
TaggedText readTaggedText(const QTextDocument &document, int begin, int end);

/// UTF-16 offset in the text without tags of a document position, and the position before the character at that offset and the chips in front of it.
std::size_t textOffset(const QTextDocument &document, int position);
int documentPosition(const QTextDocument &document, std::size_t offset);
/// The smallest selection that holds the characters of the span, and no chip at its ends.
QTextCursor selectionOf(QTextDocument &document, Utf16Span span);

}  // namespace interlinear::widgets
