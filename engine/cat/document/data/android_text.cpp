#include "engine/cat/document/data/android_text.h"

#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::string_view cdataBegin = "<![CDATA[";
constexpr std::string_view cdataEnd = "]]>";
constexpr std::string_view whiteSpace = " \t\r\n";

bool isSpace(char c)
{
    return whiteSpace.find(c) != std::string_view::npos;
}

ByteSpan withoutOuter(std::string_view text, ByteSpan span, std::string_view begin, std::string_view end)
{
    const std::string_view content = text.substr(span.begin, span.length());
    const std::size_t first = std::min(content.find_first_not_of(whiteSpace), content.size());
    const std::size_t last = content.find_last_not_of(whiteSpace) + 1;
    const std::string_view inner = content.substr(first, last > first ? last - first : 0);
    if (inner.size() < begin.size() + end.size() || !inner.starts_with(begin) || !inner.ends_with(end))
        return span;
    return {span.begin + first + begin.size(), span.begin + last - end.size()};
}

bool isEscaped(std::string_view text, std::size_t at)
{
    std::size_t backslashes = 0;
    while (backslashes < at && text[at - backslashes - 1] == '\\')
        ++backslashes;
    return backslashes % 2 == 1;
}

// An outer pair of quotes with no other within.
ByteSpan withoutQuotes(std::string_view text, ByteSpan span)
{
    const ByteSpan inner = withoutOuter(text, span, "\"", "\"");
    if (inner == span || isEscaped(text, inner.end))
        return span;
    for (std::size_t at = inner.begin; at < inner.end; ++at) {
        if (text[at] == '"' && !isEscaped(text, at))
            return span;
    }
    return inner;
}

// Reads tokens of the content into a run of XML text and tags, and that once more for Android's escapes.
class AndroidReader {
public:
    explicit AndroidReader(std::string_view text) : m_text(text) {}

    InlineRun read(ByteSpan content)
    {
        const ByteSpan inCData = withoutOuter(m_text, content, cdataBegin, cdataEnd);
        const bool cdata = isAndroidCData(m_text, content);
        const ByteSpan inner = withoutQuotes(m_text, cdata ? inCData : content);
        m_quoted = inner != (cdata ? inCData : content);
        if (cdata)
            m_xml.addVerbatim(m_text.substr(inner.begin, inner.length()), inner);
        else
            readTokens(inner);
        return unescaped();
    }

private:
    void readTokens(ByteSpan inner)
    {
        XmlCursor cursor(m_text.substr(0, inner.end), inner.begin);
        std::vector<int> open;
        while (cursor.next()) {
            const XmlToken token = cursor.token();
            if (token.kind == XmlKind::Text) {
                addXmlText(m_xml, cursor.raw(), token.span.begin);
                m_id = std::max(m_id, m_xml.content.tags.empty() ? 0 : std::ranges::max(m_xml.content.tags, {}, &InlineTag::id).id);
            } else if (token.kind == XmlKind::Start && token.name == "xliff:g") {
                addProtected(cursor);
            } else if (token.kind == XmlKind::Start && !token.selfClosing) {
                open.push_back(++m_id);
                addTag(m_id, TagKind::Open, token.span, std::string(token.localName()));
            } else if (token.kind == XmlKind::End && !open.empty()) {
                addTag(open.back(), TagKind::Close, token.span, std::string(token.localName()));
                open.pop_back();
            } else {
                addTag(++m_id, TagKind::Standalone, token.span, token.kind == XmlKind::Start ? std::string(token.localName()) : "…");
            }
        }
    }

    void addProtected(XmlCursor &cursor)
    {
        const XmlToken start = cursor.token();
        const ByteSpan whole = skipElement(cursor);
        const std::size_t end = start.selfClosing ? start.span.end : cursor.token().span.begin;
        const std::string_view shown = trimmed(m_text.substr(start.span.end, end - start.span.end));
        addTag(++m_id, TagKind::Standalone, whole, shown.empty() ? "xliff:g" : std::string(shown));
    }

    void addTag(int id, TagKind kind, ByteSpan span, std::string display)
    {
        m_xml.addTag({id, kind, 0, std::string(m_text.substr(span.begin, span.length())), std::move(display)}, span);
    }

    InlineRun unescaped()
    {
        const std::string_view text = m_xml.content.text;
        for (std::size_t at = 0; at < text.size();) {
            copyTags(at);
            at += takeCharacter(text, at);
        }
        copyTags(text.size());
        return std::move(m_run);
    }

    void copyTags(std::size_t at)
    {
        for (; m_nextTag < m_xml.content.tags.size() && m_xml.content.tags[m_nextTag].offset <= at; ++m_nextTag)
            m_run.addTag(m_xml.content.tags[m_nextTag], m_xml.tagOrigin[m_nextTag]);
    }

    std::size_t tagAfter() const { return m_nextTag < m_xml.content.tags.size() ? m_xml.content.tags[m_nextTag].offset : m_xml.content.text.size(); }

    ByteSpan origin(std::size_t begin, std::size_t end) const { return {m_xml.textOrigin[begin].begin, m_xml.textOrigin[end - 1].end}; }

    // Bytes of the XML's text that it took.
    std::size_t takeCharacter(std::string_view text, std::size_t at)
    {
        const char c = text[at];
        const bool written = m_xml.textOrigin[at].length() == 1;   // and no reference
        if (c == '\\' && at + 1 < tagAfter())
            return takeEscape(text, at);
        if (c == '"' && written) {
            m_quoted = !m_quoted;
            addTag('"', at);
            return 1;
        }
        if (isSpace(c) && !m_quoted)
            return takeSpace(text, at);
        m_run.content.text += c;
        m_run.textOrigin.push_back(m_xml.textOrigin[at]);
        return 1;
    }

    void addTag(char c, std::size_t at)
    {
        const ByteSpan span = m_xml.textOrigin[at];
        m_run.addTag({++m_id, TagKind::Standalone, 0, std::string(m_text.substr(span.begin, span.length())), std::string(1, c), {.remove = false, .copy = false, .move = false}},
                     span);
    }

    std::size_t takeSpace(std::string_view text, std::size_t at)
    {
        std::size_t end = at;
        while (end < tagAfter() && isSpace(text[end]))
            ++end;
        m_run.addDecoded(" ", origin(at, end));
        return end - at;
    }

    std::size_t takeEscape(std::string_view text, std::size_t at)
    {
        if (const auto unit = text[at + 1] == 'u' ? hexAt(text, at + 2, 4) : std::nullopt; unit && at + 6 <= tagAfter())
            return takeUnit(text, at, *unit);
        const std::size_t length = utf8CharacterLength(text, at + 1);
        const char c = text[at + 1];
        const std::string_view meant = c == 'n' ? "\n" : c == 't' ? "\t" : text.substr(at + 1, length);
        m_run.addDecoded(meant, origin(at, at + 1 + length));
        return 1 + length;
    }

    std::size_t takeUnit(std::string_view text, std::size_t at, char32_t unit)
    {
        std::size_t length = 6;
        const auto low = text.substr(at + 6).starts_with("\\u") ? hexAt(text, at + 8, 4) : std::nullopt;
        if (unit >= 0xD800 && unit < 0xDC00 && low && *low >= 0xDC00 && *low < 0xE000 && at + 12 <= tagAfter()) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (*low - 0xDC00);
            length = 12;
        }
        const std::string character = utf8Of(unit);
        m_run.addDecoded(character.empty() ? text.substr(at, length) : std::string_view(character), origin(at, at + length));
        return length;
    }

    std::string_view m_text;
    InlineRun m_xml;
    InlineRun m_run;
    std::size_t m_nextTag = 0;
    int m_id = 0;
    bool m_quoted = false;
};

std::string escaped(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool doubleSpace = c == ' ' && (result.ends_with(' ') || result.ends_with("\\u0020"));
        if (c == '\\' || c == '\'' || c == '"')
            result += {'\\', c};
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (c == '\r')
            result += "\\u000d";
        else if (doubleSpace)
            result += "\\u0020";
        else
            result += c;
    }
    return result;
}

}  // namespace

InlineRun androidRun(std::string_view text, ByteSpan content)
{
    return AndroidReader(text).read(content);
}

std::string androidText(std::string_view text)
{
    return xmlText(escaped(text));
}

std::string androidCData(std::string_view text)
{
    std::string result = escaped(text);
    for (std::size_t end = result.find(cdataEnd); end != std::string::npos; end = result.find(cdataEnd, end))
        result.replace(end + 2, 1, "\\u003e");
    return result;
}

bool isAndroidCData(std::string_view text, ByteSpan content)
{
    const ByteSpan inner = withoutOuter(text, content, cdataBegin, cdataEnd);
    return inner != content && text.substr(inner.begin, inner.length()).find(cdataEnd) == std::string_view::npos;
}

}  // namespace interlinear::cat
