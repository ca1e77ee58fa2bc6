// The content of an XML element that holds a message, as a run.
//
//   const ByteSpan content = elementContent(cursor);   // on a Start; the cursor is then on the element's last token
#pragma once

#include "engine/cat/document/xml/xml_cursor.h"

#include <optional>
#include <string>
#include <string_view>

namespace interlinear::cat {

/// Between Start and End; empty behind a selfClosing Start.
inline ByteSpan elementContent(XmlCursor &cursor)
{
    const XmlToken start = cursor.token();
    const ByteSpan whole = skipElement(cursor);
    return start.selfClosing ? ByteSpan{whole.end, whole.end} : ByteSpan{start.span.end, cursor.token().span.begin};
}

/// The text of a comment token, without its brackets and outer space.
std::string commentText(const XmlCursor &cursor);

}  // namespace interlinear::cat
