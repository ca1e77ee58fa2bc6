#include "engine/cat/document/xml/xml_cursor.h"

#include "engine/cat/document/xml/xml_text.h"

#include <expat.h>

#include <algorithm>
#include <memory>

namespace interlinear::cat {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The first byte from there on of which that is true, as find_first_of() would say it of few characters, and faster.
template <typename Wanted>
std::size_t findByte(std::string_view text, std::size_t from, const Wanted &wanted)
{
    while (from < text.size() && !wanted(text[from]))
        ++from;
    return from < text.size() ? from : std::string_view::npos;
}

std::size_t positionOr(std::size_t position, std::size_t otherwise)
{
    return position == std::string_view::npos ? otherwise : position;
}

// Behind the end mark that follows the byte.
std::size_t behind(std::string_view text, std::string_view mark, std::size_t from)
{
    const std::size_t found = text.find(mark, from);
    return found == std::string_view::npos ? text.size() : found + mark.size();
}

// Behind "<!DOCTYPE … [ … ]>", which may hold quoted ">" and "]".
std::size_t doctypeEnd(std::string_view text, std::size_t begin)
{
    int depth = 0;
    for (std::size_t i = begin; i < text.size(); ++i) {
        const char c = text[i];
        if (text.substr(i).starts_with("<!--"))
            i = behind(text, "-->", i + 4) - 1;
        else if (c == '"' || c == '\'')
            i = positionOr(text.find(c, i + 1), text.size() - 1);
        else if (c == '<')
            ++depth;
        else if (c == '>' && --depth == 0)
            return i + 1;
    }
    return text.size();
}

struct CheckState {
    XML_Parser parser = nullptr;
    bool foreign = false;
};

int XMLCALL refuseForeignText(XML_Parser parser, const XML_Char *, const XML_Char *, const XML_Char *, const XML_Char *)
{
    static_cast<CheckState *>(XML_GetUserData(parser))->foreign = true;
    return XML_STATUS_ERROR;
}

// The last piece that the parser sees ends the text, or the text goes on.
Result<void> check(std::string_view xml, bool ends)
{
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate("UTF-8"), XML_ParserFree);
    if (!parser)
        return fail(ErrorCode::EngineFailure, {}, "there is not enough memory to read this file");
    CheckState state{parser.get()};
    XML_SetUserData(parser.get(), &state);
    XML_SetParamEntityParsing(parser.get(), XML_PARAM_ENTITY_PARSING_NEVER);
    XML_SetExternalEntityRefHandler(parser.get(), refuseForeignText);
    constexpr std::size_t piece = 1U << 26U;
    for (std::size_t at = 0; at <= xml.size(); at += piece) {
        const std::string_view next = xml.substr(at, piece);
        const bool last = at + piece > xml.size();
        if (XML_Parse(parser.get(), next.data(), static_cast<int>(next.size()), last && ends) == XML_STATUS_OK)
            continue;
        const std::string line = "line " + std::to_string(XML_GetCurrentLineNumber(parser.get()));
        if (state.foreign)
            return fail(ErrorCode::BadFormat, line, "wants the text of another file put in here; put it in by hand, or take the reference out");
        return fail(ErrorCode::BadFormat, line, "is not well-formed XML (%1); let the program that wrote it write it again",
                    XML_ErrorString(XML_GetErrorCode(parser.get())));
    }
    return {};
}

}  // namespace

std::string XmlAttribute::text() const
{
    std::string spaced(raw);
    std::ranges::replace_if(spaced, [](char c) { return c == '\t' || c == '\r' || c == '\n'; }, ' ');
    return decodedXml(spaced);
}

std::string_view XmlToken::localName() const
{
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool XmlCursor::next()
{
    m_depth += m_opened ? 1 : 0;
    m_opened = false;
    if (m_next >= m_text.size())
        return false;
    const std::string_view rest = m_text.substr(m_next);
    const std::size_t begin = m_next;
    m_token = {};
    if (!rest.starts_with('<')) {
        m_token.kind = XmlKind::Text;
        m_next = positionOr(m_text.find('<', begin), m_text.size());
    } else if (rest.size() > 1 && rest[1] != '!' && rest[1] != '?') {
        takeTag();
    } else if (rest.starts_with("<!--")) {
        m_token.kind = XmlKind::Comment;
        m_next = behind(m_text, "-->", begin + 4);
    } else if (rest.starts_with("<![CDATA[")) {
        m_token.kind = XmlKind::CData;
        m_next = behind(m_text, "]]>", begin + 9);
    } else if (rest.starts_with("<?")) {
        m_token.kind = XmlKind::Instruction;
        m_next = behind(m_text, "?>", begin + 2);
        m_token.name = rest.substr(2, positionOr(rest.find_first_of(" \t\r\n?", 2), rest.size()) - 2);
    } else if (rest.starts_with("<!")) {
        m_token.kind = XmlKind::Doctype;
        m_next = doctypeEnd(m_text, begin);
    } else {
        takeTag();
    }
    m_token.span = {begin, m_next};
    return true;
}

// Behind the ">" of the tag at m_next; those in quoted values do not count.
std::size_t XmlCursor::tagEnd() const
{
    std::size_t at = m_next + 1;
    for (;;) {
        at = findByte(m_text, at, [](char c) { return c == '>' || c == '"' || c == '\''; });
        if (at == std::string_view::npos)
            return m_text.size();
        if (m_text[at] == '>')
            return at + 1;
        at = positionOr(m_text.find(m_text[at], at + 1), m_text.size() - 1) + 1;
    }
}

void XmlCursor::takeTag()
{
    const std::size_t begin = m_next;
    const std::size_t end = tagEnd();
    const bool closes = m_text.substr(begin).starts_with("</");
    const std::size_t nameBegin = begin + (closes ? 2 : 1);
    const std::size_t nameEnd = std::min(end, positionOr(findByte(m_text, nameBegin, [](char c) { return isSpace(c) || c == '/' || c == '>'; }), end));
    m_token.kind = closes ? XmlKind::End : XmlKind::Start;
    m_token.name = m_text.substr(nameBegin, nameEnd - nameBegin);
    m_token.selfClosing = !closes && end - begin > 2 && m_text[end - 2] == '/';
    m_opened = !closes && !m_token.selfClosing;
    m_depth -= closes && m_depth > 0 ? 1 : 0;
    m_next = end;
}

std::string_view XmlCursor::raw() const
{
    const std::string_view all = m_text.substr(m_token.span.begin, m_token.span.length());
    return m_token.kind == XmlKind::CData && all.size() >= 12 ? all.substr(9, all.size() - 12) : all;
}

std::vector<XmlAttribute> XmlCursor::attributes() const
{
    std::vector<XmlAttribute> attributes;
    if (m_token.kind != XmlKind::Start)
        return attributes;
    const std::size_t end = m_token.span.end - (m_token.selfClosing ? 2 : 1);
    std::size_t at = m_token.span.begin + 1 + m_token.name.size();
    if (at < end)
        attributes.reserve(4);
    for (;;) {
        const std::size_t nameBegin = findByte(m_text, at, [](char c) { return !isSpace(c); });
        const std::size_t equals = m_text.substr(0, end).find('=', at);   // no further: a text may be long, and have none
        if (nameBegin >= end || equals >= end)
            return attributes;
        const std::size_t quote = findByte(m_text, equals, [](char c) { return c == '"' || c == '\''; });
        if (quote >= end)
            return attributes;
        const std::size_t close = m_text.find(m_text[quote], quote + 1);
        if (close >= end)
            return attributes;
        const std::size_t nameEnd = std::min(equals, findByte(m_text, nameBegin, isSpace));
        attributes.push_back({m_text.substr(nameBegin, nameEnd - nameBegin), m_text.substr(quote + 1, close - quote - 1), {quote + 1, close}, {at, close + 1}});
        at = close + 1;
    }
}

std::optional<XmlAttribute> XmlCursor::attribute(std::string_view name) const
{
    for (const XmlAttribute &attribute : attributes()) {
        if (attribute.name == name)
            return attribute;
    }
    return std::nullopt;
}

std::string XmlCursor::attributeText(std::string_view name) const
{
    const std::optional<XmlAttribute> found = attribute(name);
    return found ? found->text() : std::string();
}

ByteSpan skipElement(XmlCursor &cursor)
{
    ByteSpan span = cursor.token().span;
    if (cursor.token().selfClosing)
        return span;
    const std::size_t depth = cursor.depth();
    while (cursor.next()) {
        if (cursor.token().kind == XmlKind::End && cursor.depth() == depth)
            break;
    }
    span.end = cursor.token().span.end;
    return span;
}

Result<void> checkWellFormed(std::string_view xml)
{
    return check(xml, true);
}

Result<void> checkBeginning(std::string_view xml)
{
    return check(xml, false);
}

Result<void> checkOfficePart(std::string_view xml)
{
    if (Result<void> checked = checkWellFormed(xml); !checked)
        return checked;
    XmlCursor cursor(xml);
    while (cursor.next() && cursor.token().kind != XmlKind::Start) {
        if (cursor.token().kind == XmlKind::Doctype)
            return fail(ErrorCode::BadFormat, {}, "has a document type, which Office files never have; save it again in its program");
    }
    return {};
}

std::string_view rootName(std::string_view xml)
{
    XmlCursor cursor(xml);
    while (cursor.next()) {
        if (cursor.token().kind == XmlKind::Start)
            return cursor.token().localName();
    }
    return {};
}

}  // namespace interlinear::cat
