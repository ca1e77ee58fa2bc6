#include "engine/cat/document/ooxml/ooxml.h"
#include "engine/cat/document/ooxml/package.h"
#include "engine/cat/document/ooxml/part_kind.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

using ooxml::Relationship;

constexpr std::array<std::string_view, 10> wordTypes{"header", "footer",  "footnotes",   "endnotes",       "comments",
                                                     "chart",  "chartEx", "diagramData", "diagramDrawing", "chartUserShapes"};
constexpr std::array<std::string_view, 7> slideTypes{"notesSlide", "chart", "chartEx", "diagramData", "diagramDrawing", "chartUserShapes", "comments"};
constexpr std::array<std::string_view, 8> sheetTypes{"comments", "threadedComment", "table", "drawing", "chart", "chartEx", "diagramData", "diagramDrawing"};

/// The main part, which must have that root.
Result<std::string> mainPartWithRoot(const Archive &archive, std::string_view root, const char *otherwise)
{
    const Result<std::string> main = ooxml::mainPart(archive);
    if (!main)
        return main;
    const Result<std::string> xml = archive.part(*main);
    if (!xml)
        return xml;
    if (rootName(*xml) != root)
        return fail(ErrorCode::BadFormat, *main, otherwise);
    return main;
}

/// The parts that the main one names by relationships of the type: first those of the ids, in their order, then the others.
Result<std::vector<std::string>> inOrder(const Archive &archive, const std::string &main, std::string_view type, std::string_view element)
{
    const Result<std::vector<Relationship>> relationships = ooxml::relationshipsOf(archive, main);
    if (!relationships)
        return std::unexpected(relationships.error());
    const Result<std::string> xml = archive.part(main);
    if (!xml)
        return std::unexpected(xml.error());
    std::vector<std::string> parts;
    XmlCursor cursor(*xml);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start || cursor.token().localName() != element)
            continue;
        for (const XmlAttribute &attribute : cursor.attributes()) {
            const auto found = std::ranges::find(*relationships, attribute.name.ends_with(":id") ? attribute.raw : "", &Relationship::id);
            if (found != relationships->end() && found->type == type)
                parts.push_back(found->part);
        }
    }
    return parts;
}

Result<void> appendOfType(const Archive &archive, const std::string &part, std::string_view type, std::vector<std::string> &parts)
{
    const Result<std::vector<Relationship>> relationships = ooxml::relationshipsOf(archive, part);
    if (!relationships)
        return std::unexpected(relationships.error());
    for (const Relationship &relationship : *relationships) {
        if (relationship.type == type && std::ranges::find(parts, relationship.part) == parts.end())
            parts.push_back(relationship.part);
    }
    return {};
}

/// The properties of the package, and what the main part says of the others.
Result<std::vector<std::string>> withProperties(const Archive &archive, std::vector<std::string> parts)
{
    if (const Result<void> appended = appendOfType(archive, {}, "core-properties", parts); !appended)
        return std::unexpected(appended.error());
    return parts;
}

}  // namespace

Result<std::vector<std::string>> wordParts(const Archive &archive)
{
    const Result<std::string> main = mainPartWithRoot(archive, "document", "is no text document, although its extension says so; give it the extension of its kind");
    if (!main)
        return std::unexpected(main.error());
    std::vector<std::string> parts;
    Result<void> appended = ooxml::appendWithRelated(archive, *main, wordTypes, parts);
    if (appended)
        appended = appendOfType(archive, *main, "styles", parts);
    if (!appended)
        return std::unexpected(appended.error());
    return withProperties(archive, std::move(parts));
}

Result<std::vector<std::string>> slideParts(const Archive &archive)
{
    const Result<std::string> main = mainPartWithRoot(archive, "presentation", "is no presentation, although its extension says so; give it the extension of its kind");
    if (!main)
        return std::unexpected(main.error());
    const Result<std::vector<std::string>> slides = inOrder(archive, *main, "slide", "sldId");
    const Result<std::vector<std::string>> masters = inOrder(archive, *main, "slideMaster", "sldMasterId");
    if (!slides || !masters)
        return std::unexpected(slides ? masters.error() : slides.error());
    std::vector<std::string> parts;
    Result<void> appended;
    for (std::size_t i = 0; appended && i < slides->size(); ++i)
        appended = ooxml::appendWithRelated(archive, (*slides)[i], slideTypes, parts);
    constexpr std::array<std::string_view, 1> layouts{"slideLayout"};
    for (std::size_t i = 0; appended && i < masters->size(); ++i)
        appended = ooxml::appendWithRelated(archive, (*masters)[i], layouts, parts);
    if (!appended)
        return std::unexpected(appended.error());
    return withProperties(archive, std::move(parts));
}

Result<std::vector<std::string>> sheetParts(const Archive &archive)
{
    const Result<std::string> main = mainPartWithRoot(archive, "workbook", "is no workbook, although its extension says so; give it the extension of its kind");
    if (!main)
        return std::unexpected(main.error());
    const Result<std::vector<std::string>> sheets = inOrder(archive, *main, "worksheet", "sheet");
    const Result<std::vector<std::string>> charts = inOrder(archive, *main, "chartsheet", "sheet");
    if (!sheets || !charts)
        return std::unexpected(sheets ? charts.error() : sheets.error());
    std::vector<std::string> parts;
    Result<void> appended = appendOfType(archive, *main, "sharedStrings", parts);
    for (std::size_t i = 0; appended && i < sheets->size(); ++i)
        appended = ooxml::appendWithRelated(archive, (*sheets)[i], sheetTypes, parts);
    for (std::size_t i = 0; appended && i < charts->size(); ++i)
        appended = ooxml::appendWithRelated(archive, (*charts)[i], sheetTypes, parts);
    if (!appended)
        return std::unexpected(appended.error());
    return withProperties(archive, std::move(parts));
}

}  // namespace interlinear::cat
