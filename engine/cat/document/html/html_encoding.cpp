#include "engine/cat/document/html/html.h"

#include "engine/cat/document/encoding.h"
#include "engine/cat/document/html/html_cursor.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

using namespace html;

// Of "text/html; charset=utf-8".
std::string charsetOf(std::string_view contentType)
{
    const std::string lower = asciiLowerCase(contentType);
    const std::size_t found = lower.find("charset");
    if (found == std::string::npos)
        return {};
    const std::size_t begin = lower.find_first_not_of(" \t\r\n\f='\"", found + 7);
    if (begin == std::string::npos)
        return {};
    return lower.substr(begin, lower.find_first_of(" \t\r\n\f;'\"", begin) - begin);
}

std::string charsetOfMeta(const std::vector<HtmlAttribute> &attributes)
{
    if (const HtmlAttribute *charset = attributeNamed(attributes, "charset"))
        return asciiLowerCase(charset->raw);
    const HtmlAttribute *equivalent = attributeNamed(attributes, "http-equiv");
    const HtmlAttribute *content = attributeNamed(attributes, "content");
    const bool saysType = equivalent && asciiLowerCase(equivalent->raw) == "content-type";
    return saysType && content ? charsetOf(content->raw) : std::string();
}

std::string asBrowsersRead(std::string name)
{
    const std::size_t begin = std::min(name.find_first_not_of(" \t\r\n\f"), name.size());
    name = asciiLowerCase(name.substr(begin, name.find_last_not_of(" \t\r\n\f") + 1 - begin));
    if (name == "iso-8859-1" || name == "iso8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii")
        return "windows-1252";
    return name.starts_with("utf-16") ? "utf-8" : name;
}

}  // namespace

std::string encodingOfHtml(std::string_view bytes)
{
    constexpr std::size_t searched = 8192;
    bytes = bytes.substr(0, searched);
    if (std::string declared = encodingOfXml(bytes); !declared.empty())
        return asBrowsersRead(std::move(declared));
    HtmlCursor cursor(bytes);
    while (cursor.next()) {
        if (cursor.token().kind != HtmlKind::Start || cursor.token().name != "meta")
            continue;
        if (std::string charset = charsetOfMeta(attributesOf(bytes, cursor.token())); !charset.empty())
            return asBrowsersRead(std::move(charset));
    }
    return {};
}

}  // namespace interlinear::cat
