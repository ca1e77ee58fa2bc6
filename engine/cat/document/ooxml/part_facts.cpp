#include "engine/cat/document/ooxml/part_facts.h"

#include "engine/cat/document/ooxml/attribute.h"
#include "engine/cat/document/ooxml/package.h"
#include "engine/cat/document/ooxml/sheet_cells.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <cctype>

namespace interlinear::cat::ooxml {

namespace {

// Built-in styles have English names in every language of Word.
std::optional<BlockKind> kindOfStyleNamed(const std::string &name)
{
    if (name.starts_with("heading") || name == "title" || name == "subtitle")
        return BlockKind::Heading;
    if (name.starts_with("list"))
        return BlockKind::ListItem;
    return name.ends_with("quote") ? std::optional(BlockKind::Quote) : std::nullopt;
}

bool isDefaultStyle(const std::string &id)
{
    return asciiLowerCase(id).starts_with("default");
}

std::map<std::string, BlockKind> kindsOfStyles(std::string_view xml)
{
    std::map<std::string, BlockKind> kinds;
    std::string id;
    XmlCursor cursor(xml);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        if (cursor.token().localName() == "style")
            id = attributeNamed(cursor, "styleId");
        else if (const auto kind = cursor.token().localName() == "name" ? kindOfStyleNamed(asciiLowerCase(attributeNamed(cursor, "val"))) : std::nullopt)
            kinds.emplace(id, *kind);
        else if (cursor.token().localName() == "outlineLvl" && attributeNamed(cursor, "val") != "9")
            kinds.emplace(id, BlockKind::Heading);
    }
    return kinds;
}

// By part. Of a document whose archive cannot be asked there are none, and places lack them.
std::map<std::string, std::string> namesOfSheets(const Document &document)
{
    std::map<std::string, std::string> names;
    const Result<Archive> archive = Archive::open(document.archive, document.name);
    const Result<std::string> main = archive ? mainPart(*archive) : Result<std::string>(std::unexpected(archive.error()));
    const Result<std::string> xml = main ? archive->part(*main) : main;
    if (!xml)
        return names;
    const Result<std::vector<Relationship>> relationships = relationshipsOf(*archive, *main);
    XmlCursor cursor(*xml);
    while (relationships && cursor.next()) {
        if (cursor.token().kind != XmlKind::Start || cursor.token().localName() != "sheet")
            continue;
        const auto found = std::ranges::find(*relationships, attributeNamed(cursor, "id"), &Relationship::id);
        if (found != relationships->end())
            names[found->part] = cursor.attributeText("name");
    }
    return names;
}

std::string contextOf(PartKind kind, std::string_view root, const std::string &slide)
{
    switch (kind) {
    case PartKind::WordStory: return root == "hdr" ? "header" : root == "ftr" ? "footer" : "";
    case PartKind::WordNotes: return root == "comments" ? "comment" : std::string(root.substr(0, root.size() - 1));
    case PartKind::Slide: return slide;
    case PartKind::SlideNotes: return slide + ", notes";
    case PartKind::SlideLayout: return "layout";
    case PartKind::SmartArt:
    case PartKind::Drawing: return slide.empty() ? "drawing" : slide + ", drawing";
    case PartKind::Chart: return slide.empty() ? "chart" : slide + ", chart";
    case PartKind::Comments:
    case PartKind::SheetComments: return slide.empty() ? "comment" : slide + ", comment";
    case PartKind::CoreProperties: return "properties";
    default: return {};
    }
}

}  // namespace

std::set<std::string> plainCharacterStyles(const Document &document)
{
    std::set<std::string> plain;
    for (const DocumentPart &part : document.parts) {
        const std::string_view xml = std::string_view(document.text).substr(part.span.begin, part.span.length());
        if (kindOfPart(xml) != PartKind::Styles)
            continue;
        std::string id;
        XmlCursor cursor(xml);
        while (cursor.next()) {
            if (cursor.token().kind != XmlKind::Start)
                continue;
            const std::string_view name = cursor.token().localName();
            if (name == "style") {
                id = attributeNamed(cursor, "type") == "character" ? attributeNamed(cursor, "styleId") : std::string();
                if (!id.empty())
                    plain.insert(id);
            } else if ((name == "rPr" && !cursor.token().selfClosing) || (name == "basedOn" && !isDefaultStyle(attributeNamed(cursor, "val")))) {
                plain.erase(id);
            }
        }
    }
    return plain;
}

PackageFacts::PackageFacts(const Document &document)
{
    const auto xmlOf = [&](std::size_t i) {
        return std::string_view(document.text).substr(document.parts[i].span.begin, document.parts[i].span.length());
    };
    std::size_t slides = 0;
    bool isWorkbook = false;
    std::string slide;
    for (std::size_t i = 0; i < document.parts.size(); ++i) {
        const PartKind kind = kindOfPart(xmlOf(i));
        isWorkbook = isWorkbook || kind == PartKind::SharedStrings || kind == PartKind::Worksheet;
        if (kind == PartKind::Slide)
            slide = "slide " + std::to_string(++slides);
        m_parts.push_back({document.parts[i].span, kind, {.id = {}, .context = contextOf(kind, rootName(xmlOf(i)), slide), .notes = {}, .limit = {}}});
        if (kind == PartKind::Styles)
            m_styles = kindsOfStyles(xmlOf(i));
    }
    if (!isWorkbook)
        return;
    const std::map<std::string, std::string> names = namesOfSheets(document);
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        // A workbook's charts show copies of its cells.
        if (m_parts[i].kind == PartKind::Chart)
            m_parts[i].kind = PartKind::Drawing;
        if (m_parts[i].kind != PartKind::Worksheet)
            continue;
        const auto named = names.find(document.parts[i].name);
        const std::string place = named == names.end() ? std::string() : named->second + "!";
        std::vector<ColumnHeads> heads;
        for (std::size_t next = i + 1; next < m_parts.size() && m_parts[next].kind != PartKind::Worksheet; ++next) {
            if (rootName(xmlOf(next)) == "table") {
                if (const std::optional<ColumnHeads> found = columnHeads(xmlOf(next)))
                    heads.push_back(*found);
            }
        }
        takeSheet(xmlOf(i), i, place, heads);
    }
}

void PackageFacts::takeSheet(std::string_view xml, std::size_t part, const std::string &place, const std::vector<ColumnHeads> &heads)
{
    m_parts[part].facts.id = place;
    forEachStringCell(xml, [&](const StringCell &cell) {
        const bool head = isHead(cell.name, heads);
        if (!cell.sharedString) {
            if (head)
                m_headCells.emplace(part, place + cell.name);
            return;
        }
        m_cells.try_emplace(*cell.sharedString, place + cell.name);
        if (head)
            m_heads.insert(*cell.sharedString);
    });
}

std::optional<BlockKind> PackageFacts::kindOfStyle(const std::string &id) const
{
    const auto found = m_styles.find(id);
    return found == m_styles.end() ? std::nullopt : std::optional(found->second);
}

std::string PackageFacts::cellOfString(std::size_t number) const
{
    const auto found = m_cells.find(number);
    return found == m_cells.end() ? std::string() : found->second;
}

}  // namespace interlinear::cat::ooxml
