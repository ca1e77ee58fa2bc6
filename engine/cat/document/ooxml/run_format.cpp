#include "engine/cat/document/ooxml/run_format.h"

#include "engine/cat/document/splice.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>
#include <array>

namespace interlinear::cat::ooxml {

namespace {

// Proofing, revisions, and the fine spacing of letters that belongs to the words of the source.
constexpr std::array<std::string_view, 14> uncountedElements{"lang", "noProof", "rPrChange", "webHidden", "spacing", "kern", "w", "snapToGrid",
                                                             "ins",  "del",     "moveFrom",  "moveTo",    "proofErr", "fitText"};
constexpr std::array<std::string_view, 9> uncountedAttributes{"lang", "altLang", "dirty", "err", "noProof", "smtClean", "smtId", "spc", "kern"};
// Of those, what is not even kept when a run is written anew.
constexpr std::array<std::string_view, 9> droppedElements{"lang", "noProof", "rPrChange", "webHidden", "ins", "del", "moveFrom", "moveTo", "proofErr"};
constexpr std::array<std::string_view, 6> droppedAttributes{"lang", "altLang", "dirty", "err", "noProof", "smtClean"};
// Of text in complex scripts alone.
constexpr std::array<std::string_view, 3> complexScriptElements{"bCs", "iCs", "szCs"};
constexpr std::array<std::string_view, 5> seenOnSpace{"u", "strike", "dstrike", "shd", "highlight"};

struct ShortName {
    std::string_view property;
    std::string_view name;
};
constexpr std::array shortNames{ShortName{"rStyle", "style"},     ShortName{"rFonts", "font"},    ShortName{"rFont", "font"},   ShortName{"latin", "font"},
                                ShortName{"sz", "size"},          ShortName{"strike", "s"},       ShortName{"dstrike", "s"},    ShortName{"vertAlign", "sup"},
                                ShortName{"hlinkClick", "a"},     ShortName{"solidFill", "color"}, ShortName{"baseline", "sup"}};

bool isOneOf(std::string_view name, auto &names)
{
    return std::ranges::find(names, name) != names.end();
}

bool isOn(const XmlCursor &cursor)
{
    for (const XmlAttribute &attribute : cursor.attributes()) {
        if (attribute.name.ends_with("val"))
            return attribute.raw != "0" && attribute.raw != "false" && attribute.raw != "off" && attribute.raw != "none";
    }
    return true;
}

// The start tag without revision ids and hints; empty for a tag that says nothing else.
std::string countedTag(const XmlCursor &cursor)
{
    const std::vector<XmlAttribute> attributes = cursor.attributes();
    std::string tag;
    for (const XmlAttribute &attribute : attributes) {
        if (!attribute.name.ends_with(":hint") && attribute.name.find("rsid") == std::string_view::npos)
            tag += " " + std::string(attribute.name) + "=\"" + std::string(attribute.raw) + "\"";
    }
    return attributes.empty() || !tag.empty() ? "<" + std::string(cursor.token().name) + tag + ">" : std::string();
}

// DrawingML's run properties are attributes.
void addAttributes(const XmlCursor &cursor, RunFormat &format)
{
    for (const XmlAttribute &attribute : cursor.attributes()) {
        const bool off = (attribute.name == "b" || attribute.name == "i" || attribute.name == "baseline") && attribute.raw == "0";
        if (off || isOneOf(attribute.name, uncountedAttributes) || attribute.name.starts_with("xmlns"))
            continue;
        format.properties.push_back({std::string(attribute.name), std::string(attribute.name) + "=" + std::string(attribute.raw)});
        format.marksSpace = format.marksSpace || ((attribute.name == "u" || attribute.name == "strike") && !attribute.raw.starts_with("no"));
    }
}

void addElement(XmlCursor &cursor, std::string_view raw, bool complexScript, RunFormat &format)
{
    const std::string name(cursor.token().localName());
    const std::string tag = countedTag(cursor);
    const bool on = isOn(cursor);
    const ByteSpan start = cursor.token().span;
    const ByteSpan all = skipElement(cursor);
    if (isOneOf(name, uncountedElements) || (!complexScript && isOneOf(name, complexScriptElements)) || tag.empty())
        return;
    format.properties.push_back({name, tag + std::string(raw.substr(start.end, all.end - start.end))});
    format.hidden = format.hidden || (name == "vanish" && on);
    format.marksSpace = format.marksSpace || (isOneOf(name, seenOnSpace) && on);
}

// Of the one attribute that it has.
std::string valueIn(const std::string &element)
{
    const std::size_t begin = std::min(element.find('"'), element.size() - 1) + 1;
    return element.substr(begin, element.find('"', begin) - begin);
}

// Without language, proofing and revisions.
std::string cleaned(std::string_view raw)
{
    std::vector<Splice> cuts;
    XmlCursor cursor(raw);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        if (cursor.depth() == 0) {
            for (const XmlAttribute &attribute : cursor.attributes()) {
                if (isOneOf(attribute.name, droppedAttributes))
                    cuts.push_back({attribute.span, {}});
            }
        } else if (isOneOf(cursor.token().localName(), droppedElements)) {
            cuts.push_back({skipElement(cursor), {}});
        }
    }
    return spliced(raw, cuts);
}

RunFormat parsedFormat(std::string_view raw, const std::set<std::string> &plainStyles)
{
    RunFormat format;
    format.raw = cleaned(raw);
    const bool complexScript = raw.find("rtl") != std::string_view::npos || raw.find(":cs/>") != std::string_view::npos || raw.find(":cs ") != std::string_view::npos;
    XmlCursor cursor(raw);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        if (cursor.depth() == 0)
            addAttributes(cursor, format);
        else
            addElement(cursor, raw, complexScript, format);
    }
    std::erase_if(format.properties, [&](const RunProperty &property) { return property.name == "rStyle" && plainStyles.contains(valueIn(property.spelling)); });
    for (const RunProperty &property : format.properties)
        format.key += property.spelling + "\n";
    return format;
}

std::string shortNameOf(const RunProperty &property)
{
    if (property.spelling.find("subscript") != std::string::npos)
        return "sub";
    const auto found = std::ranges::find(shortNames, property.name, &ShortName::property);
    return found == shortNames.end() ? property.name : std::string(found->name);
}

}  // namespace

std::size_t RunFormats::idOf(std::string_view raw)
{
    const auto known = m_byRaw.find(std::string(raw));
    if (known != m_byRaw.end())
        return known->second;
    RunFormat format = parsedFormat(raw, m_plainStyles);
    const auto [alike, isNew] = m_byKey.try_emplace(format.key, m_formats.size());
    if (isNew)
        m_formats.push_back(std::move(format));
    m_byRaw.emplace(raw, alike->second);
    return alike->second;
}

std::string RunFormats::described(std::size_t format, std::size_t base) const
{
    std::string names;
    int count = 0;
    for (const RunProperty &property : m_formats[format].properties) {
        if (count == 3 || std::ranges::find(m_formats[base].properties, property) != m_formats[base].properties.end())
            continue;
        names += (names.empty() ? "" : " ") + shortNameOf(property);
        ++count;
    }
    return names.empty() ? "plain" : names;
}

std::size_t RunFormats::plainest(const std::vector<std::size_t> &formats) const
{
    return *std::ranges::min_element(formats, [&](std::size_t a, std::size_t b) {
        const RunFormat &left = m_formats[a];
        const RunFormat &right = m_formats[b];
        return left.properties.size() != right.properties.size() ? left.properties.size() < right.properties.size() : left.key < right.key;
    });
}

}  // namespace interlinear::cat::ooxml
