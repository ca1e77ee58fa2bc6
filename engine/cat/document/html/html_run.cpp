#include "engine/cat/document/html/html_run.h"

#include "engine/cat/document/html/references.h"
#include "engine/cat/document/soft_break.h"

#include <algorithm>
#include <utility>

namespace interlinear::cat::html {

namespace {

constexpr std::string_view whiteSpace = " \t\r\n\f";

bool isSpace(char c)
{
    return whiteSpace.find(c) != std::string_view::npos;
}

// Whether the last thing in it is seen and is no text, such as a picture.
bool endsInWord(const InlineRun &run)
{
    const std::vector<InlineTag> &tags = run.content.tags;
    return !tags.empty() && tags.back().offset == run.content.text.size() && tags.back().kind == TagKind::Standalone && !tags.back().display.empty()
        && tags.back().display != "↵";
}

// White space at the span reads as one space, or as none behind another.
void addSpace(std::string_view text, ByteSpan span, InlineRun &run)
{
    const std::string &before = run.content.text;
    if ((before.empty() || before.ends_with(' ')) && !endsInWord(run))
        return;
    const std::string_view spelled = text.substr(span.begin, span.length());
    const bool breaksLine = spelled.find_first_of("\r\n") != std::string_view::npos;
    const std::string_view space = breaksLine ? softBreakText(before, text.substr(span.end)) : " ";
    if (spelled == space)
        run.addVerbatim(space, span);
    else
        run.addDecoded(space, span);
}

void addCollapsed(std::string_view text, ByteSpan span, Where where, InlineRun &run)
{
    std::size_t at = span.begin;
    while (at < span.end) {
        const std::string_view rest = text.substr(at, span.end - at);
        if (isSpace(rest.front())) {
            const std::size_t length = std::min(rest.find_first_not_of(whiteSpace), rest.size());
            addSpace(text, {at, at + length}, run);
            at += length;
        } else if (rest.front() == '&') {
            const Reference reference = referenceAt(rest, where);
            const ByteSpan spelled{at, at + std::max<std::size_t>(reference.length, 1)};
            if (reference.length > 0 && reference.text.size() == 1 && isSpace(reference.text.front()))
                addSpace(text, spelled, run);
            else if (reference.length > 0)
                run.addDecoded(reference.text, spelled);
            else
                run.addVerbatim("&", spelled);
            at = spelled.end;
        } else {
            const std::size_t length = std::min(rest.find_first_of(" \t\r\n\f&"), rest.size());
            run.addVerbatim(rest.substr(0, length), {at, at + length});
            at += length;
        }
    }
}

constexpr TagPermissions free{true, true, true};

// Characters as they are, of one line.
void addPreformatted(std::string_view text, ByteSpan span, InlineRun &run)
{
    std::size_t at = span.begin;
    while (at < span.end) {
        const std::string_view rest = text.substr(at, span.end - at);
        const Reference reference = rest.front() == '&' ? referenceAt(rest, Where::Text) : Reference{};
        const bool breaksLine = reference.text.find_first_of("\r\n") != std::string::npos;
        const std::size_t plain = std::max<std::size_t>(std::min(rest.find('&'), rest.size()), 1);
        const ByteSpan origin{at, at + (reference.length > 0 ? reference.length : plain)};
        if (reference.length > 0)
            run.addDecoded(breaksLine ? " " : reference.text, origin);
        else
            run.addVerbatim(rest.substr(0, plain), origin);
        at = origin.end;
    }
}

// Elements that do not stand in themselves.
bool isNeverNested(std::string_view element)
{
    return element == "a" || element == "button" || element == "nobr";
}

}  // namespace

void HtmlRun::addText(ByteSpan span, Space space)
{
    m_pieces.push_back({.kind = PieceKind::Text, .span = span, .space = space});
}

void HtmlRun::addOpen(const std::string &element, ByteSpan span)
{
    m_pieces.push_back({.kind = PieceKind::Open, .span = span, .name = element});
}

void HtmlRun::addClose(const std::string &element, ByteSpan span)
{
    m_pieces.push_back({.kind = PieceKind::Close, .span = span, .name = element});
}

void HtmlRun::addKept(std::string display, ByteSpan span, bool showsWord)
{
    m_pieces.push_back({.kind = PieceKind::Kept, .span = span, .name = std::move(display), .showsWord = showsWord});
}

void HtmlRun::addBreak(ByteSpan span)
{
    m_pieces.push_back({.kind = PieceKind::Break, .span = span, .name = "↵"});
}

void HtmlRun::addDescribed(const std::string &element, ByteSpan span, const HtmlAttribute &attribute)
{
    m_pieces.push_back({.kind = PieceKind::Described, .span = span, .name = element, .value = attribute.value, .quoted = attribute.quoted});
}

bool HtmlRun::endsInBreak() const
{
    const auto last = std::find_if(m_pieces.rbegin(), m_pieces.rend(), [&](const Piece &piece) { return !isBlank(piece); });
    return last != m_pieces.rend() && last->kind == PieceKind::Break;
}

bool HtmlRun::isBlank(const Piece &piece) const
{
    return piece.kind == PieceKind::Text && m_text.substr(piece.span.begin, piece.span.length()).find_first_not_of(whiteSpace) == std::string_view::npos;
}

void HtmlRun::pairUp()
{
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        const std::string &name = m_pieces[i].name;
        const auto same = [&](std::size_t start) { return m_pieces[start].name == name; };
        constexpr std::size_t furthest = 64;
        const auto least = open.size() > furthest ? open.end() - furthest : open.begin();
        if (m_pieces[i].kind == PieceKind::Open) {
            if (isNeverNested(name))
                open.erase(std::remove_if(least, open.end(), same), open.end());
            open.push_back(i);
        } else if (m_pieces[i].kind == PieceKind::Close) {
            const auto found = std::find_if(open.rbegin(), std::make_reverse_iterator(least), same);
            if (found == std::make_reverse_iterator(least))
                continue;
            m_pieces[i].partner = *found;
            m_pieces[*found].partner = i;
            m_pieces[i].paired = m_pieces[*found].paired = true;
            open.erase(std::next(found).base(), open.end());
        }
    }
}

PieceShape HtmlRun::shapeOf(const Piece &piece) const
{
    switch (piece.kind) {
    case PieceKind::Text: return {isBlank(piece) ? PieceRole::Loose : PieceRole::Seen};
    case PieceKind::Kept: return {piece.showsWord ? PieceRole::Seen : PieceRole::Loose};
    case PieceKind::Open: return {piece.paired ? PieceRole::Open : PieceRole::Loose, piece.partner};
    case PieceKind::Close: return {piece.paired ? PieceRole::Close : PieceRole::Loose, piece.partner};
    default: return {PieceRole::Loose};
    }
}

void HtmlRun::appendDescribed(const Piece &piece, int id, InlineRun &run) const
{
    const std::string_view quote = piece.quoted ? "" : "\"";
    const std::string before(m_text.substr(piece.span.begin, piece.value.begin - piece.span.begin));
    const std::string behind(m_text.substr(piece.value.end, piece.span.end - piece.value.end));
    run.addTag({id, TagKind::Open, 0, before + std::string(quote), piece.name}, {piece.span.begin, piece.value.begin});
    addCollapsed(m_text, piece.value, Where::Attribute, run);
    run.addTag({id, TagKind::Close, 0, std::string(quote) + behind, piece.name}, {piece.value.end, piece.span.end});
}

void HtmlRun::append(const Piece &piece, std::size_t index, std::size_t first, std::size_t end, InlineRun &run) const
{
    const std::string code(m_text.substr(piece.span.begin, piece.span.length()));
    const int id = static_cast<int>(index - first) * 2 + 1;
    switch (piece.kind) {
    case PieceKind::Text:
        if (piece.space == Space::Stays)
            addPreformatted(m_text, piece.span, run);
        else
            addCollapsed(m_text, piece.span, Where::Text, run);
        break;
    case PieceKind::Open:
    case PieceKind::Close: {
        const bool paired = piece.paired && piece.partner >= first && piece.partner < end;
        const std::size_t opening = piece.kind == PieceKind::Close && paired ? piece.partner : index;
        const TagKind kind = !paired ? TagKind::Standalone : piece.kind == PieceKind::Open ? TagKind::Open : TagKind::Close;
        const TagPermissions may{false, false, paired};
        run.addTag({static_cast<int>(opening - first) * 2 + 1, kind, 0, code, paired ? piece.name : std::string(), may}, piece.span);
        break;
    }
    case PieceKind::Kept:
        run.addTag({id, TagKind::Standalone, 0, code, piece.name}, piece.span);
        break;
    case PieceKind::Break:
        run.addTag({id, TagKind::Standalone, 0, code, piece.name, free}, piece.span);
        break;
    case PieceKind::Described:
        appendDescribed(piece, id, run);
        break;
    }
}

InlineRun HtmlRun::taken(BlockKind kind)
{
    InlineRun run;
    run.kind = kind;
    pairUp();
    std::vector<PieceShape> shapes;
    for (const Piece &piece : m_pieces)
        shapes.push_back(shapeOf(piece));
    const PieceRange inner = innerPieces(shapes);
    for (std::size_t i = inner.begin; i < inner.end; ++i)
        append(m_pieces[i], i, inner.begin, inner.end, run);
    m_pieces.clear();
    return run;
}

InlineRun attributeRun(std::string_view text, ByteSpan value)
{
    InlineRun run;
    run.kind = BlockKind::Attribute;
    addCollapsed(text, value, Where::Attribute, run);
    return run;
}

}  // namespace interlinear::cat::html
