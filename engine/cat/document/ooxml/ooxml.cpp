#include "engine/cat/document/ooxml/ooxml.h"

#include "engine/cat/document/ooxml/paragraph_segments.h"
#include "engine/cat/document/ooxml/part_facts.h"
#include "engine/cat/document/ooxml/package_writer.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

using namespace ooxml;

Result<void> checkPart(const Document &document, const DocumentPart &part)
{
    Result<void> checked = checkOfficePart(std::string_view(document.text).substr(part.span.begin, part.span.length()));
    if (!checked)
        checked.error().where = part.name + (checked.error().where.empty() ? "" : ", " + checked.error().where);
    return checked;
}

// The innermost structure counts.
void setKind(Paragraph &paragraph, const PackageFacts &facts)
{
    if (paragraph.dialect != Dialect::Word || paragraph.kind == BlockKind::Note)
        return;
    if (const std::optional<BlockKind> kind = facts.kindOfStyle(paragraph.style))
        paragraph.kind = *kind;
    else if (paragraph.inList)
        paragraph.kind = BlockKind::ListItem;
}

// Paragraphs stay together; what stands between two stretches of one, such as a text box, parts them.
void appendInOrder(std::vector<Segment> &found, std::vector<Segment> &segments)
{
    std::ranges::stable_sort(found, {}, [](const Segment &segment) { return segment.span.begin; });
    std::size_t next = segments.empty() ? 0 : segments.back().paragraph + 1;
    std::optional<std::size_t> before;
    for (Segment &segment : found) {
        if (!segments.empty() && segment.span.begin < segments.back().span.end)
            continue;
        next += before && *before != segment.paragraph ? 1 : 0;
        before = std::exchange(segment.paragraph, next);
        segments.push_back(std::move(segment));
    }
}

bool headsColumn(const Paragraph &paragraph, const PackageFacts &facts, std::size_t part)
{
    const PartKind kind = facts.part(part).kind;
    if (paragraph.dialect != Dialect::Sheet)
        return false;
    return kind == PartKind::SharedStrings ? facts.headsColumn(paragraph.index) : kind == PartKind::Worksheet && facts.headsColumn(part, paragraph.facts.id);
}

}  // namespace

Result<Reading> readOoxml(const Document &document, const ReadContext &context)
{
    for (const DocumentPart &part : document.parts) {
        if (const Result<void> checked = checkPart(document, part); !checked)
            return std::unexpected(checked.error());
    }
    const PackageFacts facts(document);
    RunFormats formats(plainCharacterStyles(document));
    Reading reading;
    for (std::size_t i = 0; i < document.parts.size(); ++i) {
        if (facts.part(i).kind == PartKind::SmartArtPicture)
            continue;
        std::vector<Segment> found;
        std::size_t paragraphs = 0;
        forEachParagraph(document.text, facts.part(i), formats, [&](Paragraph &paragraph) {
            setKind(paragraph, facts);
            if (facts.part(i).kind == PartKind::SharedStrings)
                paragraph.facts.id = facts.cellOfString(paragraph.index);
            if (headsColumn(paragraph, facts, i))
                return;
            const std::size_t first = found.size();
            appendParagraph(paragraph, document.text, formats, context.breaker, found);
            for (std::size_t k = first; k < found.size(); ++k)
                found[k].paragraph = paragraphs;
            ++paragraphs;
        });
        appendInOrder(found, reading.segments);
    }
    return reading;
}

Result<Written> writeOoxml(const Document &document, const std::vector<Replacement> &replacements)
{
    PackageWriter writer(document, replacements);
    for (const DocumentPart &part : document.parts)
        writer.take(part);
    return writer.written();
}

}  // namespace interlinear::cat
