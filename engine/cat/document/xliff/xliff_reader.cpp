#include "engine/cat/document/xliff/xliff.h"

#include "engine/cat/document/xliff/xliff2_rules.h"
#include "engine/cat/document/xliff/xliff_content.h"
#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xliff/xliff_states.h"
#include "engine/cat/document/xliff/xliff_units.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

std::string idOf(const XliffUnit &unit, const XliffPlace &place, std::size_t number)
{
    std::string id = unit.file + "/" + unit.id;
    if (!place.id.empty())
        id += "/" + std::string(place.id);
    else if (unit.places.size() > 1)
        id += "/#" + std::to_string(number + 1);
    return id;
}

// What its annotations say is added to the notes, unless those of the source say the same.
std::optional<FileTarget> targetOf(const XliffFile &file, const XliffUnit &unit, const XliffPlace &place, const XliffContent &source,
                                  const XliffStatus &status, std::vector<std::string> &notes)
{
    if (!place.target)
        return std::nullopt;
    XliffContent content = targetContent(file, place.target->content, place.space, *unit.names, source);
    if (content.empty())
        return std::nullopt;
    for (std::string &note : content.notes) {
        if (std::ranges::find(notes, note) == notes.end())
            notes.push_back(std::move(note));
    }
    FileTarget target = status.target;
    if (!status.said && target.state == TranslationState::Translated && content.text == source.text)
        target.state = TranslationState::Draft;   // filled by a program
    target.text = std::move(content.text);
    return target;
}

// Nothing for a source without any content.
std::optional<Segment> segmentAt(const XliffFile &file, const XliffUnit &unit, std::size_t number, std::size_t paragraph)
{
    const XliffPlace &place = unit.places[number];
    XliffContent source = sourceContent(file, place.source, place.space, *unit.names);
    if (source.empty())
        return std::nullopt;
    Segment segment;
    segment.span = place.source;
    segment.paragraph = paragraph;
    segment.kind = unit.kind;
    const XliffStatus status = statusOf(file, unit, place);
    segment.facts = {idOf(unit, place, number), unit.context, unit.notes, unit.limit, status.locked};
    segment.facts.notes.insert(segment.facts.notes.end(), source.notes.begin(), source.notes.end());
    segment.target = targetOf(file, unit, place, source, status, segment.facts.notes);
    segment.source = std::move(source.text);
    return segment;
}

Result<XliffFile> checkedFile(std::string_view text)
{
    if (auto checked = checkWellFormed(text); !checked)
        return std::unexpected(checked.error());
    const Result<XliffFile> file = xliffFile(text);
    if (!file || !file->version2)
        return file;
    const Result<void> checked = checkXliff2(*file);
    return checked ? file : std::unexpected(checked.error());
}

// Its text goes to the end of the unit that makes its texts enough, and is well-formed so far.
Result<XliffFile> checkedBeginning(std::string_view text, std::size_t enough)
{
    Result<XliffFile> file = xliffFile(text);
    if (!file)
        return checkedFile(text);
    std::size_t texts = 0;
    std::size_t end = text.size();
    forEachXliffUnit(*file, [&](const XliffUnit &unit) {
        for (const XliffPlace &place : unit.places)
            texts += isBlankXml(text.substr(place.source.begin, place.source.length())) ? 0 : 1;
        end = texts < enough ? end : unit.all.end;
        return texts < enough;
    });
    if (end == text.size())
        return checkedFile(text);
    file->text = text.substr(0, end);
    const Result<void> checked = checkBeginning(file->text);
    return checked ? file : std::unexpected(checked.error());
}

}  // namespace

Result<Reading> readXliff(const Document &document, const ReadContext &context)
{
    const Result<XliffFile> file = context.enough > mostSegments ? checkedFile(document.text) : checkedBeginning(document.text, context.enough);
    if (!file)
        return std::unexpected(file.error());
    Reading reading;
    const XliffLanguages languages = xliffLanguages(*file);
    reading.sourceLanguage = languages.source;
    reading.targetLanguage = languages.target;
    std::size_t paragraph = 0;
    forEachXliffUnit(*file, [&](const XliffUnit &unit) {
        const std::size_t before = reading.segments.size();
        for (std::size_t number = 0; number < unit.places.size(); ++number) {
            if (std::optional<Segment> segment = segmentAt(*file, unit, number, paragraph))
                reading.segments.push_back(std::move(*segment));
        }
        paragraph += reading.segments.size() > before ? 1 : 0;
        return reading.segments.size() < context.enough;
    });
    return reading;
}

}  // namespace interlinear::cat
