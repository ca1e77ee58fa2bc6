#include "engine/cat/document/po/po_layout.h"

#include "engine/cat/document/po/po_format.h"
#include "engine/cat/document/po/po_string.h"
#include "engine/cat/segmentation/code_point.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace interlinear::cat {

namespace {

constexpr std::size_t usualWidth = 79;
constexpr std::size_t enoughLines = 10;   // to know a width from

std::size_t columnsOf(std::string_view text)
{
    std::size_t columns = 0;
    while (!text.empty()) {
        if (static_cast<unsigned char>(text.front()) < 0x80) {
            ++columns;
            text.remove_prefix(1);
            continue;
        }
        const CodePoint character = firstCodePoint(text);
        const auto code = static_cast<UChar32>(character.value);
        const auto width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
        const bool takesNone = u_charType(code) == U_NON_SPACING_MARK || u_charType(code) == U_ENCLOSING_MARK || u_charType(code) == U_FORMAT_CHAR;
        columns += takesNone ? 0 : width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
        text.remove_prefix(character.length);
    }
    return columns;
}

std::string_view pieceOf(std::string_view text, ByteSpan span)
{
    return text.substr(span.begin, span.length());
}

bool endsLine(std::string_view piece)
{
    if (!piece.ends_with("\\n"))
        return false;
    const std::size_t other = piece.find_last_not_of('\\', piece.size() - 2);
    const std::size_t backslashes = piece.size() - 1 - (other == std::string_view::npos ? 0 : other + 1);
    return backslashes % 2 == 1;
}

// Lines of the spelled text, each with the "\n" that ends it.
std::vector<std::string_view> linesOf(std::string_view spelled)
{
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < spelled.size();) {
        const std::size_t length = std::max<std::size_t>(poCharacterLength(spelled, at), 1);
        at += length;
        if (spelled.substr(at - length, length) == "\\n" || at == spelled.size()) {
            lines.push_back(spelled.substr(begin, at - begin));
            begin = at;
        }
    }
    return lines;
}

// What the texts of a file or an entry show of their layout.
class Evidence {
public:
    explicit Evidence(std::string_view text) : m_text(text) {}

    void add(const PoString &string)
    {
        const std::vector<ByteSpan> &pieces = string.pieces;
        for (std::size_t i = 0; i < pieces.size(); ++i)
            addPiece(pieceOf(m_text, pieces[i]), i + 1 < pieces.size());
        if (pieces.size() == 1)
            return;
        ++(pieces.front().empty() ? m_empty : m_full);
        const std::size_t quote = pieces[1].begin - 1;
        const std::size_t lineBegin = m_text.find_last_of("\r\n", quote);
        if (lineBegin != std::string_view::npos && lineBegin > pieces[0].end)
            m_indent = m_text.substr(lineBegin + 1, quote - lineBegin - 1);
    }

    bool saysAnything() const { return m_empty + m_full + m_joinedLines > 0 || m_tooLong > 0; }

    PoLayout layout(PoLayout otherwise) const
    {
        if (m_brokenLines + m_joinedLines > 0)
            otherwise.breaksAtLineEnds = m_brokenLines >= m_joinedLines;
        if (m_empty + m_full > 0) {
            otherwise.beginsEmpty = m_empty >= m_full;
            otherwise.indent = m_indent;
        }
        if (m_widths.empty() && m_tooLong > 0)
            otherwise.width = 0;
        else if (!m_widths.empty() && m_tooLong <= m_widths.size())
            otherwise.width = seenWidth(otherwise.width);
        return otherwise;
    }

private:
    void addPiece(std::string_view piece, bool goesOn)
    {
        const std::size_t columns = columnsOf(piece) + 2;
        const bool wraps = goesOn && !piece.empty() && !endsLine(piece);
        if (wraps && piece.substr(0, piece.size() - 1).find(' ') != std::string_view::npos)
            m_widths.push_back(columns);
        const bool couldBreak = piece.substr(0, std::min<std::size_t>(piece.size(), usualWidth - 4)).find(' ') != std::string_view::npos;
        m_tooLong += columns > usualWidth + 2 && couldBreak ? 1 : 0;
        const std::vector<std::string_view> lines = linesOf(piece);
        m_joinedLines += lines.size() > 1 ? 1 : 0;
        m_brokenLines += goesOn && endsLine(piece) ? 1 : 0;
    }

    // The widest but for a few that somebody broke by hand.
    std::size_t seenWidth(std::size_t otherwise) const
    {
        std::vector<std::size_t> widths = m_widths;
        std::ranges::sort(widths);
        const std::size_t widest = widths[widths.size() - 1 - widths.size() / 50];
        if (widths.size() >= enoughLines)
            return widest;
        return otherwise == 0 ? std::max(widest, usualWidth) : std::max(widest, otherwise);
    }

    std::string_view m_text;
    std::vector<std::size_t> m_widths;   // of lines that go on
    std::size_t m_tooLong = 0;
    std::size_t m_empty = 0;
    std::size_t m_full = 0;
    std::size_t m_brokenLines = 0;
    std::size_t m_joinedLines = 0;
    std::string_view m_indent;
};

// For each byte of a line whether it is inside of an escape or a placeholder.
std::vector<bool> insides(std::string_view line, const std::vector<PlaceholderStyle> &placeholders)
{
    std::vector<bool> inside(line.size() + 1, false);
    const auto markInner = [&inside](std::size_t begin, std::size_t end) {
        for (std::size_t at = begin + 1; at < end; ++at)
            inside[at] = true;
    };
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t length = std::max<std::size_t>(poCharacterLength(line, at), 1);
        markInner(at, at + length);
        at += length;
    }
    for (const Placeholder &placeholder : placeholdersIn(line, placeholders))
        markInner(placeholder.span.begin, placeholder.span.end);
    return inside;
}

// Where a line of the spelled text may break, by UAX 14; never before its line end.
std::vector<std::size_t> breaksOf(std::string_view line, const std::vector<PlaceholderStyle> &placeholders)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UText, decltype(&utext_close)> source(utext_openUTF8(nullptr, line.data(), static_cast<int64_t>(line.size()), &status), utext_close);
    const std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> iterator(ubrk_open(UBRK_LINE, "en", nullptr, 0, &status), ubrk_close);
    ubrk_setUText(iterator.get(), source.get(), &status);
    std::vector<std::size_t> breaks;
    if (U_FAILURE(status))
        return breaks;
    const std::vector<bool> inside = insides(line, placeholders);
    const std::size_t end = line.size() - (endsLine(line) ? 2 : 0);
    for (int32_t at = ubrk_first(iterator.get()); at != UBRK_DONE; at = ubrk_next(iterator.get())) {
        const auto place = static_cast<std::size_t>(at);
        if (place > 0 && place < end && !inside[place])
            breaks.push_back(place);
    }
    return breaks;
}

// Pieces of a line that fit between quotes; the first within `room` columns, the others within the layout's width.
void appendWrapped(std::string_view line, const PoLayout &layout, std::size_t room, std::vector<std::string_view> &pieces)
{
    std::size_t begin = 0;
    std::size_t fits = 0;      // the last place that fits
    std::size_t columns = 0;   // up to there
    std::vector<std::size_t> places = breaksOf(line, layout.placeholders);
    places.push_back(line.size());
    for (const std::size_t place : places) {
        const std::size_t more = columnsOf(line.substr(fits, place - fits));
        if (fits > begin && columns + more + 2 > room) {
            pieces.push_back(line.substr(begin, fits - begin));
            begin = fits;
            columns = 0;
            room = layout.width;
        }
        fits = place;
        columns += more;
    }
    pieces.push_back(line.substr(begin));
}

}  // namespace

PoLayout layoutOfCatalog(std::string_view text, const PoCatalog &catalog)
{
    Evidence evidence(text);
    for (const PoEntry &entry : catalog.entries) {
        if (isPoHeader(text, entry))
            continue;
        evidence.add(entry.id);
        for (const PoString &translation : entry.translations)
            evidence.add(translation);
    }
    PoLayout layout = evidence.layout({});
    const std::size_t end = text.find_first_of("\r\n");
    if (end != std::string_view::npos)
        layout.lineEnd = text.substr(end).starts_with("\r\n") ? "\r\n" : text.substr(end, 1);
    return layout;
}

PoLayout layoutOfEntry(std::string_view text, const PoEntry &entry, const PoLayout &catalog)
{
    Evidence evidence(text);
    evidence.add(entry.id);
    if (entry.plural)
        evidence.add(*entry.plural);
    PoLayout layout = evidence.saysAnything() ? evidence.layout(catalog) : catalog;
    if (entry.hasFlag("no-wrap"))
        layout.width = 0;
    layout.placeholders = poFormatOf(entry).styles;
    return layout;
}

std::string laidOut(std::string_view spelled, const PoLayout &layout, std::size_t column)
{
    const std::vector<std::string_view> lines = layout.breaksAtLineEnds ? linesOf(spelled) : std::vector{spelled};
    const bool fits = layout.width == 0 || column + columnsOf(spelled) + 2 <= layout.width;
    if (spelled.empty() || (lines.size() == 1 && fits))
        return "\"" + std::string(spelled) + "\"";
    std::vector<std::string_view> pieces;
    if (layout.beginsEmpty)
        pieces.emplace_back();
    for (const std::string_view line : lines) {
        const bool isFirst = pieces.empty() && layout.width > column;
        if (layout.width == 0)
            pieces.push_back(line);
        else
            appendWrapped(line, layout, layout.width - (isFirst ? column : 0), pieces);
    }
    std::string result = "\"" + std::string(pieces.front()) + "\"";
    for (auto piece = pieces.begin() + 1; piece != pieces.end(); ++piece)
        result += layout.lineEnd + layout.indent + "\"" + std::string(*piece) + "\"";
    return result;
}

}  // namespace interlinear::cat
