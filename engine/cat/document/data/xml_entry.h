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

/// Where the CDATA sections of a text are, asked from its beginning to its end.
class CDataSections {
public:
    explicit CDataSections(std::string_view text) : m_text(text) {}

    /// Bytes must rise from call to call.
    bool contain(std::size_t byte);

private:
    std::string_view m_text;
    ByteSpan m_section;
};

}  // namespace interlinear::cat
