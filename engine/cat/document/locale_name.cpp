#include "engine/cat/document/locale_name.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace interlinear::cat {

namespace {

struct Script {
    std::string_view modifier;
    std::string_view subtag;
};

constexpr std::array scripts{Script{"latin", "-Latn"},   Script{"cyrillic", "-Cyrl"},     Script{"arabic", "-Arab"},
                             Script{"ijekavian", "-ijekavsk"}, Script{"devanagari", "-Deva"}, Script{"valencia", "-valencia"}};

bool isTag(std::string_view tag)
{
    const std::string_view language = tag.substr(0, tag.find('-'));
    const auto isAlphanumeric = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; };
    return language.size() >= 2 && language.size() <= 8 && std::ranges::all_of(tag, isAlphanumeric) && std::isdigit(static_cast<unsigned char>(tag[0])) == 0;
}

}  // namespace

std::string languageTagOf(std::string_view locale)
{
    const std::size_t at = std::min(locale.find('@'), locale.size());
    const std::string_view modifier = locale.substr(std::min(at + 1, locale.size()));
    std::string tag(locale.substr(0, std::min(at, locale.find('.'))));
    std::ranges::replace(tag, '_', '-');
    if (!isTag(tag) || tag == "POSIX")
        return {};
    const auto script = std::ranges::find(scripts, modifier, &Script::modifier);
    if (script == scripts.end())
        return tag;
    return script->subtag.size() == 5 ? tag.insert(std::min(tag.find('-'), tag.size()), script->subtag) : tag.append(script->subtag);
}

std::string localeName(std::string_view languageTag)
{
    std::string locale(languageTag);
    if (!isTag(locale))
        return {};
    std::string modifier;
    for (const Script &script : scripts) {
        const std::size_t at = locale.find(script.subtag);
        const std::size_t end = at + script.subtag.size();
        if (at == std::string::npos || (end < locale.size() && locale[end] != '-'))
            continue;
        locale.erase(at, script.subtag.size());
        modifier = "@" + std::string(script.modifier);
        break;
    }
    std::ranges::replace(locale, '-', '_');
    return locale + modifier;
}

}  // namespace interlinear::cat
