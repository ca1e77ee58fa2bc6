#include "engine/cat/document/text/plain_text.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/soft_break.h"
#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/white_space.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>

namespace interlinear::cat {

namespace {

constexpr int narrowestWrap = 50;
constexpr int widestWrap = 120;

// The line's content: without white space at its ends, and without its bullet or number.
struct Line {
    ByteSpan span;
    bool marked = false;
};

std::size_t markerLength(std::string_view line)
{
    constexpr std::string_view bullets[] = {"-", "*", "+", "•", "–"};
    for (const std::string_view bullet : bullets) {
        if (line.starts_with(bullet))
            return bullet.size();
    }
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    const bool number = digits > 0 && digits <= 3 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
    return number ? digits + 1 : 0;
}

Line contentOf(std::string_view bytes, std::size_t begin, std::size_t end)
{
    begin += leadingWhiteSpace(bytes.substr(begin, end - begin));
    end -= trailingWhiteSpace(bytes.substr(begin, end - begin));
    const std::string_view text = bytes.substr(begin, end - begin);
    const std::size_t marker = markerLength(text);
    const std::size_t space = marker > 0 ? leadingWhiteSpace(text.substr(marker)) : 0;
    return space > 0 ? Line{{begin + marker + space, end}, true} : Line{{begin, end}, false};
}

// Blank lines come as empty spans.
class Lines {
public:
    explicit Lines(std::string_view bytes) : m_bytes(bytes), m_begin(byteOrderMarkLength(bytes)) {}

    std::optional<Line> next()
    {
        if (m_begin >= m_bytes.size())
            return std::nullopt;
        const std::string_view rest = m_bytes.substr(m_begin);
        const std::string_view upToFeed = rest.substr(0, rest.find('\n'));
        const std::size_t length = std::min(upToFeed.find('\r'), upToFeed.size());
        const Line line = contentOf(m_bytes, m_begin, m_begin + length);
        m_begin += length + (rest.substr(length).starts_with("\r\n") ? 2 : 1);
        return line;
    }

private:
    std::string_view m_bytes;
    std::size_t m_begin;
};

// As far as it is of interest.
int columnsOf(std::string_view text)
{
    int columns = 0;
    while (!text.empty() && columns <= widestWrap) {
        const CodePoint character = firstCodePoint(text);
        const bool ascii = character.value < 0x80;
        const auto width = ascii ? U_EA_NARROW : u_getIntPropertyValue(static_cast<UChar32>(character.value), UCHAR_EAST_ASIAN_WIDTH);
        columns += width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
        text.remove_prefix(character.length);
    }
    return columns;
}

bool goesOn(std::string_view line, std::string_view next)
{
    if (u_islower(static_cast<UChar32>(firstCodePoint(next).value)))
        return true;
    const int columns = columnsOf(line);
    return columns >= narrowestWrap && columns <= widestWrap;
}

class ParagraphReader {
public:
    ParagraphReader(std::string_view bytes, const ReadContext &context)
        : m_bytes(bytes), m_breaker(context.breaker), m_linesStandAlone(context.rules.segmentsAreLines), m_enough(context.enough)
    {
    }

    std::vector<Segment> read()
    {
        Lines lines(m_bytes);
        while (const std::optional<Line> next = m_segments.size() < m_enough ? lines.next() : std::nullopt) {
            const Line &line = *next;
            if (line.span.empty() || line.marked || m_last.empty() || m_linesStandAlone || !goesOn(textOf(m_last), textOf(line.span)))
                beginParagraph(line);
            else
                m_run.addDecoded(softBreakText(textOf(m_last), textOf(line.span)), {m_last.end, line.span.begin});
            m_run.addVerbatim(textOf(line.span), line.span);
            m_last = line.span;
        }
        beginParagraph({});
        return std::move(m_segments);
    }

private:
    std::string_view textOf(ByteSpan span) const { return m_bytes.substr(span.begin, span.length()); }

    void beginParagraph(const Line &line)
    {
        const std::size_t before = m_segments.size();
        appendSegments(m_run, m_paragraph, m_breaker, m_segments);
        m_paragraph += m_segments.size() > before ? 1 : 0;
        m_run.clear();
        m_run.kind = line.marked ? BlockKind::ListItem : BlockKind::Paragraph;
    }

    std::string_view m_bytes;
    SentenceBreaker &m_breaker;
    bool m_linesStandAlone;
    std::size_t m_enough;
    InlineRun m_run;
    ByteSpan m_last;
    std::size_t m_paragraph = 0;
    std::vector<Segment> m_segments;
};

}  // namespace

Result<Reading> readPlainText(const Document &document, const ReadContext &context)
{
    return Reading{ParagraphReader(document.text, context).read()};
}

}  // namespace interlinear::cat
