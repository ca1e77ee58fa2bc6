#include "engine/cat/document/xliff/xliff_scan.h"

#include "engine/cat/document/xml/xml_text.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::size_t longestName = 32;   // bytes of a tag's display

bool definesOtherNamespace(const XmlCursor &cursor)
{
    return cursor.raw().find("xmlns=") != std::string_view::npos && !cursor.attributeText("xmlns").starts_with("urn:oasis:names:tc:xliff:document");
}

std::string shortened(std::string_view text)
{
    if (text.size() <= longestName)
        return std::string(text);
    std::size_t end = longestName;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string(text.substr(0, end)) + "…";
}

// "cf bold" of 'cf bold="True" size="12"': the names whose values say that something is on.
std::string markupName(std::string_view tag)
{
    const std::size_t nameEnd = std::min(tag.find_first_of(" \t\r\n/>"), tag.size());
    std::string name(tag.substr(0, nameEnd));
    std::size_t at = nameEnd;
    while ((at = tag.find("=\"True\"", at)) != std::string_view::npos) {
        const std::size_t begin = tag.find_last_of(" \t\r\n", at) + 1;
        name += " " + std::string(tag.substr(begin, at - begin));
        at += 7;
    }
    return name;
}

}  // namespace

XliffElement elementAt(XmlCursor &cursor)
{
    const ByteSpan startTag = cursor.token().span;
    const bool empty = cursor.token().selfClosing;
    const ByteSpan all = skipElement(cursor);
    return {startTag, empty ? ByteSpan{startTag.end, startTag.end} : ByteSpan{startTag.end, cursor.token().span.begin}, all};
}

std::string textOfElement(XmlCursor &cursor, std::string_view text)
{
    const ByteSpan content = elementAt(cursor).content;
    std::string characters;
    XmlCursor inside(text.substr(0, content.end), content.begin);
    while (inside.next()) {
        if (inside.token().kind == XmlKind::Text)
            characters += decodedXml(inside.raw());
        else if (inside.token().kind == XmlKind::CData)
            characters += inside.raw();
    }
    return std::string(trimmed(characters));
}

std::string_view coreName(const XliffFile &file, const XmlCursor &cursor)
{
    const std::string_view name = cursor.token().name;
    if (!name.starts_with(file.prefix))
        return {};
    const std::string_view local = name.substr(file.prefix.size());
    return local.find(':') != std::string_view::npos || definesOtherNamespace(cursor) ? std::string_view() : local;
}

XliffSpace spaceOf(const std::vector<XmlAttribute> &attributes, XliffSpace around)
{
    const std::string_view said = rawValueOf(attributes, "xml:space");
    return said == "preserve" ? XliffSpace::Preserve : said == "default" ? XliffSpace::Default : around;
}

std::string_view rawValueOf(const std::vector<XmlAttribute> &attributes, std::string_view name)
{
    const auto found = std::ranges::find(attributes, name, &XmlAttribute::name);
    return found == attributes.end() ? std::string_view() : found->raw;
}

std::string valueOf(const std::vector<XmlAttribute> &attributes, std::string_view name)
{
    const auto found = std::ranges::find(attributes, name, &XmlAttribute::name);
    return found == attributes.end() ? std::string() : found->text();
}

std::string codeName(std::string_view code)
{
    const std::string_view text = trimmed(code);
    const bool markup = text.starts_with('<') && text.ends_with('>') && text.find('<', 1) == std::string_view::npos && text.size() > 2;
    return shortened(markup ? markupName(text.substr(text[1] == '/' ? 2 : 1)) : std::string(text));
}

bool isBlankXml(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

void forEachXliffUnit(const XliffFile &file, const XliffVisitor &visit)
{
    if (file.version2)
        forEachUnitOf2(file, visit);
    else
        forEachUnitOf1(file, visit);
}

}  // namespace interlinear::cat
