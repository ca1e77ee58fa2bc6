#include "engine/cat/document/subtitles/cue_text.h"

#include "engine/cat/document/outer_breaks.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace interlinear::cat {

namespace {

constexpr std::string_view wordJoiner = "\u2060";

struct NamedCharacter {
    std::string_view reference;
    std::string_view text;
};

constexpr std::array namedCharacters{NamedCharacter{"&nbsp;", "\u00A0"}, NamedCharacter{"&lrm;", "\u200E"}, NamedCharacter{"&rlm;", "\u200F"}};

// "i" of "<i>" and "</i>", "c" of "<c.loud>".
std::string nameOf(std::string_view mark)
{
    const std::size_t begin = mark.starts_with("</") ? 2 : 1;
    return asciiLowerCase(mark.substr(begin, std::min(mark.find_first_of(" \t.>", begin), mark.size()) - begin));
}

bool isFormatting(const std::string &name)
{
    return name == "i" || name == "b" || name == "u" || name == "s" || name == "font";
}

constexpr std::size_t longestMark = 512;

// Length of the mark there, which ends on its line; 0 for none.
std::size_t markLength(std::string_view text, CueMarks marks)
{
    text = text.substr(0, longestMark);
    if (marks == CueMarks::Srt && text.starts_with("{\\")) {
        const std::size_t end = text.find('}');
        return end == std::string_view::npos ? 0 : end + 1;
    }
    if (!text.starts_with('<'))
        return 0;
    const std::size_t end = text.find('>');
    if (end == std::string_view::npos || text.substr(1, end - 1).find('<') != std::string_view::npos)
        return 0;
    return marks == CueMarks::Vtt || isFormatting(nameOf(text.substr(0, end + 1))) ? end + 1 : 0;
}

class RunReader {
public:
    RunReader(std::string_view file, CueMarks marks) : m_file(file), m_marks(marks) { m_run.kind = BlockKind::Subtitle; }

    InlineRun read(const std::vector<ByteSpan> &lines)
    {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (i > 0)
                addBreak({lines[i - 1].end, lines[i].begin});
            addLine(lines[i]);
        }
        for (const Open &open : m_open)   // a voice, or what somebody forgot to close
            m_run.content.tags[open.tag].kind = TagKind::Standalone;
        return std::move(m_run);
    }

private:
    struct Open {
        std::string name;
        std::size_t tag;
    };

    void addTag(TagKind kind, int id, std::string_view code, std::string display, TagPermissions may, ByteSpan origin)
    {
        m_run.addTag({id, kind, 0, std::string(code), std::move(display), may}, origin);
    }

    void addBreak(ByteSpan origin)
    {
        addTag(TagKind::Standalone, ++m_id, m_file.substr(origin.begin, origin.length()), "↵", {.remove = true, .copy = true, .move = true}, origin);
    }

    void addLine(ByteSpan line)
    {
        for (std::size_t at = line.begin; at < line.end;) {
            const std::string_view rest = m_file.substr(at, line.end - at);
            const std::size_t mark = markLength(rest, m_marks);
            if (mark > 0)
                addMark(rest.substr(0, mark), {at, at + mark});
            at += mark > 0 ? mark : addCharacters(rest, at);
        }
    }

    void addMark(std::string_view mark, ByteSpan origin)
    {
        const std::string name = nameOf(mark);
        const bool isPair = mark.starts_with('<') && !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0;
        if (isPair && mark.starts_with("</") && !m_open.empty() && m_open.back().name == name) {
            addTag(TagKind::Close, m_run.content.tags[m_open.back().tag].id, mark, name, {}, origin);
            m_open.pop_back();
            return;
        }
        const bool opens = isPair && !mark.starts_with("</");
        if (opens)
            m_open.push_back({name, m_run.content.tags.size()});
        addTag(opens ? TagKind::Open : TagKind::Standalone, ++m_id, mark, opens ? name : std::string(mark), {}, origin);
    }

    // Up to the next mark or reference; the length taken.
    std::size_t addCharacters(std::string_view rest, std::size_t at)
    {
        if (m_marks == CueMarks::Srt && rest.starts_with(wordJoiner) && m_joins) {
            m_joins = false;
            return wordJoiner.size();
        }
        if (m_marks == CueMarks::Vtt && rest.starts_with('&'))
            return addReference(rest, at);
        m_run.addVerbatim(rest.substr(0, 1), {at, at + 1});
        const std::string &text = m_run.content.text;
        m_joins = rest.front() == '<' || rest.front() == '{' || text.ends_with('-');
        return 1;
    }

    std::size_t addReference(std::string_view rest, std::size_t at)
    {
        const std::size_t end = rest.substr(0, 12).find(';');
        const std::string_view reference = rest.substr(0, end == std::string_view::npos ? 1 : end + 1);
        const auto named = std::ranges::find(namedCharacters, reference, &NamedCharacter::reference);
        m_run.addDecoded(named == namedCharacters.end() ? decodedXml(reference) : std::string(named->text), {at, at + reference.size()});
        return reference.size();
    }

    std::string_view m_file;
    CueMarks m_marks;
    InlineRun m_run;
    std::vector<Open> m_open;
    bool m_joins = false;   // a word joiner here keeps a mark from being one
    int m_id = 0;
};

// Without the first tags that belong to the whole cue, and a pair around all of it.
InlineRun withoutMarksOfCue(InlineRun run)
{
    const std::vector<InlineTag> &tags = run.content.tags;
    InnerPart inner{{0, run.content.text.size()}, 0, tags.size()};
    for (;;) {
        inner = withoutOuterBreaks(run.content, inner);
        if (inner.firstTag == inner.tagEnd || tags[inner.firstTag].offset > inner.text.begin)
            break;
        const InlineTag &first = tags[inner.firstTag];
        const InlineTag &last = tags[inner.tagEnd - 1];
        const bool ofCue = first.kind == TagKind::Standalone && (first.code.starts_with("{\\") || first.code.starts_with("<v"));
        const bool around = first.kind == TagKind::Open && last.kind == TagKind::Close && last.id == first.id && last.offset == inner.text.end;
        if (!ofCue && !around)
            break;
        ++inner.firstTag;
        inner.tagEnd -= around ? 1 : 0;
    }
    return innerRun(std::move(run), inner);
}

std::string spelledSrt(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '>' && result.ends_with('-'))
            result += wordJoiner;
        result += text[i];
        const std::string_view rest = text.substr(i);
        const bool beginsMark = rest.starts_with("{\\") || markLength(rest, CueMarks::Srt) > 0;
        if (beginsMark)
            result += wordJoiner;
    }
    return result;
}

std::string spelledVtt(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else if (c == '>' && result.ends_with("--"))
            result += "&gt;";
        else
            result += c;
    }
    return result;
}

}  // namespace

InlineRun cueRun(std::string_view file, const std::vector<ByteSpan> &lines, CueMarks marks)
{
    return withoutMarksOfCue(RunReader(file, marks).read(lines));
}

std::string spelledCue(std::string_view text, CueMarks marks)
{
    return marks == CueMarks::Srt ? spelledSrt(text) : spelledVtt(text);
}

}  // namespace interlinear::cat
