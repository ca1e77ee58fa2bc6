#include "engine/cat/document/html/html_cursor.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace interlinear::cat::html {

namespace {

constexpr std::string_view whiteSpace = " \t\r\n\f";

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t behind(std::string_view text, std::string_view mark, std::size_t from)
{
    const std::size_t found = text.find(mark, from);
    return found == std::string_view::npos ? text.size() : found + mark.size();
}

bool holdsAt(std::string_view text, std::size_t at, std::string_view lower)
{
    return at + lower.size() <= text.size() && asciiLowerCase(text.substr(at, lower.size())) == lower;
}

// Whether a tag of that name, after "<" or "</", begins at the byte.
bool isNameAt(std::string_view text, std::size_t at, std::string_view name)
{
    const std::size_t end = at + name.size();
    return holdsAt(text, at, name) && (end == text.size() || (whiteSpace.find(text[end]) != std::string_view::npos) || text[end] == '/' || text[end] == '>');
}

std::size_t endTag(std::string_view text, std::string_view name, std::size_t from)
{
    for (std::size_t at = text.find("</", from); at != std::string_view::npos; at = text.find("</", at + 2)) {
        if (isNameAt(text, at + 2, name))
            return at;
    }
    return text.size();
}

// A script may hold "<!-- <script> … </script> -->", of which the inner end tag does not count.
std::size_t scriptEnd(std::string_view text, std::size_t from)
{
    bool commented = false;
    bool doubled = false;
    for (std::size_t at = from; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("<!--")) {
            commented = true;
        } else if (rest.starts_with("-->")) {
            commented = doubled = false;
        } else if (rest.starts_with("</") && isNameAt(text, at + 2, "script")) {
            if (!doubled)
                return at;
            doubled = false;
        } else if (commented && rest.starts_with('<') && isNameAt(text, at + 1, "script")) {
            doubled = true;
        }
    }
    return text.size();
}

// Comments may end in "--!>", and may be as short as "<!-->".
std::size_t commentEnd(std::string_view text, std::size_t begin)
{
    const std::size_t content = begin + 4;
    if (text.substr(content).starts_with('>') || text.substr(content).starts_with("->"))
        return text.find('>', content) + 1;
    for (std::size_t at = text.find("--", content); at != std::string_view::npos; at = text.find("--", at + 1)) {
        const std::string_view mark = text.substr(at + 2);
        if (mark.starts_with('>') || mark.starts_with("!>"))
            return text.find('>', at) + 1;
    }
    return text.size();
}

// Behind the name, and behind each attribute, of a tag. The value's span is without quotes.
struct TagReader {
    std::string_view text;
    std::size_t at;

    bool atEnd()
    {
        while (at < text.size() && (whiteSpace.find(text[at]) != std::string_view::npos || text[at] == '/'))
            ++at;
        return at >= text.size() || text[at] == '>';
    }

    HtmlAttribute attribute()
    {
        const std::size_t nameEnd = std::min(text.find_first_of(" \t\r\n\f/>=", at + 1), text.size());
        HtmlAttribute result{asciiLowerCase(text.substr(at, nameEnd - at)), {}, {nameEnd, nameEnd}};
        at = nameEnd;
        const std::size_t equals = std::min(text.find_first_not_of(whiteSpace, at), text.size());
        if (equals == text.size() || text[equals] != '=')
            return result;
        std::size_t begin = std::min(text.find_first_not_of(whiteSpace, equals + 1), text.size());
        std::size_t end = begin;
        result.quoted = begin < text.size() && (text[begin] == '"' || text[begin] == '\'');
        if (result.quoted) {
            end = std::min(text.find(text[begin], begin + 1), text.size());
            ++begin;
            at = std::min(end + 1, text.size());
        } else {
            end = std::min(text.find_first_of(" \t\r\n\f>", begin), text.size());
            at = end;
        }
        result.value = {begin, end};
        result.raw = text.substr(begin, end - begin);
        return result;
    }
};

constexpr std::array<std::string_view, 5> rawElements{"style", "xmp", "iframe", "noembed", "noframes"};

bool isContentOneToken(const std::string &element)
{
    return element == "script" || element == "title" || element == "textarea" || element == "plaintext"
        || std::ranges::find(rawElements, element) != rawElements.end();
}

}  // namespace

HtmlCursor::HtmlCursor(std::string_view text) : m_text(text)
{
    m_xml = text.substr(text.starts_with("\xEF\xBB\xBF") ? 3 : 0).starts_with("<?xml");
}

bool HtmlCursor::next()
{
    if (m_next >= m_text.size())
        return false;
    const std::size_t begin = m_next;
    m_token = {};
    if (!m_contentOf.empty())
        takeContentOf(std::exchange(m_contentOf, {}));
    if (m_next == begin)
        takeMarkup(begin);
    m_token.span = {begin, m_next};
    return true;
}

void HtmlCursor::takeMarkup(std::size_t begin)
{
    const std::string_view rest = m_text.substr(begin);
    const auto letterAt = [&](std::size_t at) { return rest.size() > at && isLetter(rest[at]); };
    if (rest.starts_with('<') && (letterAt(1) || (rest.starts_with("</") && letterAt(2)))) {
        takeTag(begin);
    } else if (rest.starts_with("<!--")) {
        m_token.kind = HtmlKind::Comment;
        m_next = commentEnd(m_text, begin);
    } else if (rest.starts_with("<![CDATA[") && (m_xml || m_foreign > 0)) {
        m_token.kind = HtmlKind::Comment;
        m_next = behind(m_text, "]]>", begin);
    } else if (rest.starts_with("<!") || rest.starts_with("<?") || (rest.starts_with("</") && rest.size() > 2)) {
        m_token.kind = holdsAt(m_text, begin, "<!doctype") ? HtmlKind::Doctype : HtmlKind::Comment;
        m_next = behind(m_text, ">", begin);
    } else {
        m_next = begin + 1;
        while (m_next < m_text.size()) {
            m_next = std::min(m_text.find('<', m_next), m_text.size());
            const std::string_view after = m_text.substr(std::min(m_next + 1, m_text.size()));
            if (!after.empty() && (isLetter(after.front()) || after.front() == '/' || after.front() == '!' || after.front() == '?'))
                break;
            m_next = std::min(m_next + 1, m_text.size());
        }
    }
}

void HtmlCursor::takeTag(std::size_t begin)
{
    const bool closes = m_text[begin + 1] == '/';
    const std::size_t nameBegin = begin + (closes ? 2 : 1);
    const std::size_t nameEnd = std::min(m_text.find_first_of(" \t\r\n\f/>", nameBegin), m_text.size());
    TagReader reader{m_text, nameEnd};
    while (!reader.atEnd())
        reader.attribute();
    m_next = std::min(reader.at + 1, m_text.size());
    m_token.name = asciiLowerCase(m_text.substr(nameBegin, nameEnd - nameBegin));
    m_token.kind = closes ? HtmlKind::End : HtmlKind::Start;
    if (reader.at >= m_text.size())
        m_token = {HtmlKind::Comment, {}, {}, false};   // a tag that the file does not end is none
    else if (!closes)
        m_token.selfClosing = m_text[m_next - 2] == '/' && m_next - 2 >= nameEnd;
    if (m_token.kind == HtmlKind::Start)
        followStart();
    else if (m_token.name == "svg" || m_token.name == "math")
        m_foreign -= m_foreign > 0 ? 1 : 0;
}

void HtmlCursor::followStart()
{
    const bool empty = m_token.selfClosing && (m_xml || m_foreign > 0);
    if ((m_token.name == "svg" || m_token.name == "math") && !m_token.selfClosing)
        ++m_foreign;
    else if (m_foreign == 0 && !empty && isContentOneToken(m_token.name))
        m_contentOf = m_token.name;
}

void HtmlCursor::takeContentOf(const std::string &element)
{
    m_token.kind = element == "title" || element == "textarea" ? HtmlKind::Text : HtmlKind::Raw;
    m_next = element == "plaintext" ? m_text.size() : element == "script" ? scriptEnd(m_text, m_next) : endTag(m_text, element, m_next);
}

std::vector<HtmlAttribute> attributesOf(std::string_view text, const HtmlToken &start)
{
    std::vector<HtmlAttribute> attributes;
    if (start.kind != HtmlKind::Start)
        return attributes;
    TagReader reader{text.substr(0, start.span.end), start.span.begin + 1 + start.name.size()};
    while (!reader.atEnd())
        attributes.push_back(reader.attribute());
    return attributes;
}

const HtmlAttribute *attributeNamed(const std::vector<HtmlAttribute> &attributes, std::string_view name)
{
    const auto found = std::ranges::find(attributes, name, &HtmlAttribute::name);
    return found == attributes.end() ? nullptr : &*found;
}

}  // namespace interlinear::cat::html
