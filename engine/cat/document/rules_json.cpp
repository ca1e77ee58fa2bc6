#include "engine/cat/document/rules_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace interlinear::cat {

namespace {

using Json = nlohmann::ordered_json;

using Texts = std::vector<std::string> DocumentRules::*;
using Text = std::string DocumentRules::*;

constexpr std::array<std::pair<const char *, Texts>, 2> lists{{{"keys", &DocumentRules::keys}, {"columns", &DocumentRules::columns}}};
constexpr std::array<std::pair<const char *, Text>, 5> texts{{{"targetColumn", &DocumentRules::targetColumn},
                                                              {"keyColumn", &DocumentRules::keyColumn},
                                                              {"contextColumn", &DocumentRules::contextColumn},
                                                              {"noteColumn", &DocumentRules::noteColumn},
                                                              {"encoding", &DocumentRules::encoding}}};

Result<void> take(DocumentRules &rules, const std::string &key, const Json &value, const std::string &name)
{
    const auto isKey = [&](const auto &entry) { return key == entry.first; };
    if (const auto list = std::ranges::find_if(lists, isKey); list != lists.end()) {
        if (!value.is_array() || !std::ranges::all_of(value, [](const Json &entry) { return entry.is_string(); }))
            return fail(ErrorCode::BadFormat, name, "\"%1\" is no list of texts, such as [\"title\", \"text\"]", key);
        rules.*list->second = value.get<std::vector<std::string>>();
    } else if (const auto text = std::ranges::find_if(texts, isKey); text != texts.end()) {
        if (!value.is_string())
            return fail(ErrorCode::BadFormat, name, "\"%1\" is no text in quotes", key);
        rules.*text->second = value.get<std::string>();
    } else if (key == "header") {
        if (!value.is_boolean())
            return fail(ErrorCode::BadFormat, name, "\"%1\" is neither true nor false", key);
        rules.header = value.get<bool>();
    } else {
        return fail(ErrorCode::BadFormat, name,
                    "\"%1\" is no key of such rules; expected keys, columns, targetColumn, keyColumn, contextColumn, noteColumn, header, encoding", key);
    }
    return {};
}

}  // namespace

Result<DocumentRules> rulesFromJson(std::string_view text, const std::string &name)
{
    DocumentRules rules;
    if (text.empty())
        return rules;
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::BadFormat, name, "holds no rules; expected a JSON object such as {\"keys\": [\"*.title\", \"!*.id\"]}");
    for (const auto &[key, value] : json.items()) {
        if (Result<void> taken = take(rules, key, value, name); !taken)
            return std::unexpected(taken.error());
    }
    return rules;
}

std::string rulesJson(const DocumentRules &rules)
{
    Json json = Json::object();
    for (const auto &[key, list] : lists) {
        if (!(rules.*list).empty())
            json[key] = rules.*list;
    }
    for (const auto &[key, text] : texts) {
        if (!(rules.*text).empty())
            json[key] = rules.*text;
    }
    if (rules.header)
        json["header"] = *rules.header;
    return json.empty() ? std::string() : json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace interlinear::cat
