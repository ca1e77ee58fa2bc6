#include "engine/cat/shared/unit_state.h"

#include "engine/cat/database/tag_column.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <tuple>

namespace interlinear::cat {

namespace {

using Json = nlohmann::json;

constexpr std::array<const char *, 4> standingNames{"there", "replaced", "withdrawn", "removed"};
constexpr std::array<const char *, 3> kindNames{"note", "property", "attribute"};

template <typename Names>
std::size_t indexOf(const Names &names, const std::string &name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        throw std::out_of_range(name);
    return static_cast<std::size_t>(found - names.begin());
}

Json textJson(const TaggedText &text)
{
    Json json{{"text", text.text}};
    if (const auto tags = tagColumn(text.tags))
        json["tags"] = Json::parse(*tags);
    return json;
}

Json propertiesJson(const std::vector<Property> &properties)
{
    Json list = Json::array();
    for (const Property &property : properties)
        list.push_back({kindNames[static_cast<std::size_t>(property.kind)], property.name, property.value});
    return list;
}

Json unitJson(const Unit &unit)
{
    Json json{{"source", textJson(unit.source)},
              {"target", textJson(unit.target)},
              {"source_language", unit.sourceLanguage},
              {"target_language", unit.targetLanguage},
              {"context_id", unit.contextId},
              {"document", unit.document},
              {"author", unit.author},
              {"created_ms", unit.createdMs},
              {"changed_ms", unit.changedMs},
              {"origin", originName(unit.origin)},
              {"approved", unit.approved},
              {"use_count", unit.useCount},
              {"used_ms", unit.usedMs},
              {"properties", propertiesJson(unit.properties)}};
    if (unit.previous)
        json["previous"] = *unit.previous;
    if (unit.next)
        json["next"] = *unit.next;
    return json;
}

std::optional<std::string> optionalText(const Json &json, const char *key)
{
    return json.contains(key) ? std::optional(json.at(key).get<std::string>()) : std::nullopt;
}

Result<TaggedText> textFrom(const Json &json, const std::string &where)
{
    return taggedText(json.at("text").get<std::string>(), json.contains("tags") ? std::optional(json.at("tags").dump()) : std::nullopt, where);
}

/// Json's own exceptions for what is missing or of another kind.
Result<Unit> unitFrom(const Json &json, const std::string &id, const std::string &where)
{
    Result<TaggedText> source = textFrom(json.at("source"), where);
    Result<TaggedText> target = textFrom(json.at("target"), where);
    if (!source || !target)
        return std::unexpected(!source ? source.error() : target.error());
    Unit unit{
        .id = id, .source = std::move(*source), .target = std::move(*target), .previous = optionalText(json, "previous"), .next = optionalText(json, "next")};
    json.at("source_language").get_to(unit.sourceLanguage);
    json.at("target_language").get_to(unit.targetLanguage);
    json.at("context_id").get_to(unit.contextId);
    json.at("document").get_to(unit.document);
    json.at("author").get_to(unit.author);
    json.at("created_ms").get_to(unit.createdMs);
    json.at("changed_ms").get_to(unit.changedMs);
    json.at("approved").get_to(unit.approved);
    json.at("use_count").get_to(unit.useCount);
    json.at("used_ms").get_to(unit.usedMs);
    unit.origin = originFromName(json.at("origin").get<std::string>()).value();
    for (const Json &property : json.at("properties")) {
        const std::size_t kind = indexOf(kindNames, property.at(0).get<std::string>());
        unit.properties.push_back({static_cast<Property::Kind>(kind), property.at(1).get<std::string>(), property.at(2).get<std::string>()});
    }
    return unit;
}

Result<UnitState> stateFrom(const Json &json, const std::string &where)
{
    UnitState state{.id = json.at("id").get<std::string>(), .standing = static_cast<Standing>(indexOf(standingNames, json.at("standing").get<std::string>()))};
    state.replacedBy = optionalText(json, "replaced_by").value_or("");
    state.contests = optionalText(json, "contests").value_or("");
    state.leftMs = json.value("left_ms", std::int64_t{0});
    if (state.id.empty() || (state.standing == Standing::Replaced) == state.replacedBy.empty())
        throw std::out_of_range("id");
    if (state.standing == Standing::Removed)
        return state;
    Result<Unit> unit = unitFrom(json.at("unit"), state.id, where);
    if (!unit)
        return std::unexpected(unit.error());
    if (auto good = checkUnit(*unit); !good)
        return fail(ErrorCode::Damaged, where, "holds a unit that no memory takes (%1); nothing behind it was taken over", good.error().sentence());
    state.unit = std::move(*unit);
    return state;
}

}  // namespace

bool saysTheSame(const Unit &a, const Unit &b)
{
    const auto said = [](const Unit &unit) {
        return std::tie(unit.source, unit.target, unit.sourceLanguage, unit.targetLanguage, unit.previous, unit.next, unit.contextId, unit.document,
                        unit.origin, unit.approved, unit.properties);
    };
    return said(a) == said(b);
}

std::string toJson(const UnitState &state)
{
    Json json{{"id", state.id}, {"standing", standingNames[static_cast<std::size_t>(state.standing)]}};
    if (!state.replacedBy.empty())
        json["replaced_by"] = state.replacedBy;
    if (!state.contests.empty())
        json["contests"] = state.contests;
    if (state.leftMs != 0)
        json["left_ms"] = state.leftMs;
    if (state.unit)
        json["unit"] = unitJson(*state.unit);
    return json.dump(-1, ' ', true);
}

Result<UnitState> unitStateFromJson(std::string_view json, const std::string &where)
{
    try {
        return stateFrom(Json::parse(json), where);
    } catch (const std::exception &) {   // of the parser, of a key that is missing, of a name that is unknown
        return fail(ErrorCode::Damaged, where, "holds no unit that this version of the program can read; nothing behind it was taken over");
    }
}

}  // namespace interlinear::cat
