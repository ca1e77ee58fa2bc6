#include "app/cli/match_json.h"

#include "engine/cat/document/tag_notation.h"

#include <array>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char *, 4> differenceNames{"kept", "changed", "removed", "added"};

Json toJson(ByteSpan span)
{
    return {span.begin, span.end};
}

Json toJson(const std::vector<ByteSpan> &spans)
{
    Json list = Json::array();
    for (const ByteSpan span : spans)
        list.push_back(toJson(span));
    return list;
}

Json toJson(const std::optional<std::string> &text)
{
    return text ? Json(*text) : Json();
}

void describeUnit(Json &json, const cat::Unit &unit)
{
    if (!unit.source.tags.empty() || !unit.target.tags.empty()) {
        json["source_notation"] = cat::toNotation(unit.source);
        json["target_notation"] = cat::toNotation(unit.target);
    }
    json["id"] = unit.id;
    json["previous"] = toJson(unit.previous);
    json["next"] = toJson(unit.next);
    json["document"] = unit.document;
    json["author"] = unit.author;
    json["created_ms"] = unit.createdMs;
    json["changed_ms"] = unit.changedMs;
    json["origin"] = cat::originName(unit.origin);
    json["context_id"] = unit.contextId;
    json["approved"] = unit.approved;
    json["use_count"] = unit.useCount;
    json["used_ms"] = unit.usedMs;
}

Json explanationOf(const cat::Match &match)
{
    Json list = Json::array();
    for (const auto &[reason, count, points] : match.explanation)
        list.push_back({{"reason", cat::reasonName(reason)}, {"count", count}, {"points", points}});
    return list;
}

Json repairOf(const cat::Repair &repair)
{
    Json json{{"target", repair.target.text}};
    if (!repair.target.tags.empty())
        json["target_notation"] = cat::toNotation(repair.target);
    for (const auto &[span, before, after] : repair.replacements)
        json["replaced"].push_back({{"span", toJson(span)}, {"before", before}, {"after", after}});
    return json;
}

Json differencesOf(const cat::Match &match)
{
    Json list = Json::array();
    for (const auto &[kind, inMatch, inQuery] : match.differences)
        list.push_back({{"kind", differenceNames[static_cast<std::size_t>(kind)]}, {"in_match", toJson(inMatch)}, {"in_query", toJson(inQuery)}});
    return list;
}

/// Takes the text out of the object, if it is there; BadFormat when it is something else.
Result<std::optional<std::string>> textAt(const Json &json, const char *key, const std::string &where)
{
    const auto entry = json.find(key);
    if (entry == json.end() || entry->is_null())
        return std::nullopt;
    if (!entry->is_string())
        return fail(ErrorCode::BadFormat, where, "\"%1\" is no text", key);
    return entry->get<std::string>();
}

}  // namespace

Result<cat::Query> queryFromLine(const std::string &line, const std::string &where)
{
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object())
        return cat::Query{.text = {line, {}}};
    const auto text = textAt(json, "text", where);
    const auto notation = textAt(json, "notation", where);
    const auto previous = textAt(json, "previous", where);
    const auto next = textAt(json, "next", where);
    const auto contextId = textAt(json, "context_id", where);
    const auto from = textAt(json, "from", where);
    const auto to = textAt(json, "to", where);
    for (const auto *value : {&text, &notation, &previous, &next, &contextId, &from, &to}) {
        if (!*value)
            return std::unexpected(value->error());
    }
    if (text->has_value() == notation->has_value())
        return fail(ErrorCode::BadFormat, where, "expected a JSON object with either \"text\" or \"notation\"");
    return cat::Query{.text = *text ? TaggedText{**text, {}} : cat::fromNotation(**notation),
                      .previous = *previous,
                      .next = *next,
                      .contextId = contextId->value_or(""),
                      .languages = {from->value_or(""), to->value_or("")}};
}

Json toJson(const cat::Match &match)
{
    Json json{{"source", match.unit.source.text},
              {"target", match.unit.target.text},
              {"score", match.perMille / 10},
              {"score_per_mille", match.perMille},
              {"explanation", explanationOf(match)},
              {"disputed", match.disputed},
              {"differences", differencesOf(match)}};
    if (match.repair)
        json["repaired"] = repairOf(*match.repair);
    describeUnit(json, match.unit);
    return json;
}

Json toJson(const cat::ConcordanceHit &hit)
{
    Json json{{"source", hit.unit.source.text}, {"target", hit.unit.target.text}, {"in_source", toJson(hit.inSource)}, {"in_target", toJson(hit.inTarget)}};
    describeUnit(json, hit.unit);
    return json;
}

Json toJson(const cat::UnitVersion &version)
{
    Json json{{"source", version.unit.source.text},
              {"target", version.unit.target.text},
              {"replaced_by", toJson(version.replacedBy)},
              {"replaced_ms", version.replacedMs}};
    describeUnit(json, version.unit);
    return json;
}

Json toJson(const cat::Fragment &fragment, const TaggedText &query)
{
    const auto &[inQuery, unit, inSource, inTarget, units, confidence] = fragment;
    return {{"text", query.text.substr(inQuery.begin, inQuery.length())},
            {"target", unit.target.text.substr(inTarget.begin, inTarget.length())},
            {"confidence_per_mille", confidence},
            {"units", units},
            {"in_query", toJson(inQuery)},
            {"unit", {{"id", unit.id}, {"source", unit.source.text}, {"target", unit.target.text}, {"in_source", toJson(inSource)}, {"in_target", toJson(inTarget)}}}};
}

}  // namespace interlinear::cli
