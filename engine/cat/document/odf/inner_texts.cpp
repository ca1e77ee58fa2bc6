#include "engine/cat/document/odf/inner_texts.h"

#include "engine/cat/document/odf/elements.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>
#include <vector>

namespace interlinear::cat::odf {

namespace {

constexpr std::string_view markBegin = "<?\x01";
constexpr std::string_view markEnd = "?>";
constexpr std::size_t deepest = 64;   // paragraphs and texts in them

std::string mark(char kind, std::size_t number, std::string_view name = {})
{
    return std::string(markBegin) + kind + std::to_string(number) + (name.empty() ? "" : " ") + std::string(name) + std::string(markEnd);
}

class Unfolder {
public:
    explicit Unfolder(std::string_view xml) : m_xml(xml), m_cursor(xml) {}

    std::string unfolded()
    {
        m_text.reserve(m_xml.size() + m_xml.size() / 16);
        while (m_cursor.next()) {
            if (m_cursor.token().kind == XmlKind::Start)
                onStart();
            else
                append();
            if (m_cursor.token().kind == XmlKind::End)
                onEnd();
        }
        return std::move(m_text);
    }

private:
    // A paragraph with the texts that are moved behind it, or one of these.
    struct Open {
        std::size_t depth = 0;
        std::size_t number = 0;   // 0 for a paragraph
        std::string text;
    };

    std::string &target()
    {
        const auto moved = std::find_if(m_open.rbegin(), m_open.rend(), [](const Open &open) { return open.number > 0; });
        return moved == m_open.rend() ? m_text : moved->text;
    }

    void append() { target() += m_xml.substr(m_cursor.token().span.begin, m_cursor.token().span.length()); }

    void onStart()
    {
        const XmlToken &token = m_cursor.token();
        const bool inParagraph = !m_open.empty() && m_open.back().number == 0;
        const bool opens = !token.selfClosing && m_open.size() < deepest;
        if (opens && inParagraph && isInnerText(token.name)) {
            target() += mark('@', ++m_last, token.localName());
            m_open.push_back({m_cursor.depth(), m_last, mark('+', m_last)});
        } else if (opens && !inParagraph && isParagraph(token.name)) {
            m_open.push_back({m_cursor.depth(), 0, {}});
        }
        append();
    }

    void onEnd()
    {
        if (m_open.empty() || m_open.back().depth != m_cursor.depth())
            return;
        Open closed = std::move(m_open.back());
        m_open.pop_back();
        if (closed.number > 0)
            m_open.back().text += closed.text + mark('-', closed.number);
        else
            target() += closed.text;
    }

    std::string_view m_xml;
    XmlCursor m_cursor;
    std::string m_text;
    std::vector<Open> m_open;
    std::size_t m_last = 0;
};

struct Mark {
    char kind = '@';
    std::size_t number = 0;
    std::size_t end = 0;   // behind it
};

Mark markAt(std::string_view text, std::size_t begin)
{
    Mark found;
    const std::size_t kind = begin + markBegin.size();
    found.kind = text[kind];
    std::from_chars(text.data() + kind + 1, text.data() + text.size(), found.number);
    found.end = text.find(markEnd, kind) + markEnd.size();
    return found;
}

// The text of all marks of one kind is left out; what is between those of a moved text is that text's. Number 0 is the text itself.
std::vector<std::string> textsOf(std::string_view text)
{
    std::vector<std::string> texts(1);
    std::vector<std::size_t> open{0};
    std::size_t at = 0;
    for (std::size_t begin = text.find(markBegin); begin != std::string_view::npos; begin = text.find(markBegin, at)) {
        const Mark found = markAt(text, begin);
        texts[open.back()] += text.substr(at, (found.kind == '@' ? found.end : begin) - at);
        if (found.kind == '+') {
            texts.resize(std::max(texts.size(), found.number + 1));
            open.push_back(found.number);
        } else if (found.kind == '-') {
            open.pop_back();
        }
        at = found.end;
    }
    texts[0] += text.substr(at);
    return texts;
}

// As deep as texts were moved.
void appendWithTexts(std::vector<std::string> &texts, std::size_t number, std::string &result)
{
    const std::string text = std::move(texts[number]);
    std::size_t at = 0;
    for (std::size_t begin = text.find(markBegin); begin != std::string::npos; begin = text.find(markBegin, at)) {
        const Mark found = markAt(text, begin);
        result.append(text, at, begin - at);
        appendWithTexts(texts, found.number, result);
        at = found.end;
    }
    result.append(text, at);
}

}  // namespace

std::string unfolded(std::string_view xml)
{
    return Unfolder(xml).unfolded();
}

std::string folded(std::string_view text)
{
    if (text.find(markBegin) == std::string_view::npos)
        return std::string(text);
    std::vector<std::string> texts = textsOf(text);
    std::string result;
    result.reserve(text.size());
    appendWithTexts(texts, 0, result);
    return result;
}

bool isPlaceOfInnerText(std::string_view instruction)
{
    return instruction.starts_with("\x01@");
}

bool isPlaceOfNote(std::string_view mark)
{
    return mark.ends_with(" note?>");
}

}  // namespace interlinear::cat::odf
