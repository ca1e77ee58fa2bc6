#include "engine/cat/project/facts_column.h"

#include "engine/cat/database/tag_column.h"

#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

namespace interlinear::cat {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array states{TranslationState::New, TranslationState::Draft, TranslationState::Translated, TranslationState::Reviewed, TranslationState::Final};
constexpr std::array units{LengthLimit::Unit::Characters, LengthLimit::Unit::Bytes, LengthLimit::Unit::Pixels};

template <typename Value>
void put(Json &json, const char *key, const Value &value)
{
    if (value != Value())
        json[key] = value;
}

Json toJson(const FileTarget &target)
{
    Json json{{"text", target.text.text}, {"state", translationStateName(target.state)}};
    if (const std::optional<std::string> tags = tagColumn(target.text.tags))
        json["tags"] = *tags;
    put(json, "needs_work", target.needsWork);
    put(json, "machine", target.machine);
    put(json, "propagated", target.propagated);
    return json;
}

Json toJson(const SegmentFacts &facts)
{
    Json json;
    put(json, "id", facts.id);
    put(json, "context", facts.context);
    put(json, "notes", facts.notes);
    put(json, "locked", facts.locked);
    if (facts.limit)
        json["limit"] = {facts.limit->most, lengthUnitName(facts.limit->unit)};
    return json;
}

/// The one of these values that has the name; nothing for another name.
template <typename Value, std::size_t count, typename NameOf>
std::optional<Value> named(const std::array<Value, count> &values, const std::string &name, const NameOf &nameOf)
{
    for (const Value value : values) {
        if (name == nameOf(value))
            return value;
    }
    return std::nullopt;
}

/// Throws what nlohmann throws for another shape.
Result<FileTarget> targetFrom(const Json &json, const std::string &where)
{
    const std::optional<std::string> tags = json.contains("tags") ? std::optional(json.at("tags").get<std::string>()) : std::nullopt;
    Result<TaggedText> text = taggedText(json.at("text").get<std::string>(), tags, where);
    if (!text)
        return std::unexpected(text.error());
    return FileTarget{std::move(*text), named(states, json.at("state").get<std::string>(), translationStateName).value_or(TranslationState::New),
                      json.value("needs_work", false), json.value("machine", false), json.value("propagated", false)};
}

SegmentFacts factsFrom(const Json &json)
{
    SegmentFacts facts{json.value("id", std::string()), json.value("context", std::string()), json.value("notes", std::vector<std::string>()), {}, json.value("locked", false)};
    if (const auto limit = json.find("limit"); limit != json.end()) {
        const auto unit = named(units, limit->at(1).get<std::string>(), lengthUnitName);
        facts.limit = LengthLimit{limit->at(0).get<std::size_t>(), unit.value_or(LengthLimit::Unit::Characters)};
    }
    return facts;
}

}  // namespace

std::optional<std::string> factsColumn(const Segment &segment)
{
    Json json = toJson(segment.facts);
    if (segment.target)
        json["target"] = toJson(*segment.target);
    put(json, "redivided", segment.redivided);
    return json.empty() ? std::nullopt : std::optional(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<void> readFacts(const std::optional<std::string> &column, Segment &segment, const std::string &where)
{
    if (!column)
        return {};
    try {
        const Json json = Json::parse(*column);
        segment.facts = factsFrom(json);
        segment.redivided = json.value("redivided", false);
        if (!json.contains("target"))
            return {};
        Result<FileTarget> target = targetFrom(json.at("target"), where);
        if (!target)
            return std::unexpected(target.error());
        segment.target = std::move(*target);
        return {};
    } catch (const Json::exception &) {
        return fail(ErrorCode::Damaged, where, "holds a segment that cannot be read; restore the file from a backup");
    }
}

}  // namespace interlinear::cat
