#include "engine/cat/document/ooxml/ooxml.h"

#include "engine/cat/document/ooxml/paragraph_segments.h"
#include "engine/cat/document/ooxml/part_facts.h"
#include "engine/cat/document/ooxml/sentence_writer.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

using namespace ooxml;

Result<void> checkPart(const Document &document, const DocumentPart &part)
{
    const std::string_view xml = std::string_view(document.text).substr(part.span.begin, part.span.length());
    Result<void> checked = checkWellFormed(xml);
    if (!checked) {
        checked.error().where = part.name + ", " + checked.error().where;
        return checked;
    }
    XmlCursor cursor(xml);
    while (cursor.next() && cursor.token().kind != XmlKind::Start) {
        if (cursor.token().kind == XmlKind::Doctype)
            return fail(ErrorCode::BadFormat, part.name, "has a document type, which Office files never have; save it again in its program");
    }
    return {};
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

// The replacements that lie in one of the paragraph's stretches.
class ParagraphWriter {
public:
    ParagraphWriter(const Document &document, const std::vector<Replacement> &replacements, RunFormats &formats)
        : m_document(document), m_replacements(replacements), m_formats(formats), m_written(replacements.size())
    {
    }

    void take(const Paragraph &paragraph)
    {
        const std::vector<Atom> &atoms = paragraph.atoms;
        for (const Atom &atom : atoms) {
            for (const ByteSpan value : atom.values)
                takeStretch(valueParagraph(m_document.text, value, {}), value);
        }
        for (std::size_t begin = 0; begin < atoms.size();) {
            std::size_t end = begin;
            while (end < atoms.size() && atoms[end].kind != AtomKind::Boundary)
                ++end;
            if (end > begin)
                takeStretch(paragraph, {atoms[begin].span.begin, atoms[end - 1].span.end});
            begin = end + 1;
        }
    }

    Written written()
    {
        for (std::size_t i = 0; i < m_written.size(); ++i) {
            if (!m_written[i])
                m_result.misread.push_back(m_replacements[i].segment);
        }
        std::ranges::sort(m_result.splices, {}, [](const Splice &splice) { return splice.span.begin; });
        return std::move(m_result);
    }

private:
    void takeStretch(const Paragraph &paragraph, ByteSpan stretch)
    {
        auto next = std::ranges::partition_point(m_replacements, [&](const Replacement &r) { return r.span.begin < stretch.begin; });
        for (; next != m_replacements.end() && next->span.end <= stretch.end; ++next) {
            const std::size_t index = static_cast<std::size_t>(next - m_replacements.begin());
            if (m_written[index])
                continue;
            std::string bytes = writtenSentence(next->target, next->span, paragraph, m_document.text, m_formats);
            m_result.splices.push_back({next->span, std::move(bytes)});
            m_written[index] = true;
        }
    }

    const Document &m_document;
    const std::vector<Replacement> &m_replacements;
    RunFormats &m_formats;
    std::vector<bool> m_written;
    Written m_result;
};

}  // namespace

Result<Reading> readOoxml(const Document &document, const ReadContext &context)
{
    for (const DocumentPart &part : document.parts) {
        if (const Result<void> checked = checkPart(document, part); !checked)
            return std::unexpected(checked.error());
    }
    const PackageFacts facts(document);
    RunFormats formats;
    Reading reading;
    for (std::size_t i = 0; i < document.parts.size(); ++i) {
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
    RunFormats formats;
    ParagraphWriter writer(document, replacements, formats);
    for (const DocumentPart &part : document.parts) {
        const std::string_view xml = std::string_view(document.text).substr(part.span.begin, part.span.length());
        forEachParagraph(document.text, {part.span, kindOfPart(xml), {}}, formats, [&](const Paragraph &paragraph) { writer.take(paragraph); });
    }
    return writer.written();
}

}  // namespace interlinear::cat
