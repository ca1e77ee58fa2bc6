#include "engine/cat/document/ooxml/package.h"

#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace interlinear::cat::ooxml {

namespace {

// Part names are compared without regard to case.
std::optional<std::string> partNamed(const Archive &archive, const std::string &name)
{
    if (archive.has(name))
        return name;
    const std::string lower = asciiLowerCase(name);
    const auto found = std::ranges::find_if(archive.partNames(), [&](const std::string &other) { return asciiLowerCase(other) == lower; });
    return found == archive.partNames().end() ? std::nullopt : std::optional(*found);
}

std::string folderOf(const std::string &part)
{
    const std::size_t slash = part.rfind('/');
    return slash == std::string::npos ? std::string() : part.substr(0, slash + 1);
}

// "word/", "../docProps/core.xml" -> "docProps/core.xml"; what climbs above the root stays at it.
std::string resolved(const std::string &folder, std::string_view target)
{
    std::vector<std::string> steps;
    const std::string path = target.starts_with('/') ? std::string(target) : folder + std::string(target);
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string step = path.substr(begin, end - begin);
        if (step == ".." && !steps.empty())
            steps.pop_back();
        else if (!step.empty() && step != "." && step != "..")
            steps.push_back(step);
        begin = end + 1;
    }
    std::string name;
    for (const std::string &step : steps)
        name += (name.empty() ? "" : "/") + step;
    return name;
}

std::string relationshipsPart(const std::string &part)
{
    const std::string folder = folderOf(part);
    return folder + "_rels/" + part.substr(folder.size()) + ".rels";
}

std::string lastWord(const std::string &address)
{
    return address.substr(address.rfind('/') + 1);
}

Result<std::string> wellFormedPart(const Archive &archive, const std::string &name)
{
    Result<std::string> xml = archive.part(name);
    if (!xml)
        return xml;
    if (Result<void> checked = checkWellFormed(*xml); !checked) {
        checked.error().where = name + ", " + checked.error().where;
        return std::unexpected(checked.error());
    }
    return xml;
}

// The first part whose content type is that of a main part, for packages without the relationship.
Result<std::string> mainPartByContentType(const Archive &archive)
{
    const std::optional<std::string> name = partNamed(archive, "[Content_Types].xml");
    const Result<std::string> types = name ? wellFormedPart(archive, *name) : Result<std::string>(std::string());
    if (!types)
        return types;
    XmlCursor cursor(*types);
    while (cursor.next()) {
        if (cursor.token().localName() != "Override" || !cursor.attributeText("ContentType").ends_with(".main+xml"))
            continue;
        if (const auto part = partNamed(archive, resolved({}, cursor.attributeText("PartName"))))
            return *part;
    }
    return fail(ErrorCode::BadFormat, {}, "is a zip archive, but no Office document: it names no main part; save it again in its program");
}

}  // namespace

Result<std::vector<Relationship>> relationshipsOf(const Archive &archive, const std::string &part)
{
    std::vector<Relationship> relationships;
    const std::optional<std::string> name = partNamed(archive, relationshipsPart(part));
    if (!name)
        return relationships;
    const Result<std::string> xml = wellFormedPart(archive, *name);
    if (!xml)
        return std::unexpected(xml.error());
    XmlCursor cursor(*xml);
    while (cursor.next()) {
        if (cursor.token().localName() != "Relationship" || cursor.attributeText("TargetMode") == "External")
            continue;
        if (const auto target = partNamed(archive, resolved(folderOf(part), cursor.attributeText("Target"))))
            relationships.push_back({cursor.attributeText("Id"), lastWord(cursor.attributeText("Type")), *target});
    }
    return relationships;
}

Result<std::string> mainPart(const Archive &archive)
{
    const Result<std::vector<Relationship>> relationships = relationshipsOf(archive, {});
    if (!relationships)
        return std::unexpected(relationships.error());
    const auto found = std::ranges::find(*relationships, "officeDocument", &Relationship::type);
    return found == relationships->end() ? mainPartByContentType(archive) : found->part;
}

Result<void> appendWithRelated(const Archive &archive, const std::string &part, std::span<const std::string_view> types, std::vector<std::string> &parts)
{
    std::vector<std::string> waiting{part};
    while (!waiting.empty()) {
        const std::string next = std::move(waiting.back());
        waiting.pop_back();
        if (std::ranges::find(parts, next) != parts.end())
            continue;
        parts.push_back(next);
        const Result<std::vector<Relationship>> related = relationshipsOf(archive, next);
        if (!related)
            return std::unexpected(related.error());
        for (auto type = types.rbegin(); type != types.rend(); ++type) {
            for (auto relationship = related->rbegin(); relationship != related->rend(); ++relationship) {
                if (relationship->type == *type)
                    waiting.push_back(relationship->part);
            }
        }
    }
    return {};
}

}  // namespace interlinear::cat::ooxml
