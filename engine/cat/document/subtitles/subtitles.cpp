#include "engine/cat/document/subtitles/subtitles.h"

#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/line_end.h"
#include "engine/cat/document/outer_breaks.h"
#include "engine/cat/document/subtitles/cue_text.h"
#include "engine/cat/document/subtitles/cues.h"
#include "engine/cat/document/subtitles/subtitle_rules.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

Reading readingOfCues(std::string_view text, const std::vector<Cue> &cues, CueMarks marks)
{
    Reading reading;
    for (std::size_t i = 0; i < cues.size(); ++i) {
        std::optional<Segment> segment = wholeSegment(cueRun(text, cues[i].lines, marks), i);
        if (!segment || !hasLetterOrDigit(segment->source.text))
            continue;
        segment->facts.id = cues[i].id;
        segment->facts.context = cues[i].times;
        segment->facts.limit = LengthLimit{readableCharacters(secondsOf(cues[i].times).value_or(0)), LengthLimit::Unit::Characters};
        reading.segments.push_back(std::move(*segment));
    }
    return reading;
}

// Each line end is one that the file has; lines of white space only, which would end the cue, are left out.
std::string withoutEmptyLines(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        const std::size_t next = std::min(text.size(), end + lineEndLength(text.substr(end)));
        if (!trimmed(text.substr(0, end)).empty())
            result += text.substr(0, next);
        text.remove_prefix(next);
    }
    while (result.ends_with('\n') || result.ends_with('\r'))
        result.pop_back();
    return result;
}

std::string withLineEnds(std::string_view text, std::string_view lineEnd)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
            continue;
        if (text[i] == '\r' || text[i] == '\n')
            result += lineEnd;
        else
            result += text[i];
    }
    return result;
}

std::string spelledTarget(const TaggedText &target, std::string_view lineEnd, CueMarks marks)
{
    std::string spelled;
    std::size_t at = 0;
    const auto addText = [&](std::size_t end) {
        spelled += withLineEnds(spelledCue(std::string_view(target.text).substr(at, end - at), marks), lineEnd);
        at = end;
    };
    for (const InlineTag &tag : target.tags) {
        addText(tag.offset);
        spelled += tag.code;
    }
    addText(target.text.size());
    return withoutEmptyLines(spelled);
}

Written writtenCues(const Document &document, const std::vector<Replacement> &replacements, CueMarks marks)
{
    const std::string_view lineEnd = lineEndOf(document.text);
    Written written;
    for (const Replacement &replacement : replacements) {
        std::string spelled = spelledTarget(withoutOuterBreaks(replacement.target), lineEnd, marks);
        if (spelled.empty())
            written.misread.push_back(replacement.segment);
        written.splices.push_back({replacement.span, std::move(spelled)});
    }
    return written;
}

}  // namespace

Result<Reading> readSrt(const Document &document, const ReadContext &)
{
    const Result<std::vector<Cue>> cues = srtCues(document.text);
    return cues ? Result<Reading>(readingOfCues(document.text, *cues, CueMarks::Srt)) : std::unexpected(cues.error());
}

Result<Reading> readVtt(const Document &document, const ReadContext &)
{
    if (trimmed(document.text).empty())
        return Reading{};
    const Result<std::vector<Cue>> cues = vttCues(document.text);
    return cues ? Result<Reading>(readingOfCues(document.text, *cues, CueMarks::Vtt)) : std::unexpected(cues.error());
}

Result<Written> writeSrt(const Document &document, const std::vector<Replacement> &replacements)
{
    return writtenCues(document, replacements, CueMarks::Srt);
}

Result<Written> writeVtt(const Document &document, const std::vector<Replacement> &replacements)
{
    return writtenCues(document, replacements, CueMarks::Vtt);
}

}  // namespace interlinear::cat
