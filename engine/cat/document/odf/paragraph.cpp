#include "engine/cat/document/odf/paragraph.h"

#include "engine/cat/document/odf/elements.h"
#include "engine/cat/document/odf/inner_texts.h"
#include "engine/cat/document/outer_pieces.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace interlinear::cat::odf {

namespace {

constexpr std::string_view whiteSpace = " \t\r\n";
constexpr std::size_t mostSpaces = 8;        // of a text:s that is text; with more, a page was laid out
constexpr std::size_t longestDisplay = 40;
constexpr TagPermissions freely{.remove = true, .copy = true};

bool isSpace(char c)
{
    return whiteSpace.find(c) != std::string_view::npos;
}

bool isBlank(std::string_view raw)
{
    return raw.find_first_not_of(whiteSpace) == std::string_view::npos;
}

// Of the raw characters, the length of what stands for one character or for a stretch without references and white space.
std::size_t pieceLength(std::string_view raw)
{
    if (raw.front() == '&')
        return std::min(raw.find(';'), raw.size() - 1) + 1;
    return std::min(raw.find_first_of(" \t\r\n&"), raw.size());
}

enum class Kind { Text, Characters, CData, Spaces, Open, Close, Kept, Break };

struct Element {
    Kind kind = Kind::Text;
    ByteSpan span;
    std::string display = {};
    bool showsWord = false;          // of Kept
    TagPermissions may = {};
    std::size_t partner = 0;         // of Open and Close
    std::size_t count = 0;           // of Spaces
};

PieceShape shapeOf(const Element &element, std::string_view text)
{
    switch (element.kind) {
    case Kind::Text: return {isBlank(text.substr(element.span.begin, element.span.length())) ? PieceRole::Loose : PieceRole::Seen};
    case Kind::Characters:
    case Kind::CData: return {PieceRole::Seen};
    case Kind::Open: return {PieceRole::Open, element.partner};
    case Kind::Close: return {PieceRole::Close, element.partner};
    case Kind::Kept: return {element.showsWord ? PieceRole::Seen : PieceRole::Loose};
    default: return {PieceRole::Loose};
    }
}

// Elements of a paragraph in their order.
class Elements {
public:
    Elements(XmlCursor &cursor, std::string_view text, const Styles &styles) : m_cursor(cursor), m_text(text), m_styles(styles) {}

    std::vector<Element> taken()
    {
        const std::size_t depth = m_cursor.depth();
        const bool isEmpty = m_cursor.token().selfClosing;
        while (!isEmpty && m_cursor.next()) {
            const XmlToken &token = m_cursor.token();
            if (token.kind == XmlKind::End && m_cursor.depth() == depth)
                break;
            if (token.kind == XmlKind::Start)
                takeStart();
            else if (token.kind == XmlKind::End)
                takeEnd();
            else if (token.kind == XmlKind::Text)
                add({.kind = holdsCharacters() ? Kind::Characters : Kind::Text, .span = token.span});
            else if (token.kind == XmlKind::CData)
                add({.kind = Kind::CData, .span = token.span});
            else
                add({.kind = Kind::Kept, .span = token.span, .showsWord = isPlaceOfInnerText(token.name) && isPlaceOfNote(m_cursor.raw())});
        }
        return std::move(m_elements);
    }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    struct OpenPair {
        std::size_t depth = 0;
        std::size_t element = none;     // none for a span that is not shown
        std::size_t outerDepth = 0;     // of ruby: that of the element around
        bool charactersOnly = false;
    };

    bool holdsCharacters() const { return !m_open.empty() && m_open.back().charactersOnly; }

    void add(Element element) { m_elements.push_back(std::move(element)); }

    void takeStart()
    {
        const XmlToken &token = m_cursor.token();
        if (token.name == "text:s")
            takeSpaces();
        else if (token.name == "text:tab" || token.name == "text:line-break")
            addWhole({.kind = Kind::Break, .span = {}, .display = token.name == "text:tab" ? "⇥" : "↵", .may = freely});
        else if (token.name == "text:soft-page-break")
            skipElement(m_cursor);
        else if (token.name == "text:ruby")
            takeRuby();
        else if (isMark(token.name))
            addWhole({.kind = Kind::Kept, .span = {}});
        else if (isPair(token.name))
            takePair();
        else
            takeField();
    }

    void addWhole(Element element)
    {
        element.span = skipElement(m_cursor);
        add(std::move(element));
    }

    void takeSpaces()
    {
        const std::string number = m_cursor.attributeText("text:c");
        std::size_t count = 1;
        std::from_chars(number.data(), number.data() + number.size(), count);
        if (count <= mostSpaces)
            addWhole({.kind = Kind::Spaces, .span = {}, .count = count});
        else
            addWhole({.kind = Kind::Break, .span = {}, .display = "⇥", .may = freely});
    }

    void takePair()
    {
        const XmlToken token = m_cursor.token();
        const std::optional<XmlAttribute> style = m_cursor.attribute("text:style-name");
        const bool isSpan = token.name == "text:span";
        const TextStyle *look = isSpan && style ? m_styles.ofText(style->text()) : nullptr;
        const bool isPlain = isSpan && m_cursor.attributes().size() == (style ? 1 : 0) && (!style || (look && look->plain));
        if (look && look->hidden) {
            addWhole({.kind = Kind::Kept, .span = {}, .display = "hidden"});
        } else if (token.selfClosing) {
            if (!isSpan)
                add({.kind = Kind::Kept, .span = token.span});
        } else if (isPlain) {
            m_open.push_back({m_cursor.depth(), none, 0});
        } else {
            m_open.push_back({m_cursor.depth(), m_elements.size(), 0, holdsCharactersOnly(token.name)});
            add({.kind = Kind::Open, .span = token.span, .display = look ? look->look : std::string(token.localName()), .may = isSpan ? freely : TagPermissions{}});
        }
    }

    // Text with its reading above it: the text is a pair, whose end holds the reading.
    void takeRuby()
    {
        const ByteSpan begin = m_cursor.token().span;
        const std::size_t outer = m_cursor.depth();
        XmlCursor inside = m_cursor;
        while (inside.next() && inside.token().kind == XmlKind::Text) {
        }
        if (inside.token().kind != XmlKind::Start || inside.token().name != "text:ruby-base" || inside.token().selfClosing || m_cursor.token().selfClosing) {
            takeField();
            return;
        }
        m_cursor = inside;
        m_open.push_back({m_cursor.depth(), m_elements.size(), outer});
        add({.kind = Kind::Open, .span = {begin.begin, m_cursor.token().span.end}, .display = "ruby", .may = {.remove = true}});
    }

    void takeEnd()
    {
        if (m_open.empty() || m_open.back().depth != m_cursor.depth())
            return;
        const OpenPair closed = m_open.back();
        m_open.pop_back();
        if (closed.element == none)
            return;
        ByteSpan span = m_cursor.token().span;
        while (closed.outerDepth > 0 && (m_cursor.token().kind != XmlKind::End || m_cursor.depth() != closed.outerDepth) && m_cursor.next())
            span.end = m_cursor.token().span.end;
        Element close = m_elements[closed.element];
        close.kind = Kind::Close;
        close.span = span;
        close.partner = closed.element;
        m_elements[closed.element].partner = m_elements.size();
        add(std::move(close));
    }

    // What the office program fills in; a number before a heading or a list item is one without text of the sentence.
    void takeField()
    {
        const XmlToken token = m_cursor.token();
        const ByteSpan span = skipElement(m_cursor);
        std::string shown = shownText(m_text.substr(span.begin, span.length()));
        const bool showsWord = !shown.empty() && token.name != "text:number";
        add({.kind = Kind::Kept, .span = span, .display = shown.empty() ? std::string(token.localName()) : std::move(shown), .showsWord = showsWord});
    }

    XmlCursor &m_cursor;
    std::string_view m_text;
    const Styles &m_styles;
    std::vector<Element> m_elements;
    std::vector<OpenPair> m_open;
};

// Puts the elements into a run, white space collapsed: a space behind another, whatever mark-up is between them, is none.
class Collapser {
public:
    explicit Collapser(std::string_view text) : m_text(text) {}

    void append(const Element &element, std::size_t index)
    {
        const std::string_view raw = m_text.substr(element.span.begin, element.span.length());
        const int id = static_cast<int>(element.kind == Kind::Close ? element.partner : index) + 1;
        switch (element.kind) {
        case Kind::Text: appendText(raw, element.span.begin); break;
        case Kind::Characters: appendCharacters(raw, element.span.begin); break;
        case Kind::CData: appendCData(element.span); break;
        case Kind::Spaces: m_run.addDecoded(std::string(element.count, ' '), element.span); break;
        case Kind::Open: m_run.addTag({id, TagKind::Open, 0, std::string(raw), element.display, element.may}, element.span); break;
        case Kind::Close: m_run.addTag({id, TagKind::Close, 0, std::string(raw), element.display, element.may}, element.span); break;
        default:
            m_run.addTag({id, TagKind::Standalone, 0, std::string(raw), element.display, element.may}, element.span);
            m_behindSpace = m_behindSpace && !element.showsWord;
        }
    }

    InlineRun taken() { return std::move(m_run); }

private:
    void appendText(std::string_view raw, std::size_t begin)
    {
        for (std::size_t at = 0; at < raw.size();) {
            const std::string_view rest = raw.substr(at);
            if (isSpace(rest.front())) {
                const std::size_t length = std::min(rest.find_first_not_of(whiteSpace), rest.size());
                appendSpace(rest.substr(0, length), {begin + at, begin + at + length});
                at += length;
                continue;
            }
            const std::size_t length = pieceLength(rest);
            const ByteSpan origin{begin + at, begin + at + length};
            const std::string character = rest.front() == '&' ? decodedXml(rest.substr(0, length)) : std::string();
            if (character.size() == 1 && isSpace(character.front())) {
                appendSpace(rest.substr(0, length), origin);
            } else {
                if (character.empty())
                    m_run.addVerbatim(rest.substr(0, length), origin);
                else
                    m_run.addDecoded(character, origin);
                m_behindSpace = false;
            }
            at += length;
        }
    }

    // In input fields each space counts: the element that stands for more of them is not allowed there.
    void appendCharacters(std::string_view raw, std::size_t begin)
    {
        for (std::size_t at = 0; at < raw.size();) {
            const std::string_view rest = raw.substr(at);
            const std::size_t length = isSpace(rest.front()) ? 1 : pieceLength(rest);
            m_behindSpace = false;
            if (isSpace(rest.front()))
                appendSpace(rest.substr(0, length), {begin + at, begin + at + length});
            else
                appendText(rest.substr(0, length), begin + at);
            at += length;
        }
    }

    void appendSpace(std::string_view spelled, ByteSpan origin)
    {
        if (std::exchange(m_behindSpace, true))
            return;
        if (spelled == " ")
            m_run.addVerbatim(spelled, origin);
        else
            m_run.addDecoded(" ", origin);
    }

    void appendCData(ByteSpan span)
    {
        constexpr std::string_view brackets = "<![CDATA[]]>";
        const std::string_view all = m_text.substr(span.begin, span.length());
        for (const char c : all.substr(9, all.size() - brackets.size())) {
            if (!isSpace(c) || !m_behindSpace)
                m_run.addDecoded(isSpace(c) ? std::string_view(" ") : std::string_view(&c, 1), span);
            m_behindSpace = isSpace(c);
        }
    }

    std::string_view m_text;
    InlineRun m_run;
    bool m_behindSpace = true;   // white space at the beginning is none
};

}  // namespace

ParagraphText paragraphText(XmlCursor &cursor, std::string_view text, const Styles &styles)
{
    const std::vector<Element> elements = Elements(cursor, text, styles).taken();
    std::vector<PieceShape> shapes;
    for (const Element &element : elements)
        shapes.push_back(shapeOf(element, text));
    const PieceRange inner = innerPieces(shapes);
    Collapser collapser(text);
    bool whole = false;
    for (std::size_t i = inner.begin; i < inner.end; ++i) {
        collapser.append(elements[i], i);
        whole = whole || elements[i].kind == Kind::CData;
    }
    return {collapser.taken(), whole};
}

InlineRun plainText(XmlCursor &cursor, std::string_view text)
{
    InlineRun run;
    int lastId = 0;
    bool charactersOnly = true;
    const std::size_t depth = cursor.depth();
    const bool isEmpty = cursor.token().selfClosing;
    while (!isEmpty && cursor.next() && (cursor.token().kind != XmlKind::End || cursor.depth() > depth)) {
        if (cursor.token().kind != XmlKind::Text) {
            charactersOnly = false;
            continue;
        }
        const ByteSpan span = cursor.token().span;
        for (std::size_t at = span.begin; at < span.end;) {
            const std::string_view rest = text.substr(at, span.end - at);
            const bool breaks = rest.front() == '\r' || rest.front() == '\n';
            const std::size_t length = breaks ? (rest.starts_with("\r\n") ? 2 : 1) : std::min(rest.find_first_of("\r\n"), rest.size());
            if (breaks)
                run.addTag({++lastId, TagKind::Standalone, 0, std::string(rest.substr(0, length)), "↵", freely}, {at, at + length});
            else
                addXmlText(run, rest.substr(0, length), at);
            at += length;
        }
    }
    return charactersOnly ? run : InlineRun{};
}

std::string shownText(std::string_view xml)
{
    std::string shown;
    XmlCursor cursor(xml);
    while (cursor.next() && shown.size() < longestDisplay) {
        if (cursor.token().kind == XmlKind::Text)
            shown += decodedXml(cursor.raw());
    }
    std::ranges::replace_if(shown, isSpace, ' ');
    std::size_t end = std::min(shown.size(), longestDisplay);
    while (end < shown.size() && (static_cast<unsigned char>(shown[end]) & 0xC0) == 0x80)
        --end;
    return std::string(trimmed(std::string_view(shown).substr(0, end)));
}

}  // namespace interlinear::cat::odf
