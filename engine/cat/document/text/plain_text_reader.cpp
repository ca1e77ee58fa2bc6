#include "engine/cat/document/text/plain_text.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/soft_break.h"
#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/white_space.h"

#include <unicode/uchar.h>

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
std::vector<Line> linesOf(std::string_view bytes)
{
    std::vector<Line> lines;
    std::size_t begin = byteOrderMarkLength(bytes);
    while (begin < bytes.size()) {
        const std::size_t end = std::min(bytes.find_first_of("\r\n", begin), bytes.size());
        lines.push_back(contentOf(bytes, begin, end));
        begin = end + (bytes.substr(end).starts_with("\r\n") ? 2 : 1);
    }
    return lines;
}

int columnsOf(std::string_view text)
{
    int columns = 0;
    while (!text.empty()) {
        const CodePoint character = firstCodePoint(text);
        const auto width = u_getIntPropertyValue(static_cast<UChar32>(character.value), UCHAR_EAST_ASIAN_WIDTH);
        columns += width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
        text.remove_prefix(character.length);
    }
    return columns;
}

bool goesOn(std::string_view line, std::string_view next)
{
    const int columns = columnsOf(line);
    return u_islower(static_cast<UChar32>(firstCodePoint(next).value)) || (columns >= narrowestWrap && columns <= widestWrap);
}

class ParagraphReader {
public:
    ParagraphReader(std::string_view bytes, const ReadContext &context)
        : m_bytes(bytes), m_breaker(context.breaker), m_linesStandAlone(context.rules.segmentsAreLines)
    {
    }

    std::vector<Segment> read()
    {
        for (const Line &line : linesOf(m_bytes)) {
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
