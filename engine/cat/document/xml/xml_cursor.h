// The tokens of an XML text one after the other, each with its bytes: what a format needs that puts spans back and leaves everything else alone.
//
//   if (auto checked = checkWellFormed(xml); !checked) return std::unexpected(checked.error());
//   XmlCursor cursor(xml);
//   while (cursor.next())
//       if (cursor.token().kind == XmlKind::Start && cursor.token().localName() == "note") skipElement(cursor);
//
// A cursor trusts its text: whether that is well-formed is for checkWellFormed() to say before. Nothing here recurses, so nesting may be as deep as it likes.
#pragma once

#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class XmlKind { Start, End, Text, CData, Comment, Instruction, Doctype };

struct XmlAttribute {
    std::string_view name;   ///< with its prefix
    std::string_view raw;    ///< between the quotes, as it stands there
    ByteSpan value;          ///< where that is
    ByteSpan span;           ///< of all of it, and the white space before: what to cut to take it away

    /// References resolved; line ends and tabs as spaces, as XML reads them.
    std::string text() const;
};

struct XmlToken {
    XmlKind kind = XmlKind::Text;
    ByteSpan span;               ///< all of it, with its brackets
    std::string_view name;       ///< of Start and End, with its prefix; the target of an Instruction
    bool selfClosing = false;    ///< a Start without an End

    std::string_view localName() const;
};

class XmlCursor {
public:
    /// Begins at that byte, between two tokens. The text must outlive it.
    explicit XmlCursor(std::string_view text, std::size_t begin = 0) : m_text(text), m_next(begin) {}

    /// To the next token; false, for ever, at the end.
    bool next();
    const XmlToken &token() const { return m_token; }
    /// Of the token; for CData what lies between its brackets.
    std::string_view raw() const;
    /// Of the token before which the cursor stands: 0 outside the root. A Start is as deep as its End.
    std::size_t depth() const { return m_depth; }

    /// Of a Start, in their order.
    std::vector<XmlAttribute> attributes() const;
    /// By name with prefix.
    std::optional<XmlAttribute> attribute(std::string_view name) const;
    /// attribute()'s text; empty where there is none.
    std::string attributeText(std::string_view name) const;

private:
    void takeTag();
    std::size_t tagEnd() const;

    std::string_view m_text;
    std::size_t m_next;
    std::size_t m_depth = 0;
    bool m_opened = false;    // the token before was a Start that is not selfClosing
    XmlToken m_token;
};

/// On a Start: to its End, or nowhere when it is selfClosing. The cursor's token is the last one of the element; the span is that of the whole element.
ByteSpan skipElement(XmlCursor &cursor);

/// BadFormat at "line 3" for what is not well-formed, for entities that grow without measure, and for a document type that wants other files read; nothing is
/// fetched.
Result<void> checkWellFormed(std::string_view xml);

/// As checkWellFormed(), and without a document type, which the parts of office files never have.
Result<void> checkOfficePart(std::string_view xml);

/// The name of the root element without its prefix; empty without one.
std::string_view rootName(std::string_view xml);
/// The same of a text that goes on behind its end.
Result<void> checkBeginning(std::string_view xml);

}  // namespace interlinear::cat
