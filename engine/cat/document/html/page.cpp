#include "engine/cat/document/html/page.h"

#include "engine/cat/document/html/elements.h"

#include <algorithm>
#include <unordered_map>

namespace interlinear::cat::html {

namespace {

constexpr std::size_t furthest = 256;

class Nesting {
public:
    explicit Nesting(Page &page) : m_page(page) {}

    std::size_t innermost() const { return m_open.empty() ? none : m_open.back(); }

    void begin(std::size_t start, bool empty)
    {
        const std::string &name = nameOf(start);
        endUnsaid(start);
        m_page.places[start] = {innermost(), start + 1};
        if (empty || isVoid(name))
            return;
        m_open.push_back(start);
        ++m_count[name];
    }

    void end(std::size_t endTag)
    {
        const std::string &name = nameOf(endTag);
        const auto count = m_count.find(name);
        if (count == m_count.end() || count->second == 0)
            return;
        const bool inlined = !isBlock(name);
        for (std::size_t up = 0; up < m_open.size(); ++up) {
            const std::size_t at = m_open.size() - 1 - up;
            if (inlined && up >= furthest)
                return;
            if (nameOf(m_open[at]) == name)
                return close(at, endTag, inlined);
        }
    }

    void endAll(std::size_t tokens)
    {
        while (!m_open.empty())
            pop(tokens);
    }

private:
    const std::string &nameOf(std::size_t token) const { return m_page.tokens[token].name; }

    void pop(std::size_t end)
    {
        m_page.places[m_open.back()].elementEnd = end;
        --m_count[nameOf(m_open.back())];
        m_open.pop_back();
    }

    // The end tag of bold text does not end the paragraph in it.
    void close(std::size_t at, std::size_t endTag, bool inlined)
    {
        const auto inner = m_open.begin() + static_cast<std::ptrdiff_t>(at) + 1;
        const bool holdsBlock = inlined && std::any_of(inner, m_open.end(), [&](std::size_t start) { return isBlock(nameOf(start)); });
        if (holdsBlock) {
            m_page.places[m_open[at]].elementEnd = endTag + 1;
            --m_count[nameOf(m_open[at])];
            m_open.erase(m_open.begin() + static_cast<std::ptrdiff_t>(at));
            return;
        }
        while (m_open.size() > at + 1)
            pop(endTag);
        pop(endTag + 1);
    }

    void endUnsaid(std::size_t start)
    {
        const std::string &next = nameOf(start);
        for (const std::string_view ended : {"p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "head"}) {
            if (!endsBefore(ended, next))
                continue;
            const auto count = m_count.find(std::string(ended));
            if (count != m_count.end() && count->second > 0)
                endInnermost(ended, start);
        }
    }

    void endInnermost(std::string_view ended, std::size_t start)
    {
        const std::size_t least = m_open.size() > furthest ? m_open.size() - furthest : 0;
        for (std::size_t at = m_open.size(); at > least; --at) {
            const std::string &name = nameOf(m_open[at - 1]);
            if (name == ended) {
                while (m_open.size() >= at)
                    pop(start);
                return;
            }
            if (bounds(name, ended))
                return;
        }
    }

    Page &m_page;
    std::vector<std::size_t> m_open;                        // indices of Starts, the outermost first
    std::unordered_map<std::string, std::size_t> m_count;   // of them, by name
};

}  // namespace

Page pageOf(std::string_view text)
{
    Page page;
    HtmlCursor cursor(text);
    while (cursor.next())
        page.tokens.push_back(cursor.token());
    page.places.resize(page.tokens.size());
    Nesting nesting(page);
    std::size_t foreign = 0;   // the end of the drawing or formula around, in which "/>" ends an element
    for (std::size_t i = 0; i < page.tokens.size(); ++i) {
        const HtmlToken &token = page.tokens[i];
        page.places[i] = {nesting.innermost(), i + 1};
        const bool drawing = token.name == "svg" || token.name == "math";
        if (token.kind == HtmlKind::Start) {
            nesting.begin(i, token.selfClosing && (cursor.isXml() || foreign > 0 || drawing));
            foreign += drawing && !token.selfClosing ? 1 : 0;
        } else if (token.kind == HtmlKind::End) {
            nesting.end(i);
            foreign -= drawing && foreign > 0 ? 1 : 0;
        }
    }
    nesting.endAll(page.tokens.size());
    return page;
}

}  // namespace interlinear::cat::html
