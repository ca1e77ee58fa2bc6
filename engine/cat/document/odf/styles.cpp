#include "engine/cat/document/odf/styles.h"

#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>
#include <array>

namespace interlinear::cat::odf {

namespace {

struct Look {
    std::string_view property;
    std::string_view beginning;   // of the value
    std::string_view name;
};

constexpr std::array looks{Look{"fo:font-weight", "bold", "b"},
                           Look{"fo:font-style", "italic", "i"},
                           Look{"style:text-underline-style", "", "u"},
                           Look{"style:text-line-through-style", "", "s"},
                           Look{"style:text-position", "super", "sup"},
                           Look{"style:text-position", "sub", "sub"}};

// Languages, and when a text was typed.
constexpr std::array<std::string_view, 14> silentProperties{"officeooo:rsid", "officeooo:paragraph-rsid", "fo:language", "fo:country", "fo:script",
                                                            "style:language-asian", "style:country-asian", "style:script-asian",
                                                            "style:language-complex", "style:country-complex", "style:script-complex",
                                                            "style:rfc-language-tag", "style:rfc-language-tag-asian", "style:rfc-language-tag-complex"};

// "Strong_20_Emphasis" is how files spell "Strong Emphasis".
std::string decodedName(std::string name)
{
    for (std::size_t at = name.find("_20_"); at != std::string::npos; at = name.find("_20_", at))
        name.replace(at, 4, " ");
    return name;
}

void takeProperties(const XmlCursor &cursor, TextStyle &style)
{
    for (const XmlAttribute &attribute : cursor.attributes()) {
        style.plain = style.plain && std::ranges::find(silentProperties, attribute.name) != silentProperties.end();
        style.hidden = style.hidden || (attribute.name == "text:display" && attribute.raw == "none");
        for (const Look &look : looks) {
            if (look.property == attribute.name && attribute.raw != "none" && attribute.raw.starts_with(look.beginning))
                style.look += (style.look.empty() ? "" : " ") + std::string(look.name);
        }
    }
}

// On the Start of a style:style; to its end.
TextStyle takenTextStyle(XmlCursor &cursor, bool automatic)
{
    const std::string parent = cursor.attributeText("style:parent-style-name");
    const std::string shown = automatic ? decodedName(parent) : decodedName(cursor.attributeText("style:name"));
    TextStyle style{.look = {}, .plain = automatic && parent.empty()};
    const std::size_t depth = cursor.depth();
    while (!cursor.token().selfClosing && cursor.next() && cursor.depth() > depth) {
        if (cursor.token().kind == XmlKind::Start && cursor.token().name == "style:text-properties")
            takeProperties(cursor, style);
        else if (cursor.token().kind == XmlKind::Start)
            style.plain = false;
        if (cursor.token().kind == XmlKind::Start)
            skipElement(cursor);
    }
    if (!automatic || style.look.empty())
        style.look = shown.empty() ? "span" : shown;
    return style;
}

}  // namespace

Styles::Styles(std::string_view xml, std::string_view within, const Styles *others) : m_others(others)
{
    const bool automatic = within == "office:automatic-styles";
    bool inside = false;
    XmlCursor cursor(xml);
    while (cursor.next() && cursor.token().name != "office:body") {
        if (cursor.token().name == within)
            inside = cursor.token().kind == XmlKind::Start && !cursor.token().selfClosing;
        if (!inside || cursor.token().kind != XmlKind::Start || cursor.token().name != "style:style")
            continue;
        const std::string name = cursor.attributeText("style:name");
        const std::string family = cursor.attributeText("style:family");
        if (family == "paragraph")
            m_parents.emplace(name, cursor.attributeText("style:parent-style-name"));
        else if (family == "text")
            m_texts.emplace(name, takenTextStyle(cursor, automatic));
    }
}

const TextStyle *Styles::ofText(const std::string &name) const
{
    if (const auto found = m_texts.find(name); found != m_texts.end())
        return &found->second;
    return m_others ? m_others->ofText(name) : nullptr;
}

// Built-in styles have English names in every language of LibreOffice.
std::optional<BlockKind> Styles::kindOfParagraph(const std::string &name) const
{
    const auto parent = m_parents.find(name);
    for (const std::string &style : {name, parent == m_parents.end() ? std::string() : parent->second}) {
        if (style == "Title" || style == "Subtitle" || style.starts_with("Heading"))
            return BlockKind::Heading;
        if (style == "Quotations")
            return BlockKind::Quote;
    }
    return std::nullopt;
}

}  // namespace interlinear::cat::odf
