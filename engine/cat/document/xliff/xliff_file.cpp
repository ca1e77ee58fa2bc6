#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xliff/xliff_units.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

std::optional<XmlCursor> rootOf(std::string_view text)
{
    XmlCursor cursor(text);
    while (cursor.next()) {
        if (cursor.token().kind == XmlKind::Start)
            return cursor;
    }
    return std::nullopt;
}

std::string lineOf(std::string_view text, std::size_t byte)
{
    return "line " + std::to_string(std::ranges::count(text.substr(0, byte), '\n') + 1);
}

// The prefix that stands for a namespace which begins so, with its colon.
std::string_view prefixOf(const std::vector<XmlAttribute> &attributes, std::string_view beginning)
{
    for (const XmlAttribute &attribute : attributes) {
        if (attribute.name.starts_with("xmlns:") && attribute.raw.starts_with(beginning))
            return attribute.name.substr(6);
    }
    return {};
}

// As the root says it; some programs name it in the namespace only.
std::string versionOf(const std::vector<XmlAttribute> &attributes)
{
    constexpr std::string_view beginning = "urn:oasis:names:tc:xliff:document:";
    std::string version = valueOf(attributes, "version");
    for (const XmlAttribute &attribute : attributes) {
        const bool isNamespace = attribute.name == "xmlns" || attribute.name.starts_with("xmlns:");
        if (version.empty() && isNamespace && attribute.raw.starts_with(beginning))
            version = attribute.raw.substr(beginning.size());
    }
    return version;
}

void findDialect(XliffFile &file, const std::vector<XmlAttribute> &attributes)
{
    constexpr std::pair<XliffDialect, std::string_view> dialects[] = {{XliffDialect::Sdl, "http://sdl.com/FileTypes/SdlXliff"},
                                                                     {XliffDialect::MemoQ, "MQXliff"},
                                                                     {XliffDialect::Phrase, "http://www.memsource.com/mxlf"}};
    for (const auto &[dialect, beginning] : dialects) {
        const std::string_view prefix = prefixOf(attributes, beginning);
        if (prefix.empty())
            continue;
        file.dialect = dialect;
        file.dialectPrefix = prefix;
        return;
    }
}

}  // namespace

Result<XliffFile> xliffFile(std::string_view text)
{
    const std::optional<XmlCursor> root = rootOf(text);
    if (!root)
        return fail(ErrorCode::BadFormat, "line 1", "holds no XML element; an XLIFF file begins with <xliff>");
    const XmlToken &token = root->token();
    const std::string line = lineOf(text, token.span.begin);
    if (token.localName() != "xliff")
        return fail(ErrorCode::BadFormat, line, "begins with <%1>; an XLIFF file begins with <xliff>", token.name);
    const std::vector<XmlAttribute> attributes = root->attributes();
    const std::string version = versionOf(attributes);
    XliffFile file{.text = text, .version = version, .prefix = token.name.substr(0, token.name.size() - token.localName().size()), .dialectPrefix = {}, .root = token.span};
    if (version.empty())
        return fail(ErrorCode::BadFormat, line, "<xliff> has no version; it is required, for instance version=\"1.2\" or version=\"2.0\"");
    if (version == "2.0" || version == "2.1" || version == "2.2")
        file.version2 = true;
    else if (version != "1.0" && version != "1.1" && version != "1.2")
        return fail(ErrorCode::BadFormat, line, "<xliff> has the version \"%1\"; known are 1.0, 1.1, 1.2, 2.0, 2.1 and 2.2", version);
    if (!file.version2)
        findDialect(file, attributes);
    return file;
}

XliffLanguages xliffLanguages(const XliffFile &file)
{
    XmlCursor cursor(file.text, file.root.begin);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        const std::string_view name = coreName(file, cursor);
        if (file.version2)
            return {cursor.attributeText("srcLang"), cursor.attributeText("trgLang")};
        if (name == "file")
            return {cursor.attributeText("source-language"), cursor.attributeText("target-language")};
    }
    return {};
}

}  // namespace interlinear::cat
