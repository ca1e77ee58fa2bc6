// What OpenDocument's elements are to a translator, by their names with the prefixes that all programs write.
//
//   isParagraph("text:h");        // true
//   isMark("text:bookmark");      // true: nobody sees it, and what refers to it must find it
#pragma once

#include <string_view>

namespace interlinear::cat::odf {

/// "text:p" and "text:h": text with inline elements.
bool isParagraph(std::string_view element);

/// An element in a paragraph that holds texts of its own: notes, comments, shapes.
bool isInnerText(std::string_view element);

/// An element around text of the sentence: spans, links, input fields.
bool isPair(std::string_view element);

/// A pair that may hold characters alone.
bool holdsCharactersOnly(std::string_view element);

/// Bookmarks, entries of indexes, ends of tracked changes and comments.
bool isMark(std::string_view element);

/// An element that holds plain text for a reader: titles and descriptions of pictures, headers of slides, properties of the document.
bool isPlainText(std::string_view element);

/// What holds no text of the document: styles, scripts, deleted text.
bool isLeftOut(std::string_view element);

}  // namespace interlinear::cat::odf
