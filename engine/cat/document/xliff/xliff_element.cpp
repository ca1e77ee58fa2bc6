#include "engine/cat/document/xliff/xliff_element.h"

#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <initializer_list>

namespace interlinear::cat {

namespace {

using Attributes = std::vector<XmlAttribute>;

std::string firstOf(const Attributes &attributes, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        if (std::string value = valueOf(attributes, name); !value.empty())
            return value;
    }
    return {};
}

bool isNumber(std::string_view text)
{
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string nameIn(const XliffNames &names, std::string_view id)
{
    const auto found = id.empty() ? names.end() : names.find(id);
    return found == names.end() ? std::string() : found->second;
}

// "lb" is a line break in both versions.
std::string typeName(std::string_view type)
{
    for (const std::string_view prefix : {"x-", "xlf:"}) {
        if (type.starts_with(prefix))
            type.remove_prefix(prefix.size());
    }
    return type == "lb" ? "↵" : std::string(type);
}

std::string textOrId(const Attributes &attributes)
{
    std::string id = valueOf(attributes, "id");
    return isNumber(id) ? std::string() : id;
}

XliffInline of1(std::string_view name, const Attributes &attributes, const XliffNames &names)
{
    XliffInline element;
    const auto key = [&](std::string_view kind, std::initializer_list<std::string_view> ids) {
        element.code.key = std::string(kind) + firstOf(attributes, ids);
    };
    const bool clone = rawValueOf(attributes, "clone") != "no";
    if (name == "g") {
        element.shape = XliffShape::Pair;
        element.may.copy = clone;
        key("g", {"id"});
    } else if (name == "bx" || name == "bpt") {
        element.shape = XliffShape::Opens;
        element.may.copy = name == "bx" && clone;
        key(name == "bx" ? "b" : "p", {"rid", "id"});
    } else if (name == "ex" || name == "ept") {
        element.shape = XliffShape::Closes;
        element.may.copy = name == "ex" && clone;
        key(name == "ex" ? "b" : "p", {"rid", "id"});
    } else if (name == "mrk") {
        const std::string_view type = rawValueOf(attributes, "mtype");
        element.shape = type == "protected" || type == "x-sdl-deleted" ? XliffShape::Alone : XliffShape::Pair;
        element.may.remove = type != "protected";
        key("m" + std::string(type), {"mid"});
        if (type == "x-sdl-comment")
            element.note = nameIn(names, firstOf(attributes, {"sdl:cid"}));
    } else {
        element.may.copy = name == "x" && clone;
        key(name, {"id"});
    }
    element.display = nameIn(names, valueOf(attributes, "id"));
    if (element.display.empty() && name != "mrk")
        element.display = codeName(valueOf(attributes, "equiv-text"));
    if (element.display.empty())
        element.display = typeName(firstOf(attributes, {"ctype", "mtype"}));
    return element;
}

// The bytes of a start tag without what a copy has another one of.
std::string looksOf(std::string_view name, const Attributes &attributes)
{
    std::string looks(name);
    for (const XmlAttribute &attribute : attributes) {
        if (attribute.name != "id" && attribute.name != "startRef" && attribute.name != "copyOf")
            looks += " " + std::string(attribute.name) + "=" + std::string(attribute.raw);
    }
    return looks;
}

XliffInline of2(std::string_view name, const Attributes &attributes, const XliffNames &names)
{
    XliffInline element;
    element.code.key = firstOf(attributes, {"startRef", "id"});
    element.code.copyOf = valueOf(attributes, "copyOf");
    element.code.looks = looksOf(name, attributes);
    element.may = {rawValueOf(attributes, "canDelete") != "no", rawValueOf(attributes, "canCopy") != "no", true};
    element.code.follows = rawValueOf(attributes, "canReorder") == "no";
    element.may.move = !element.code.follows && rawValueOf(attributes, "canReorder") != "firstNo";
    if (name == "mrk" || name == "sm" || name == "em") {
        const bool hidden = name == "mrk" && rawValueOf(attributes, "translate") == "no";
        element.shape = name == "sm" ? XliffShape::Opens : name == "em" ? XliffShape::Closes : hidden ? XliffShape::Alone : XliffShape::Pair;
        element.may = {!hidden, false, true};
        element.code.note = true;
        if (rawValueOf(attributes, "type") == "comment")
            element.note = valueOf(attributes, "value");
        element.display = typeName(valueOf(attributes, "type"));
        return element;
    }
    element.shape = name == "pc" ? XliffShape::Pair : name == "sc" ? XliffShape::Opens : name == "ec" ? XliffShape::Closes : XliffShape::Alone;
    const std::string type = typeName(firstOf(attributes, {"subType", "type"}));
    element.display = type == "↵" ? type : codeName(firstOf(attributes, {"disp", "dispStart"}));
    if (element.display.empty())
        element.display = nameIn(names, firstOf(attributes, {"dataRef", "dataRefStart"}));
    if (element.display.empty())
        element.display = codeName(firstOf(attributes, {"equiv", "equivStart"}));
    if (element.display.empty())
        element.display = type;
    return element;
}

}  // namespace

XliffInline inlineOf(const XliffFile &file, const XmlCursor &cursor, const XliffNames &names)
{
    const std::string_view name = coreName(file, cursor);
    const Attributes attributes = cursor.attributes();
    constexpr std::string_view codes1[] = {"g", "bx", "ex", "bpt", "ept", "ph", "it", "x", "mrk"};
    constexpr std::string_view codes2[] = {"pc", "sc", "ec", "ph", "mrk", "sm", "em"};
    if (!file.version2 && std::ranges::find(codes1, name) != std::end(codes1)) {
        XliffInline element = of1(name, attributes, names);
        element.code.closes = element.shape == XliffShape::Closes;
        element.code.soft = element.code.closes || element.shape == XliffShape::Opens;
        return element;
    }
    if (file.version2 && std::ranges::find(codes2, name) != std::end(codes2)) {
        XliffInline element = of2(name, attributes, names);
        element.code.closes = element.shape == XliffShape::Closes;
        element.code.soft = element.code.closes || element.shape == XliffShape::Opens;
        if (element.display.empty())
            element.display = textOrId(attributes);
        return element;
    }
    XliffInline element;
    element.code.key = cursor.raw();
    if (file.version2 && name == "cp") {
        const std::string reference = "&#x" + valueOf(attributes, "hex") + ";";
        const std::string character = decodedXml(reference);
        element.shape = character == reference ? XliffShape::Alone : XliffShape::Character;
        element.character = character;
        element.display = "U+" + valueOf(attributes, "hex");
        return element;
    }
    element.shape = cursor.token().selfClosing ? XliffShape::Alone : XliffShape::Pair;
    element.display = cursor.token().name;
    return element;
}

}  // namespace interlinear::cat
