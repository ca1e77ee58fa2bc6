#include "engine/cat/memory/exchange/unit_properties.h"

#include "engine/cat/memory/exchange/inline_builder.h"
#include "engine/cat/memory/exchange/tmx_segment.h"
#include "engine/cat/memory/exchange/xml_stream.h"

#include <array>
#include <optional>
#include <string_view>

namespace interlinear::cat {

namespace {

/// A text, or "<seg>…</seg>" with a text in it.
std::optional<std::string> contextText(const std::string &value)
{
    constexpr std::string_view begin = "<seg>";
    constexpr std::string_view end = "</seg>";
    if (value == "<seg/>" || value == "<seg />")
        return "";
    if (!value.starts_with(begin) || !value.ends_with(end))
        return value;
    const std::string_view inner = std::string_view(value).substr(begin.size(), value.size() - begin.size() - end.size());
    if (inner.find_first_of("<&") == std::string_view::npos)
        return std::string(inner);
    const std::optional<TaggedText> text = readTmxSegment(value);
    return text ? std::optional(text->text) : std::nullopt;
}

bool takeNeighbour(std::optional<std::string> &neighbour, const Property &property)
{
    if (neighbour)
        return false;
    neighbour = contextText(property.value);
    return neighbour.has_value();
}

bool takeText(std::string &field, const Property &property)
{
    if (!field.empty())
        return false;
    field = property.value;
    return true;
}

bool takeOrigin(Unit &unit, const Property &property)
{
    const std::optional<Origin> origin = originFromName(property.value);
    if (origin)
        unit.origin = *origin;
    return origin.has_value();
}

bool takeApproval(Unit &unit, const Property &property)
{
    if (property.value != "no" && property.value != "yes")
        return false;
    unit.approved = property.value == "yes";
    return true;
}

/// Trados: Draft, RejectedTranslation, RejectedSignOff; Translated and the approved ones are as good as any.
bool noteTradosState(Unit &unit, const Property &property)
{
    if (property.value == "Draft" || property.value.starts_with("Rejected"))
        unit.approved = false;
    return false;
}

bool noteTradosOrigin(Unit &unit, const Property &property)
{
    if (property.value.find("Machine") != std::string::npos)
        unit.origin = Origin::Machine;
    return false;
}

struct Meaning {
    std::string_view name;
    bool (*take)(Unit &, const Property &);   ///< whether the property says nothing more
};

constexpr auto previous = [](Unit &unit, const Property &property) { return takeNeighbour(unit.previous, property); };
constexpr auto next = [](Unit &unit, const Property &property) { return takeNeighbour(unit.next, property); };
constexpr auto document = [](Unit &unit, const Property &property) { return takeText(unit.document, property); };
constexpr auto contextId = [](Unit &unit, const Property &property) { return takeText(unit.contextId, property); };

constexpr std::array<Meaning, 21> meanings{{
    {"x-document", document},                     // memoQ too
    {"x-context-pre", previous},                  // memoQ too
    {"x-context-post", next},
    {"x-context", contextId},
    {"x-origin", takeOrigin},
    {"x-approved", takeApproval},
    {"x-previous", previous},                     // earlier versions of this program
    {"x-next", next},
    {"prev", previous},                           // OmegaT
    {"next", next},
    {"file", document},
    {"id", contextId},
    {"key", contextId},
    {"context_prev", previous},                   // Phrase
    {"context_next", next},
    {"x-previous-source-text", previous},         // Okapi
    {"x-next-source-text", next},
    {"x-following-source-text", next},
    {"x-filename", document},
    {"x-ConfirmationLevel", noteTradosState},     // Trados
    {"x-Origin", noteTradosOrigin},
}};

}  // namespace

void takeKnownProperties(Unit &unit)
{
    std::erase_if(unit.properties, [&](const Property &property) {
        if (property.kind != Property::Kind::Property)
            return false;
        for (const Meaning &meaning : meanings) {
            if (meaning.name == property.name)
                return meaning.take(unit, property);
        }
        return false;
    });
}

std::vector<Property> ownProperties(const Unit &unit)
{
    std::vector<Property> properties;
    const auto add = [&](const char *name, std::string value) { properties.push_back({Property::Kind::Property, name, std::move(value)}); };
    if (!unit.document.empty())
        add("x-document", unit.document);
    if (!unit.contextId.empty())
        add("x-context", unit.contextId);
    if (unit.previous)
        add("x-context-pre", "<seg>" + tmxSegment({*unit.previous, {}}) + "</seg>");
    if (unit.next)
        add("x-context-post", "<seg>" + tmxSegment({*unit.next, {}}) + "</seg>");
    add("x-origin", originName(unit.origin));
    if (!unit.approved)
        add("x-approved", "no");
    return properties;
}

}  // namespace interlinear::cat
