#include "engine/cat/document/html/elements.h"
#include "engine/cat/document/html/html.h"
#include "engine/cat/document/html/html_run.h"
#include "engine/cat/document/html/page.h"
#include "engine/cat/document/html/references.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace interlinear::cat {

namespace {

using namespace html;

// What an element says of the text in it.
struct Manner {
    bool translate = true;
    bool block = true;
    Space space = Space::Collapses;
    BlockKind kind = BlockKind::Paragraph;
    std::size_t note = none;   // the Start that has it
};

class PageReader {
public:
    PageReader(std::string_view text, SentenceBreaker &breaker) : m_text(text), m_breaker(breaker), m_page(pageOf(text)), m_run(text)
    {
        m_manners.resize(m_page.tokens.size());
    }

    std::vector<Segment> segments()
    {
        for (std::size_t i = 0; i < m_page.tokens.size();)
            i = take(i);
        flush();
        return inOrder();
    }

private:
    const Manner &around(std::size_t token) const
    {
        static const Manner page;
        const std::size_t parent = m_page.places[token].parent;
        return parent == none ? page : m_manners[parent];
    }

    // The token that comes next.
    std::size_t take(std::size_t i)
    {
        const HtmlToken &token = m_page.tokens[i];
        if (token.kind == HtmlKind::Start)
            return takeStart(i);
        if (!around(i).translate || token.kind == HtmlKind::Doctype || (token.kind == HtmlKind::End && isBlock(token.name))) {
            flush();
        } else if (token.kind == HtmlKind::Text) {
            takeText(token.span, around(i));
        } else if (token.kind == HtmlKind::End) {
            m_run.addClose(token.name, token.span);
        } else {
            m_run.addKept({}, token.span, false);
        }
        return i + 1;
    }

    std::size_t takeStart(std::size_t i)
    {
        const HtmlToken &token = m_page.tokens[i];
        const std::vector<HtmlAttribute> attributes = attributesOf(m_text, token);
        m_manners[i] = mannerOf(i, attributes);
        const Manner &manner = m_manners[i];
        if (manner.block || !around(i).translate)
            flush();
        const HtmlAttribute *text = manner.translate ? takeAttributes(i, attributes) : nullptr;
        if (manner.block)
            return isOpaque(token.name) ? m_page.places[i].elementEnd : i + 1;
        if (isOpaque(token.name) || (!manner.translate && around(i).translate))
            return takeKept(i);
        if (!manner.translate)
            return i + 1;
        if (token.name == "br")
            takeBreak(token.span);
        else if (isVoid(token.name) && text)
            m_run.addDescribed(token.name, token.span, *text);
        else if (isVoid(token.name))
            m_run.addKept(token.name == "wbr" ? std::string() : token.name, token.span, false);
        else
            m_run.addOpen(token.name, token.span);
        return i + 1;
    }

    // Lines that are seen as such are paragraphs.
    void takeText(ByteSpan span, const Manner &manner)
    {
        while (manner.space == Space::Stays) {
            const std::size_t lineEnd = m_text.find_first_of("\r\n", span.begin);
            if (lineEnd >= span.end)
                break;
            addText({span.begin, lineEnd}, manner);
            flush();
            span.begin = lineEnd + 1;
        }
        addText(span, manner);
    }

    void addText(ByteSpan span, const Manner &manner)
    {
        m_paragraph = manner;
        m_run.addText(span, manner.space);
    }

    // Two line breaks in a row part paragraphs.
    void takeBreak(ByteSpan span)
    {
        if (m_run.endsInBreak())
            flush();
        m_run.addBreak(span);
    }

    // All of the element as one tag; one that the file does not end closes the paragraph, as what is typed behind it would stand in it.
    std::size_t takeKept(std::size_t i)
    {
        const HtmlToken &token = m_page.tokens[i];
        const std::size_t end = m_page.places[i].elementEnd;
        const HtmlToken &last = m_page.tokens[end - 1];
        const bool closed = end > i + 1 ? last.kind == HtmlKind::End && last.name == token.name : token.selfClosing;
        if (!closed)
            flush();
        if (!around(i).translate || !closed)
            return end;
        std::string content;
        for (std::size_t k = i + 1; k < end; ++k) {
            if (m_page.tokens[k].kind == HtmlKind::Text)
                content += decodedHtml(m_text.substr(m_page.tokens[k].span.begin, m_page.tokens[k].span.length()), Where::Text);
        }
        if (m_manners[i].translate && (token.name == "svg" || token.name == "math"))
            takeDrawing(i, end);
        const bool showsText = token.name == "code" || !isOpaque(token.name);
        constexpr std::size_t longest = 80;
        const bool fits = showsText && !content.empty() && content.size() <= longest && content.find_first_of("\r\n") == std::string::npos;
        m_run.addKept(fits ? content : token.name, {token.span.begin, m_page.tokens[end - 1].span.end},
                      showsWord(token.name) || (showsText && !content.empty()));
        return end;
    }

    // The texts in a drawing or formula, and the attributes of its elements, each for itself.
    void takeDrawing(std::size_t drawing, std::size_t end)
    {
        for (std::size_t k = drawing + 1; k < end; ++k) {
            const HtmlToken &token = m_page.tokens[k];
            m_manners[k] = m_manners[drawing];
            if (token.kind == HtmlKind::Start)
                takeAttributes(k, attributesOf(m_text, token));
            const std::size_t parent = m_page.places[k].parent;
            if (token.kind != HtmlKind::Text || parent == none || !labelsDrawing(m_page.tokens[parent].name))
                continue;
            HtmlRun label(m_text);
            label.addText(token.span, Space::Collapses);
            addBeside(wholeSegment(label.taken(BlockKind::Paragraph), 0), drawing, m_page.tokens[drawing].name + " " + m_page.tokens[parent].name);
        }
    }

    /// Whether it is worth a translator's look.
    bool addBeside(std::optional<Segment> segment, std::size_t element, std::string context)
    {
        if (!segment || !hasWords(segment->source.text))
            return false;
        segment->facts.context = std::move(context);
        addNotes(m_manners[element], *segment);
        m_beside.push_back(std::move(*segment));
        return true;
    }

    Manner mannerOf(std::size_t i, const std::vector<HtmlAttribute> &attributes) const
    {
        const std::string &name = m_page.tokens[i].name;
        Manner manner = around(i);
        manner.block = isBlock(name);
        manner.kind = kindOf(name).value_or(manner.kind);
        if (name == "pre" || name == "textarea" || name == "listing")
            manner.space = Space::Stays;
        for (const HtmlAttribute &attribute : attributes) {
            const std::string value = asciiLowerCase(attribute.raw);
            if (attribute.name == "translate" || attribute.name == "its:translate" || attribute.name == "its-translate")
                manner.translate = value == "no" ? false : value == "yes" || value.empty() ? true : manner.translate;
            else if (attribute.name == "class" && hasWord(value, "notranslate"))
                manner.translate = false;
            else if (attribute.name == "its-loc-note" || attribute.name == "its:locnote")
                manner.note = i;
        }
        return manner;
    }

    static bool hasWord(std::string_view words, std::string_view word)
    {
        for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
            const std::size_t end = at + word.size();
            const auto isGap = [&](std::size_t k) { return words[k] == ' ' || words[k] == '\t' || words[k] == '\n' || words[k] == '\r'; };
            if ((at == 0 || isGap(at - 1)) && (end == words.size() || isGap(end)))
                return true;
        }
        return false;
    }

    /// The first text among them, of which a sentence around the element may make a part of itself.
    const HtmlAttribute *takeAttributes(std::size_t i, const std::vector<HtmlAttribute> &attributes)
    {
        const HtmlAttribute *first = nullptr;
        for (const HtmlAttribute &attribute : attributes) {
            if (!isTextAttribute(m_page.tokens[i].name, attribute, attributes) || attributeNamed(attributes, attribute.name) != &attribute)
                continue;
            if (addBeside(wholeSegment(attributeRun(m_text, attribute.value), 0), i, m_page.tokens[i].name + " " + nameFor(attribute, attributes)))
                first = first ? first : &attribute;
        }
        return first;
    }

    // A meta element says in another attribute what its content is.
    static std::string nameFor(const HtmlAttribute &attribute, const std::vector<HtmlAttribute> &attributes)
    {
        const HtmlAttribute *name = attributeNamed(attributes, "name");
        const HtmlAttribute *property = attributeNamed(attributes, "property");
        if (attribute.name != "content" || (!name && !property))
            return attribute.name;
        return decodedHtml((name ? name : property)->raw, Where::Attribute);
    }

    // As appendSegments() asks for, which cuts sentences; descriptions stay whole.
    bool hasWords(const std::string &text) const
    {
        InlineRun run;
        run.addVerbatim(text, {0, text.size()});
        std::vector<Segment> segments;
        appendSegments(run, 0, m_breaker, segments);
        return !segments.empty();
    }

    void addNotes(const Manner &manner, Segment &segment) const
    {
        if (manner.note == none)
            return;
        const std::vector<HtmlAttribute> attributes = attributesOf(m_text, m_page.tokens[manner.note]);
        for (const char *name : {"its-loc-note", "its:locnote"}) {
            if (const HtmlAttribute *note = attributeNamed(attributes, name))
                segment.facts.notes.push_back(decodedHtml(note->raw, Where::Attribute));
        }
    }

    void flush()
    {
        const InlineRun run = m_run.taken(m_paragraph.kind);
        if (!run.content.text.empty())
            appendRun(run);
    }

    void appendRun(const InlineRun &run)
    {
        const std::size_t before = m_segments.size();
        appendSegments(run, m_paragraphs, m_breaker, m_segments);
        for (std::size_t i = before; i < m_segments.size(); ++i)
            addNotes(m_paragraph, m_segments[i]);
        m_paragraphs += m_segments.size() > before ? 1 : 0;
    }

    // What stands beside, between paragraphs; what is within a sentence belongs to its tags.
    std::vector<Segment> inOrder()
    {
        std::vector<Segment> result;
        auto beside = m_beside.begin();
        std::size_t next = 0;
        std::optional<std::size_t> before;
        const auto add = [&](Segment &segment, bool begins) {
            next += begins && !result.empty() ? 1 : 0;
            segment.paragraph = next;
            result.push_back(std::move(segment));
        };
        for (Segment &segment : m_segments) {
            for (; beside != m_beside.end() && beside->span.begin < segment.span.begin; ++beside) {
                if (!result.empty() && beside->span.begin < result.back().span.end)
                    continue;
                add(*beside, true);
                before.reset();
            }
            const bool begins = before != segment.paragraph;
            before = segment.paragraph;
            add(segment, begins);
        }
        for (; beside != m_beside.end(); ++beside) {
            if (result.empty() || beside->span.begin >= result.back().span.end)
                add(*beside, true);
        }
        return result;
    }

    std::string_view m_text;
    SentenceBreaker &m_breaker;
    Page m_page;
    std::vector<Manner> m_manners;   // of Starts
    HtmlRun m_run;
    Manner m_paragraph;              // of the text last taken
    std::vector<Segment> m_segments;
    std::vector<Segment> m_beside;   // of attributes, drawings and formulas
    std::size_t m_paragraphs = 0;
};

}  // namespace

Result<Reading> readHtml(const Document &document, const ReadContext &context)
{
    return Reading{PageReader(document.text, context.breaker).segments()};
}

}  // namespace interlinear::cat
