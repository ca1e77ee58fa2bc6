#include "engine/cat/document/subtitles/cues.h"

#include "engine/cat/document/byte_order_mark.h"
#include "engine/cat/document/line_end.h"
#include "engine/cat/document/subtitles/subtitle_rules.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostLines = 1000;

std::vector<ByteSpan> linesOf(std::string_view text)
{
    std::vector<ByteSpan> lines;
    std::size_t begin = byteOrderMarkLength(text);
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
        lines.push_back({begin, end});
        begin = end + std::max<std::size_t>(lineEndLength(text.substr(end)), 1);
    }
    return lines;
}

class CueReader {
public:
    explicit CueReader(std::string_view text) : m_text(text), m_lines(linesOf(text)), m_nextFull(m_lines.size() + 1, m_lines.size())
    {
        for (std::size_t at = m_lines.size(); at > 0; --at)
            m_nextFull[at - 1] = isEmpty(at - 1) ? m_nextFull[at] : at - 1;
    }

    Result<std::vector<Cue>> srt()
    {
        for (skipEmpty(0); m_at < m_lines.size(); skipEmpty(m_at)) {
            const bool numbered = !isTimes(m_at);
            if (numbered && !(isNumber(m_at) && isTimes(m_at + 1)))
                return unexpected(isNumber(m_at) && m_at + 1 < m_lines.size() ? m_at + 1 : m_at);
            Cue cue = takeHead(numbered);
            std::size_t end = m_at;
            while (end < m_lines.size() && !(isEmpty(end) && beginsCueOrEnds(end))) {
                if (looksLikeTimes(end))
                    return unexpected(end);
                ++end;
            }
            if (!takeText(cue, end))
                return tooLong(m_at);
        }
        return std::move(m_cues);
    }

    Result<std::vector<Cue>> vtt()
    {
        const std::string_view first = m_lines.empty() ? std::string_view() : line(0);
        if (!first.starts_with("WEBVTT") || (first.size() > 6 && first[6] != ' ' && first[6] != '\t'))
            return fail(ErrorCode::BadFormat, "line 1", "expected WEBVTT, with which such a file begins");
        for (skipEmpty(blockEnd(0)); m_at < m_lines.size(); skipEmpty(m_at)) {
            const bool isCue = hasArrow(m_at);
            const bool isNamedCue = !isCue && m_at + 1 < m_lines.size() && hasArrow(m_at + 1);
            if (!isCue && !isNamedCue) {   // NOTE, STYLE, REGION, and what programs do not know
                m_at = blockEnd(m_at);
                continue;
            }
            if (!isTimes(m_at + (isNamedCue ? 1 : 0)))
                return unexpected(m_at + (isNamedCue ? 1 : 0));
            Cue cue = takeHead(isNamedCue);
            if (!takeText(cue, blockEnd(m_at)))
                return tooLong(m_at);
        }
        return std::move(m_cues);
    }

private:
    std::string_view line(std::size_t at) const { return m_text.substr(m_lines[at].begin, m_lines[at].length()); }
    bool isEmpty(std::size_t at) const { return trimmed(line(at)).empty(); }
    bool hasArrow(std::size_t at) const { return line(at).find("-->") != std::string_view::npos; }
    bool isTimes(std::size_t at) const { return at < m_lines.size() && secondsOf(line(at)).has_value(); }
    bool isNumber(std::size_t at) const
    {
        const std::string_view text = trimmed(line(at));
        return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    }
    // "00:00:01,000 -> 00:00:02,000", and a good arrow before times that are none.
    bool looksLikeTimes(std::size_t at) const
    {
        const std::string_view text = trimmed(line(at));
        const std::size_t time = std::min(text.find_first_not_of("0123456789:,."), text.size());
        const std::string_view rest = trimmed(text.substr(time));
        return std::ranges::count(text.substr(0, time), ':') == 2 && (rest.starts_with("->") || rest.starts_with("-->"));
    }
    void skipEmpty(std::size_t from) { m_at = m_nextFull[from]; }
    bool beginsCueOrEnds(std::size_t from) const
    {
        const std::size_t at = m_nextFull[from];
        return at == m_lines.size() || isTimes(at) || (isNumber(at) && isTimes(at + 1)) || (isNumber(at) && at + 1 < m_lines.size() && looksLikeTimes(at + 1));
    }
    // The empty line or the line of times behind the block; an arrow in its first line is its own.
    std::size_t blockEnd(std::size_t at) const
    {
        while (at < m_lines.size() && !isEmpty(at) && !hasArrow(at))
            ++at;
        return at;
    }

    Cue takeHead(bool named)
    {
        Cue cue;
        if (named)
            cue.id = trimmed(line(m_at++));
        cue.times = trimmed(line(m_at++));
        return cue;
    }

    bool takeText(Cue &cue, std::size_t end)
    {
        if (end - m_at > mostLines)
            return false;
        for (; m_at < end; ++m_at)
            cue.lines.push_back(m_lines[m_at]);
        m_cues.push_back(std::move(cue));
        return true;
    }

    static std::unexpected<Error> tooLong(std::size_t at)
    {
        return fail(ErrorCode::BadFormat, "line " + std::to_string(at + 1),
                    "the subtitle has more than %1 lines; are the times of the next one missing?", mostLines);
    }

    std::unexpected<Error> unexpected(std::size_t at) const
    {
        return fail(ErrorCode::BadFormat, "line " + std::to_string(at + 1),
                    "expected the number or the times of a subtitle, as 00:00:01,000 --> 00:00:02,000; found \"%1\"", line(at).substr(0, 40));
    }

    std::string_view m_text;
    std::vector<ByteSpan> m_lines;
    std::vector<std::size_t> m_nextFull;   // of each line: itself or the next one that is not empty
    std::size_t m_at = 0;
    std::vector<Cue> m_cues;
};

}  // namespace

Result<std::vector<Cue>> srtCues(std::string_view text)
{
    return CueReader(text).srt();
}

Result<std::vector<Cue>> vttCues(std::string_view text)
{
    return CueReader(text).vtt();
}

}  // namespace interlinear::cat
