// Reading configuration files in JSON: every key is known, typed and there, or the Error names it and what was expected.
//
//   JsonObjectReader reader(json, "config.json", "moe.");
//   reader.integer("every", config.every);
//   reader.oneOf("group_combine", combineNames, config.groupCombine);
//   if (auto done = reader.finish(); !done) return std::unexpected(done.error());   // missing, mistyped or unknown keys
#pragma once

#include "engine/core/files.h"
#include "engine/core/result.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interlinear::mixmoe {

/// BadFormat says in which line the text is no JSON, and what was expected instead, for instance "a recipe".
template <typename Json = nlohmann::json>
Result<Json> parseJson(std::string_view text, const std::string &where, const std::string &expected)
{
    try {
        return Json::parse(text);
    } catch (const typename Json::parse_error &error) {
        const std::string_view read = text.substr(0, error.byte > 0 ? error.byte - 1 : 0);
        const std::string line = where + ", line " + std::to_string(1 + std::ranges::count(read, '\n'));
        if (error.byte > text.size() && !text.empty())
            return fail(ErrorCode::BadFormat, line, "the JSON ends in the middle, so the file is cut or still being written; %1 was expected", expected);
        return fail(ErrorCode::BadFormat, line, "is no JSON; %1 was expected", expected);
    } catch (const typename Json::exception &) {   // a number that nothing holds
        return fail(ErrorCode::BadFormat, where, "is no JSON; %1 was expected", expected);
    }
}

/// The same of one JSON object.
template <typename Json = nlohmann::json>
Result<Json> parseJsonObject(std::string_view text, const std::string &where, const std::string &expected)
{
    Result<Json> root = parseJson<Json>(text, where, expected);
    if (root && !root->is_object())
        return fail(ErrorCode::BadFormat, where, "is no JSON object; %1 was expected", expected);
    return root;
}

/// The file as one JSON object. Errors as those of parseJsonObject() and readTextFile().
inline Result<nlohmann::json> readJsonObject(const std::filesystem::path &file, const std::string &expected)
{
    const Result<std::string> text = readTextFile(file);
    return text ? parseJsonObject(*text, file.string(), expected) : std::unexpected(text.error());
}

template <typename Enum>
using EnumNames = std::vector<std::pair<Enum, const char *>>;

template <typename Enum>
const char *nameOf(const EnumNames<Enum> &names, Enum value)
{
    return std::find_if(names.begin(), names.end(), [&](const auto &entry) { return entry.first == value; })->second;
}

/// What a key may hold, both ends included.
template <typename Number>
struct KeyRange {
    const char *key;
    Number value, low, high;
};

/// OutOfRange for the first value outside, a NaN among them; it names the key behind the prefix.
template <typename Number, std::size_t count>
Result<void> checkRanges(const KeyRange<Number> (&ranges)[count], const std::string &where, const std::string &prefix = {})
{
    for (const KeyRange<Number> &range : ranges) {
        if (!(range.value >= range.low && range.value <= range.high))
            return fail(ErrorCode::OutOfRange, where, "\"%1\" is %2; expected %3 to %4", prefix + range.key, range.value, range.low, range.high);
    }
    return {};
}

// Reads the keys of one JSON object and remembers the first problem, so that callers list their keys without a check after each.
// Json is any nlohmann::basic_json.
template <typename Json>
class JsonObjectReader {
public:
    JsonObjectReader(const Json &object, std::string where, std::string prefix) : m_object(object), m_where(std::move(where)), m_prefix(std::move(prefix)) {}

    /// To ask before reading a key that may be absent.
    bool has(const char *key) const { return m_object.contains(key); }

    template <std::integral Integer>
    void integer(const char *key, Integer &value)
    {
        std::string expected("a whole number from ");
        expected.append(std::to_string(std::numeric_limits<Integer>::min())).append(" to ").append(std::to_string(std::numeric_limits<Integer>::max()));
        read(key, expected, [&](const Json &json) {
            const bool inside = json.is_number_unsigned() ? std::in_range<Integer>(json.template get<std::uint64_t>())
                                                          : json.is_number_integer() && std::in_range<Integer>(json.template get<std::int64_t>());
            if (inside)
                value = json.template get<Integer>();
            return inside;
        });
    }

    void number(const char *key, float &value)
    {
        read(key, "a number of at most 3.4e38", [&](const Json &json) {
            const bool inside = json.is_number() && std::abs(json.template get<double>()) <= std::numeric_limits<float>::max();
            if (inside)
                value = json.template get<float>();
            return inside;
        });
    }

    void boolean(const char *key, bool &value) { read(key, "true or false", [&](const Json &json) { return json.is_boolean() && (value = json.template get<bool>(), true); }); }
    void string(const char *key, std::string &value) { read(key, "a text", [&](const Json &json) { return json.is_string() && (value = json.template get<std::string>(), true); }); }

    void strings(const char *key, std::vector<std::string> &values)
    {
        read(key, "a list of texts", [&](const Json &json) {
            if (!json.is_array() || !std::all_of(json.begin(), json.end(), [](const Json &item) { return item.is_string(); }))
                return false;
            values = json.template get<std::vector<std::string>>();
            return true;
        });
    }

    void integers(const char *key, std::vector<int> &values)
    {
        read(key, "a list of whole numbers", [&](const Json &json) {
            const auto fits = [](const Json &item) { return item.is_number_integer() && std::in_range<int>(item.template get<std::int64_t>()); };
            if (!json.is_array() || !std::all_of(json.begin(), json.end(), fits))
                return false;
            values = json.template get<std::vector<int>>();
            return true;
        });
    }

    template <typename Enum>
    void oneOf(const char *key, const EnumNames<Enum> &names, Enum &value)
    {
        std::string expected = "one of";
        for (const auto &entry : names)
            expected += std::string(" \"") + entry.second + "\"";
        read(key, expected, [&](const Json &json) {
            const auto found = std::find_if(names.begin(), names.end(), [&](const auto &entry) { return json.is_string() && json.template get<std::string>() == entry.second; });
            if (found == names.end())
                return false;
            value = found->first;
            return true;
        });
    }

    const Json *object(const char *key)
    {
        const Json *result = nullptr;
        read(key, "an object", [&](const Json &json) { return json.is_object() && (result = &json, true); });
        return result;
    }

    const Json *list(const char *key)
    {
        const Json *result = nullptr;
        read(key, "a list", [&](const Json &json) { return json.is_array() && (result = &json, true); });
        return result;
    }

    Result<void> finish()
    {
        if (!m_problem) {
            for (const auto &[key, value] : m_object.items()) {
                if (!m_known.contains(key))
                    return fail(ErrorCode::BadFormat, m_where, "unknown key \"%1\"", m_prefix + key);
            }
            return {};
        }
        return std::unexpected(*m_problem);
    }

private:
    template <typename Take>
    void read(const char *key, const std::string &expected, Take take)
    {
        m_known.insert(key);
        if (m_problem)
            return;
        const auto found = m_object.find(key);
        if (found == m_object.end())
            m_problem = fail(ErrorCode::BadFormat, m_where, "key \"%1\" is missing; expected %2", m_prefix + key, expected).error();
        else if (!take(*found))
            m_problem = fail(ErrorCode::BadFormat, m_where, "\"%1\" is %2; expected %3", m_prefix + key, found->dump(), expected).error();
    }

    const Json &m_object;
    std::string m_where, m_prefix;
    std::set<std::string> m_known;
    std::optional<Error> m_problem;
};

}  // namespace interlinear::mixmoe
