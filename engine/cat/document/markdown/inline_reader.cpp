#include "engine/cat/document/markdown/inline_reader.h"

#include "engine/cat/document/markdown/entity.h"
#include "engine/cat/document/markdown/link_tail.h"
#include "engine/cat/document/soft_break.h"

#include <algorithm>
#include <string>
#include <utility>

namespace interlinear::cat::markdown {

namespace {

using Events = std::vector<InlineEvent>;
using Position = Events::const_iterator;

constexpr std::ptrdiff_t mostLeadingMarks = 256;   // before the first text; to look for more would take the square of the time

struct OpenSpan {
    SpanKind kind = SpanKind::Emphasis;
    ByteSpan mark;
    int id = 0;                 // 0 for a span whose inside is no text: code, automatic links
    std::size_t tag = 0;        // index of its Open
    std::size_t textSize = 0;   // of the run, when it was opened
};

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

// Reads the events from a given byte on. Marks have no place of their own: each begins where the event before it ended.
class InlineReader {
public:
    InlineReader(std::string_view bytes, const InlineBlock &block, std::size_t begin) : m_bytes(bytes), m_events(block.events), m_cursor(begin)
    {
        m_run.kind = block.kind;
    }

    bool readUpTo(Position end)
    {
        while (m_next != end) {
            const Position event = m_next++;
            if (!(event->place ? readPlaced(*event) : readMark(*event)))
                return false;
            m_previous = event;
        }
        return true;
    }
    bool reaches(std::size_t begin) const
    {
        if (insideVerbatimSpan())
            return m_bytes.find_first_not_of(" \t\v\f\r\n>", m_cursor) >= begin;
        return begin == m_cursor || isEscape(begin);
    }
    InlineRun takeRun() { return std::move(m_run); }

private:
    bool isEscape(std::size_t begin) const { return begin == m_cursor + 1 && m_bytes[m_cursor] == '\\'; }

    char at(std::size_t offset) const { return offset < m_bytes.size() ? m_bytes[offset] : '\0'; }

    std::string_view slice(ByteSpan span) const { return m_bytes.substr(span.begin, span.length()); }

    // No mark reaches beyond the next placed event.
    std::size_t limit()
    {
        m_placed = std::find_if(std::max(m_placed, m_next), m_events.end(), [](const InlineEvent &event) { return event.place.has_value(); });
        return m_placed == m_events.end() ? m_bytes.size() : m_placed->place->begin;
    }

    bool insideVerbatimSpan() const { return !m_spans.empty() && m_spans.back().id == 0; }

    bool readPlaced(const InlineEvent &event)
    {
        const ByteSpan place = *event.place;
        if (place.begin < m_cursor)
            return false;
        if (insideVerbatimSpan()) {
            m_display += slice(place);
        } else if (event.kind == EventKind::Html) {
            if (!readHtml(place))
                return false;
        } else {
            if (!reaches(place.begin))
                return false;
            const ByteSpan origin{m_cursor, place.end};
            if (event.kind == EventKind::Entity)
                m_run.addDecoded(decodedEntity(slice(place)), origin);
            else if (place.begin == m_cursor)
                m_run.addVerbatim(slice(place), place);
            else
                m_run.addDecoded(slice(place), origin);
        }
        m_cursor = place.end;
        return true;
    }

    // One tag of HTML comes in several pieces when it spans lines.
    bool readHtml(ByteSpan place)
    {
        const bool goesOn = m_previous && (*m_previous)->kind == EventKind::Html && (!(*m_previous)->place || m_bytes[place.begin] != '<');
        if (goesOn && !m_run.content.tags.empty()) {
            ByteSpan &origin = m_run.tagOrigin.back();
            origin.end = place.end;
            m_run.content.tags.back().code = slice(origin);
            m_run.content.tags.back().display = slice(origin);
            return true;
        }
        if (place.begin != m_cursor)
            return false;
        addStandalone(place, std::string(slice(place)));
        return true;
    }

    bool readMark(const InlineEvent &event)
    {
        switch (event.kind) {
        case EventKind::Enter:
            return enter(event.span);
        case EventKind::Leave:
            return leave(event.span);
        case EventKind::SoftBreak:
        case EventKind::HardBreak:
            return readBreak(event.kind);
        case EventKind::NullCharacter:
            if (m_cursor >= m_bytes.size() || m_bytes[m_cursor] != '\0')
                return false;
            m_run.addDecoded("\uFFFD", {m_cursor, m_cursor + 1});
            ++m_cursor;
            return true;
        case EventKind::Code:
            m_display += ' ';
            return true;
        default:
            return event.kind == EventKind::Html;
        }
    }

    bool readBreak(EventKind kind)
    {
        const std::size_t begin = m_cursor;
        std::size_t end = begin;
        if (kind == EventKind::HardBreak && at(end) == '\\')
            ++end;
        while (at(end) == ' ' || at(end) == '\t' || at(end) == '\v' || at(end) == '\f')
            ++end;
        if (!isLineEnd(at(end)))
            return false;
        end += m_bytes.substr(end).starts_with("\r\n") ? 2 : 1;
        const std::size_t stop = limit();
        while (end < stop && (at(end) == ' ' || at(end) == '\t' || at(end) == '>'))
            ++end;
        m_cursor = end;
        if (kind == EventKind::HardBreak)
            addStandalone({begin, end}, "↵");
        else
            m_run.addDecoded(softBreakText(m_run.content.text, m_bytes.substr(stop)), {begin, end});
        return true;
    }

    // Length of the opening mark at the cursor, 0 when it is not there.
    std::size_t openingLength(SpanKind kind) const
    {
        const char c = at(m_cursor);
        const bool isDoubled = at(m_cursor + 1) == c;
        switch (kind) {
        case SpanKind::Emphasis:
            return c == '*' || c == '_' ? 1 : 0;
        case SpanKind::Strong:
            return (c == '*' || c == '_') && isDoubled ? 2 : 0;
        case SpanKind::Strike:
            return c != '~' ? 0 : isDoubled ? 2 : 1;
        case SpanKind::Link:
            return c == '[' || c == '<' ? 1 : 0;
        case SpanKind::Image:
            return c == '!' && at(m_cursor + 1) == '[' ? 2 : 0;
        case SpanKind::Code:
            return c == '`' ? std::min(m_bytes.find_first_not_of(c, m_cursor), m_bytes.size()) - m_cursor : 0;
        }
        return 0;
    }

    bool enter(SpanKind kind)
    {
        const std::size_t length = openingLength(kind);
        if (length == 0)
            return false;
        const ByteSpan mark{m_cursor, m_cursor + length};
        m_cursor = mark.end;
        const bool verbatim = kind == SpanKind::Code || (kind == SpanKind::Link && m_bytes[mark.begin] == '<');
        m_spans.push_back({kind, mark, verbatim ? 0 : ++m_lastId, m_run.content.tags.size(), m_run.content.text.size()});
        m_display.clear();
        if (!verbatim)
            m_run.addTag({m_lastId, TagKind::Open, 0, std::string(slice(mark)), {}}, mark);
        return true;
    }

    // The closing mark at the cursor; white space and a quote's marks may stand before that of a code span.
    std::optional<ByteSpan> closingMark(const OpenSpan &span)
    {
        const std::string_view opening = slice(span.mark);
        switch (span.kind) {
        case SpanKind::Link:
        case SpanKind::Image:
            if (span.id == 0)
                return at(m_cursor) == '>' ? std::optional(ByteSpan{m_cursor, m_cursor + 1}) : std::nullopt;
            return at(m_cursor) == ']' ? std::optional(ByteSpan{m_cursor, linkTailEnd(m_bytes, m_cursor, limit())}) : std::nullopt;
        case SpanKind::Code: {
            const std::size_t begin = std::min(m_bytes.find('`', m_cursor), m_bytes.size());
            return m_bytes.substr(begin).starts_with(opening) ? std::optional(ByteSpan{begin, begin + opening.size()}) : std::nullopt;
        }
        default:
            return m_bytes.substr(m_cursor).starts_with(opening) ? std::optional(ByteSpan{m_cursor, m_cursor + opening.size()}) : std::nullopt;
        }
    }

    bool leave(SpanKind kind)
    {
        if (m_spans.empty() || m_spans.back().kind != kind)
            return false;
        const OpenSpan span = m_spans.back();
        const std::optional<ByteSpan> mark = closingMark(span);
        if (!mark)
            return false;
        m_spans.pop_back();
        m_cursor = mark->end;
        const ByteSpan whole{span.mark.begin, mark->end};
        if (span.id == 0)
            addStandalone(whole, m_display);
        else if (span.textSize == m_run.content.text.size())
            mergeInto(span.tag, whole);
        else
            m_run.addTag({span.id, TagKind::Close, 0, closingCode(span, *mark), {}}, *mark);
        return true;
    }

    // "[text]" and "[text][]" name their target by their text, which will change: the code names it apart from the text.
    std::string closingCode(const OpenSpan &span, ByteSpan mark) const
    {
        const std::string_view literal = slice(mark);
        if (literal != "]" && literal != "][]")
            return std::string(literal);
        return "][" + std::string(slice({span.mark.end, mark.begin})) + "]";
    }

    void addStandalone(ByteSpan origin, std::string display)
    {
        m_run.addTag({++m_lastId, TagKind::Standalone, 0, std::string(slice(origin)), std::move(display)}, origin);
    }

    // A pair without text, such as a picture that is a link, is one thing.
    void mergeInto(std::size_t firstTag, ByteSpan origin)
    {
        auto &tags = m_run.content.tags;
        const std::string display = tags.size() == firstTag + 2 ? tags.back().display : std::string(slice(origin));
        tags.resize(firstTag);
        m_run.tagOrigin.resize(firstTag);
        addStandalone(origin, display);
    }

    std::string_view m_bytes;
    const Events &m_events;
    Position m_next = m_events.begin();
    Position m_placed = m_events.begin();   // the last that limit() found
    std::optional<Position> m_previous;
    std::size_t m_cursor;
    std::vector<OpenSpan> m_spans;
    std::string m_display;
    int m_lastId = 0;
    InlineRun m_run;
};

// Where the block's inside may begin: before the marks that stand before its first placed event.
bool mayBegin(std::string_view bytes, const InlineBlock &block, Position firstPlaced, std::size_t begin)
{
    const bool afterSame = begin > block.searchFrom && bytes[begin] == bytes[begin - 1];
    if (afterSame && (bytes[begin] == '`' || bytes[begin] == '~'))
        return false;
    const bool afterEscape = firstPlaced == block.events.begin() && begin > block.searchFrom && bytes[begin - 1] == '\\';
    InlineReader leading(bytes, block, begin);
    return !afterEscape && leading.readUpTo(firstPlaced) && leading.reaches(firstPlaced->place->begin);
}

}  // namespace

std::optional<InlineRun> readInlines(std::string_view bytes, const InlineBlock &block)
{
    const auto firstPlaced =
        std::find_if(block.events.begin(), block.events.end(), [](const InlineEvent &event) { return event.place.has_value(); });
    if (firstPlaced - block.events.begin() > mostLeadingMarks)
        return std::nullopt;
    for (std::size_t begin = firstPlaced->place->begin + 1; begin-- > block.searchFrom;) {
        if (!mayBegin(bytes, block, firstPlaced, begin))
            continue;
        InlineReader reader(bytes, block, begin);
        if (reader.readUpTo(block.events.end()))
            return reader.takeRun();
    }
    return std::nullopt;
}

}  // namespace interlinear::cat::markdown
