#include "engine/cat/document/archive.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/cat/review/docx_review.h"
#include "engine/cat/review/review_text.h"
#include "engine/cat/review/tag_marks.h"

#include <unicode/uloc.h>

#include <array>

namespace interlinear::cat {

namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view words = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
constexpr std::array widths{700, 4900, 4900, 1300, 2738};   // of the columns, in twentieths of a point: a landscape page of A4 with narrow margins

constexpr const char *contentTypes =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>)"
    R"(<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>)"
    R"(<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/></Types>)";

constexpr const char *commonStyles =
    R"(<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial"/><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>)"
    R"(</w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/>)"
    R"(<w:spacing w:before="240" w:after="120"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>)"
    R"(<w:style w:type="character" w:customStyle="1" w:styleId="Tag"><w:name w:val="Review Tag"/><w:rPr><w:noProof/><w:color w:val="9C2F0E"/>)"
    R"(<w:shd w:val="clear" w:color="auto" w:fill="F3E3DC"/></w:rPr></w:style>)";

constexpr const char *landscapePage =
    R"(<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1000" w:right="1150" w:bottom="1000" w:left="1150" w:header="500" )"
    R"(w:footer="500" w:gutter="0"/></w:sectPr>)";

std::string relationships(const std::vector<std::pair<std::string, std::string>> &targets)
{
    std::string xml = R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
    int number = 0;
    for (const auto &[type, target] : targets) {
        xml += "<Relationship Id=\"rId" + std::to_string(++number) + R"(" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/)" + type
            + "\" Target=\"" + target + "\"/>";
    }
    return xml + "</Relationships>";
}

/// A side of the table: which style its paragraphs have, and which way its language is written.
struct Side {
    std::string style;
    std::string language;
    bool rightToLeft = false;

    Side(std::string name, const std::string &tag) : style(std::move(name)), language(tag), rightToLeft(uloc_isRightToLeft(tag.c_str()) != 0) {}
};

std::string paragraphStyle(const Side &side)
{
    const std::string language = xmlAttribute(side.language);
    return R"(<w:style w:type="paragraph" w:customStyle="1" w:styleId=")" + side.style + R"("><w:name w:val="Review )" + side.style
        + R"("/><w:basedOn w:val="Normal"/><w:pPr>)" + (side.rightToLeft ? "<w:bidi/>" : "") + R"(</w:pPr><w:rPr><w:lang w:val=")" + language
        + R"(" w:eastAsia=")" + language + R"(" w:bidi=")" + language + R"("/></w:rPr></w:style>)";
}

std::string styles(const Side &source, const Side &target)
{
    return "<w:styles " + std::string(words) + ">" + commonStyles + paragraphStyle(source) + paragraphStyle(target) + "</w:styles>";
}

std::string run(const std::string &properties, const std::string &content)
{
    return "<w:r>" + (properties.empty() ? "" : "<w:rPr>" + properties + "</w:rPr>") + content + "</w:r>";
}

/// Tabs and line ends are elements of their own.
std::string textElements(std::string_view text)
{
    std::string xml;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\t\n"), text.size());
        if (end > 0)
            xml += "<w:t xml:space=\"preserve\">" + xmlText(text.substr(0, end)) + "</w:t>";
        if (end < text.size())
            xml += text[end] == '\t' ? "<w:tab/>" : "<w:br/>";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return xml;
}

/// A run of its own; content controls, which would lock it, come out of LibreOffice 7.4 doubled where text runs from right to left.
std::string markRun(const std::string &mark)
{
    return run("<w:rStyle w:val=\"Tag\"/><w:noProof/>", textElements(mark));
}

std::string paragraph(const std::string &style, const std::string &content)
{
    return "<w:p>" + (style.empty() ? "" : "<w:pPr><w:pStyle w:val=\"" + style + "\"/></w:pPr>") + content + "</w:p>";
}

std::string paragraph(const Side &side, const TaggedText &text)
{
    std::string content;
    for (const MarkPiece &piece : markPieces(reviewText(text)))
        content += piece.mark ? markRun(piece.text) : run(side.rightToLeft ? "<w:rtl/>" : "", textElements(piece.text));
    return paragraph(side.style, content);
}

std::string cell(std::size_t column, const std::string &paragraphs, const std::string &more = {})
{
    return "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(widths[column]) + "\" w:type=\"dxa\"/>" + more + "</w:tcPr>" + paragraphs + "</w:tc>";
}

std::string headerRow(const ReviewTable &table)
{
    const std::array<std::string, widths.size()> titles{"No.", "Source · " + table.sourceLanguage, "Target · " + table.targetLanguage, "State", "Comment"};
    std::string xml = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
    for (std::size_t column = 0; column < titles.size(); ++column)
        xml += cell(column, paragraph({}, run("<w:b/><w:bCs/>", textElements(titles[column]))), "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7E9EC\"/>");
    return xml + "</w:tr>";
}

std::string comments(const ReviewRow &row)
{
    std::string paragraphs;
    for (const ReviewComment &comment : row.comments)
        paragraphs += paragraph({}, run({}, textElements(reviewText({commentLine(comment), {}}).text)));
    return paragraphs.empty() ? paragraph({}, {}) : paragraphs;
}

std::string bodyRow(const ReviewRow &row, const Side &source, const Side &target)
{
    const std::string state = row.locked ? "locked" : row.state ? translationStateName(*row.state) : "";
    return "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + cell(0, paragraph({}, run({}, textElements(std::to_string(row.number))) + run("<w:vanish/>", textElements(row.id))))
        + cell(1, paragraph(source, row.source)) + cell(2, paragraph(target, row.target)) + cell(3, paragraph({}, run({}, textElements(state))))
        + cell(4, comments(row)) + "</w:tr>";
}

std::string tableBegin(const ReviewTable &table)
{
    std::string xml = "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders>";
    for (const char *border : {"top", "left", "bottom", "right", "insideH", "insideV"})
        xml += std::string("<w:") + border + " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"B4B8BD\"/>";
    xml += "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>";
    for (const int width : widths)
        xml += "<w:gridCol w:w=\"" + std::to_string(width) + "\"/>";
    return xml + "</w:tblGrid>" + headerRow(table);
}

std::string body(const ReviewTable &table, const Side &source, const Side &target)
{
    std::string xml = "<w:document " + std::string(words) + "><w:body>";
    const ReviewRow *before = nullptr;
    for (const ReviewRow &row : table.rows) {
        if (!before || before->document != row.document)
            xml += (before ? "</w:tbl>" : "") + paragraph("Heading1", run({}, textElements(reviewText({row.document, {}}).text))) + tableBegin(table);
        xml += bodyRow(row, source, target);
        before = &row;
    }
    return xml + (before ? "</w:tbl>" : "") + paragraph({}, {}) + landscapePage + "</w:body></w:document>";
}

}  // namespace

Result<std::string> writeDocxReview(const ReviewTable &table)
{
    const Side source("Source", table.sourceLanguage);
    const Side target("Target", table.targetLanguage);
    const auto part = [](const std::string &name, const std::string &xml) { return ChangedPart{name, std::string(declaration) + xml}; };
    return newArchive({part("[Content_Types].xml", contentTypes), part("_rels/.rels", relationships({{"officeDocument", "word/document.xml"}})),
                       part("word/document.xml", body(table, source, target)),
                       part("word/_rels/document.xml.rels", relationships({{"styles", "styles.xml"}, {"settings", "settings.xml"}})),
                       part("word/styles.xml", styles(source, target)),
                       part("word/settings.xml", "<w:settings " + std::string(words) + "><w:trackRevisions/></w:settings>")},
                      "review.docx");
}

}  // namespace interlinear::cat
