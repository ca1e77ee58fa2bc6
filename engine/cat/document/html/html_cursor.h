// The tokens of an HTML text one after the other, each with its bytes, as the tokenizer of HTML 5 finds them; all of the text is in some token.
//
//   HtmlCursor cursor("<p title=Hello>Good <b>morning</p>");
//   while (cursor.next())
//       if (cursor.token().kind == HtmlKind::Start) show(cursor.token().name, attributesOf(text, cursor.token()));
//
// A tree is not built: a parser moves what stands in wrong places and drops what it does not understand, while a file must come back as it was. Nothing here
// recurses, and nothing is an error.
#pragma once

#include "engine/core/spans.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat::html {

enum class HtmlKind {
    Start,
    End,
    Text,      ///< references are not resolved
    Raw,       ///< what is in a script, a style and their like
    Comment,   ///< and instructions, and what HTML reads as a comment
    Doctype
};

struct HtmlToken {
    HtmlKind kind = HtmlKind::Text;
    ByteSpan span;              ///< all of it, with its brackets
    std::string name;           ///< of Start and End, in lower case
    bool selfClosing = false;   ///< a Start that ends in "/>"
};

struct HtmlAttribute {
    std::string name;           ///< in lower case
    std::string_view raw;       ///< the value without quotes, references not resolved
    ByteSpan value;             ///< where that is
    bool quoted = false;
};

class HtmlCursor {
public:
    /// The text must outlive it.
    explicit HtmlCursor(std::string_view text);

    /// To the next token; false, for ever, at the end.
    bool next();
    const HtmlToken &token() const { return m_token; }
    /// Whether the text begins with an XML declaration: then "<script/>" has no content, and there are CDATA sections.
    bool isXml() const { return m_xml; }

private:
    void takeTag(std::size_t begin);
    void takeMarkup(std::size_t begin);
    void takeContentOf(const std::string &element);
    void followStart();

    std::string_view m_text;
    std::size_t m_next = 0;
    std::size_t m_foreign = 0;      // open elements svg and math
    std::string m_contentOf;        // the element whose content is one token, and comes next
    bool m_xml = false;
    HtmlToken m_token;
};

/// Of a Start, in their order; of several with one name the first counts.
std::vector<HtmlAttribute> attributesOf(std::string_view text, const HtmlToken &start);

/// The first with that name; nullptr where there is none.
const HtmlAttribute *attributeNamed(const std::vector<HtmlAttribute> &attributes, std::string_view name);

}  // namespace interlinear::cat::html
