#include "engine/cat/document/odf/elements.h"
#include "engine/cat/document/odf/odf.h"
#include "engine/cat/document/odf/paragraph.h"
#include "engine/cat/document/odf/styles.h"
#include "engine/cat/document/odf/surroundings.h"
#include "engine/cat/document/picture_file.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

using namespace odf;

class PartReader {
public:
    PartReader(std::string_view text, ByteSpan part, const Styles &styles, bool inSpreadsheet, SentenceBreaker &breaker, std::vector<Segment> &segments)
        : m_text(text), m_cursor(text.substr(0, part.end), part.begin), m_styles(styles), m_around(inSpreadsheet), m_breaker(breaker), m_segments(segments)
    {
    }

    void read()
    {
        while (m_cursor.next()) {
            const XmlToken &token = m_cursor.token();
            if (token.kind == XmlKind::End)
                m_around.leave(m_cursor.depth());
            if (token.kind != XmlKind::Start)
                continue;
            if (isParagraph(token.name))
                takeParagraph();
            else if (isPlainText(token.name))
                takePlainText();
            else if (isLeftOut(token.name))
                skipElement(m_cursor);
            else
                m_around.enter(m_cursor);
        }
    }

private:
    void takeParagraph()
    {
        const bool isHeading = m_cursor.token().name == "text:h";
        const std::string style = m_cursor.attributeText("text:style-name");
        ParagraphText paragraph = paragraphText(m_cursor, m_text, m_styles);
        const Manner &manner = m_around.here();
        paragraph.run.kind = manner.kind;
        if (manner.kind != BlockKind::Note)
            paragraph.run.kind = isHeading ? BlockKind::Heading : m_styles.kindOfParagraph(style).value_or(manner.kind);
        append(paragraph.run, manner.context, paragraph.whole);
    }

    void takePlainText()
    {
        const std::string name(m_cursor.token().localName());
        const bool computed = name == "date-time-decl" && m_cursor.attributeText("presentation:source") != "fixed";
        InlineRun run = plainText(m_cursor, m_text);
        run.kind = BlockKind::Attribute;
        if (computed || namesPictureFile(run.content.text))
            return;
        const std::string &around = m_around.here().context;
        append(run, around == "properties" || around.empty() ? (around.empty() ? name : around) : around + ", " + name, false);
    }

    void append(const InlineRun &run, const std::string &context, bool whole)
    {
        const Manner &manner = m_around.here();
        const std::size_t first = m_segments.size();
        if (!manner.offered || !(manner.digitsCount ? hasLetterOrDigit(run.content.text) : hasLetter(run.content.text)))
            return;
        const std::size_t paragraph = m_segments.empty() ? 0 : m_segments.back().paragraph + 1;
        if (whole)
            m_segments.push_back(*wholeSegment(run, paragraph));
        else
            appendSegments(run, paragraph, m_breaker, m_segments);
        for (std::size_t i = first; i < m_segments.size(); ++i) {
            m_segments[i].facts.context = context;
            m_segments[i].facts.id = manner.cell;
        }
    }

    std::string_view m_text;
    XmlCursor m_cursor;
    const Styles &m_styles;
    Surroundings m_around;
    SentenceBreaker &m_breaker;
    std::vector<Segment> &m_segments;
};

std::vector<ByteSpan> partsOf(const Document &document)
{
    std::vector<ByteSpan> parts;
    for (const DocumentPart &part : document.parts)
        parts.push_back(part.span);
    return document.parts.empty() ? std::vector<ByteSpan>{{0, document.text.size()}} : parts;
}

Styles commonStyles(std::string_view text, const std::vector<ByteSpan> &parts)
{
    for (const ByteSpan part : parts) {
        if (Styles styles(text.substr(part.begin, part.length()), "office:styles"); !styles.empty())
            return styles;
    }
    return {};
}

// The name of the body's one element, of the first part.
bool isSpreadsheet(std::string_view xml)
{
    XmlCursor cursor(xml);
    while (cursor.next()) {
        if (cursor.token().name == "office:body")
            break;
    }
    while (cursor.next() && cursor.token().kind != XmlKind::Start) {
    }
    return cursor.token().name == "office:spreadsheet";
}

}  // namespace

Result<Reading> readOdf(const Document &document, const ReadContext &context)
{
    const std::string_view text = document.text;
    const std::vector<ByteSpan> parts = partsOf(document);
    const auto xmlOf = [&](ByteSpan part) { return text.substr(part.begin, part.length()); };
    const bool inSpreadsheet = isSpreadsheet(xmlOf(parts.front()));
    const Styles common = commonStyles(text, parts);
    Reading reading;
    for (const ByteSpan part : parts) {
        const Styles styles(xmlOf(part), "office:automatic-styles", &common);
        PartReader(text, part, styles, inSpreadsheet, context.breaker, reading.segments).read();
    }
    return reading;
}

}  // namespace interlinear::cat
