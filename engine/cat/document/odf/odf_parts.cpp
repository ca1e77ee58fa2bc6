#include "engine/cat/document/odf/inner_texts.h"
#include "engine/cat/document/odf/odf.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::string_view mediaTypes = "application/vnd.oasis.opendocument.";
constexpr const char *manifest = "META-INF/manifest.xml";

bool isEncrypted(std::string_view manifestXml)
{
    XmlCursor cursor(manifestXml);
    while (cursor.next()) {
        if (cursor.token().kind == XmlKind::Start && cursor.token().localName() == "encryption-data")
            return true;
    }
    return false;
}

// Objects hold a document of their own: a chart, a formula, another text.
bool isContent(const std::string &part)
{
    return part == "content.xml" || part.ends_with("/content.xml");
}

}  // namespace

Result<std::vector<std::string>> openDocumentParts(const Archive &archive)
{
    if (archive.has(manifest)) {
        const Result<std::string> xml = archive.part(manifest);
        if (!xml)
            return std::unexpected(xml.error());
        if (isEncrypted(*xml))
            return fail(ErrorCode::BadFormat, {}, "is protected by a password; save it without one");
    }
    // A template of styles may have no content.
    const Result<std::string> content = archive.part(archive.has("styles.xml") && !archive.has("content.xml") ? "styles.xml" : "content.xml");
    if (!content)
        return std::unexpected(content.error());
    if (const std::string_view root = rootName(*content); root != "document-content" && root != "document-styles")
        return fail(ErrorCode::BadFormat, "content.xml", "is no OpenDocument, although its extension says so; give it the extension of its kind");
    std::vector<std::string> parts;
    std::ranges::copy_if(archive.partNames(), std::back_inserter(parts), isContent);
    std::ranges::stable_partition(parts, [](const std::string &part) { return part == "content.xml"; });
    for (const char *part : {"styles.xml", "meta.xml"}) {
        if (archive.has(part))
            parts.emplace_back(part);
    }
    return parts;
}

// The first part is "mimetype", stored, so that its content stands at a fixed place.
bool isOpenDocument(std::string_view bytes)
{
    constexpr std::size_t nameAt = 30;
    constexpr std::string_view name = "mimetype";
    return bytes.starts_with("PK\x03\x04") && bytes.size() > nameAt && bytes.substr(nameAt).starts_with(std::string(name) + std::string(mediaTypes));
}

Result<std::string> unfoldedOdf(std::string_view xml)
{
    if (Result<void> checked = checkOfficePart(xml); !checked)
        return std::unexpected(checked.error());
    return odf::unfolded(xml);
}

std::string foldedOdf(std::string_view text)
{
    return odf::folded(text);
}

}  // namespace interlinear::cat
