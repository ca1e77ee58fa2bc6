#include "engine/training/data/filters.h"

#include "engine/core/markup.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <cstdio>

namespace interlinear::training {

namespace {

using Reason = std::optional<std::string>;

std::string percent(int part, int whole)
{
    return std::to_string(100 * part / std::max(whole, 1)) + " %";
}

Reason brokenUtf8(std::string_view text)
{
    const auto bad = firstInvalidUtf8(text);
    return bad ? Reason("byte " + std::to_string(*bad + 1) + " of the text is not UTF-8") : std::nullopt;
}

Reason controlCharacters(std::string_view text)
{
    const auto isControl = [](char character) { return static_cast<unsigned char>(character) < 0x20 && !std::string_view("\t\n\r\f\v").contains(character); };
    const auto found = std::ranges::find_if(text, isControl);
    if (found != text.end())
        return "holds the control character " + std::to_string(*found);
    return text.contains("\uFFFD") ? Reason("holds U+FFFD, which stands for lost text") : std::nullopt;
}

Reason empty(const TextFacts &text, const FilterSettings &)
{
    return text.characters == 0 ? Reason("is empty") : std::nullopt;
}

Reason tooLong(const TextFacts &text, const FilterSettings &settings)
{
    return text.tokens > settings.longestTokens ? Reason("has " + std::to_string(text.tokens) + " tokens") : std::nullopt;
}

Reason fewLetters(const TextFacts &text, const FilterSettings &)
{
    return text.letters < 2 ? Reason("has " + std::to_string(text.letters) + " letters") : std::nullopt;
}

Reason letterShare(const TextFacts &text, const FilterSettings &settings)
{
    const bool low = static_cast<float>(text.letters) < settings.letterShare * static_cast<float>(text.characters);
    return low ? Reason("letters are " + percent(text.letters, text.characters) + " of it") : std::nullopt;
}

Reason wrongScript(const TextFacts &text, const FilterSettings &settings)
{
    const auto letters = static_cast<float>(text.letters);
    if (static_cast<float>(text.ownLetters) < settings.ownScriptShare * letters)
        return "only " + percent(text.ownLetters, text.letters) + " of its letters are in the language's script";
    if (static_cast<float>(text.foreignLetters) > settings.foreignScriptShare * letters)
        return percent(text.foreignLetters, text.letters) + " of its letters are in a foreign script";
    return std::nullopt;
}

Reason copy(const TextFacts &first, const TextFacts &second, const FilterSettings &)
{
    return first.text == second.text ? Reason("both sides are the same") : std::nullopt;
}

Reason ratio(double first, double second, double slack, float limit, const char *what)
{
    if (std::max(first, second) + slack <= static_cast<double>(limit) * (std::min(first, second) + slack))
        return std::nullopt;
    char text[80];
    std::snprintf(text, sizeof text, "%.0f %s against %.0f", first, what, second);
    return text;
}

Reason characterRatio(const TextFacts &first, const TextFacts &second, const FilterSettings &settings)
{
    return ratio(first.width, second.width, 10, settings.characterRatio, "characters");
}

Reason tokenRatio(const TextFacts &first, const TextFacts &second, const FilterSettings &settings)
{
    return ratio(first.words, second.words, 5, settings.tokenRatio, "tokens");
}

template <typename List>
std::string listed(const List &items)
{
    std::string text;
    for (const std::string &item : items)
        text += (text.empty() ? "" : " ") + item;
    return text.empty() ? "none" : text;
}

template <auto itemsOf>
Reason differing(const TextFacts &first, const TextFacts &second, const FilterSettings &)
{
    const auto left = itemsOf(first.text), right = itemsOf(second.text);
    return left == right ? std::nullopt : Reason(listed(left) + " against " + listed(right));
}

struct BytesFilter {
    const char *name;
    Reason (*reason)(std::string_view);
};
constexpr BytesFilter bytesFilters[] = {{"broken_utf8", brokenUtf8}, {"control_characters", controlCharacters}};

struct TextFilter {
    const char *name;
    Reason (*reason)(const TextFacts &, const FilterSettings &);
};
constexpr TextFilter textFilters[] = {
    {"empty", empty}, {"too_long", tooLong}, {"few_letters", fewLetters}, {"letter_share", letterShare}, {"wrong_script", wrongScript}};

struct PairFilter {
    const char *name;
    Reason (*reason)(const TextFacts &, const TextFacts &, const FilterSettings &);
};
constexpr PairFilter pairFilters[] = {
    {"copy", copy},
    {"character_ratio", characterRatio},
    {"token_ratio", tokenRatio},
    {"placeholders", differing<placeholdersOf>},
    {"tags", differing<tagsOf>},
    {"web_addresses", differing<webAddressesOf>},
    {"numbers", differing<numbersOf>},
};

}  // namespace

std::optional<Rejection> rejectedBytes(std::string_view text, const FilterSettings &settings)
{
    for (const BytesFilter &filter : bytesFilters) {
        const bool off = filter.reason != brokenUtf8 && settings.off.contains(filter.name);
        if (Reason reason = off ? std::nullopt : filter.reason(text))
            return Rejection{filter.name, std::move(*reason)};
    }
    return std::nullopt;
}

std::optional<Rejection> firstRejection(const Candidate &candidate, const FilterSettings &settings)
{
    for (const TextFilter &filter : textFilters) {
        if (settings.off.contains(filter.name))
            continue;
        Reason reason = filter.reason(candidate.first, settings);
        if (!reason && candidate.second)
            reason = filter.reason(*candidate.second, settings);
        if (reason)
            return Rejection{filter.name, std::move(*reason)};
    }
    if (!candidate.second)
        return std::nullopt;
    for (const PairFilter &filter : pairFilters) {
        if (Reason reason = settings.off.contains(filter.name) ? std::nullopt : filter.reason(candidate.first, *candidate.second, settings))
            return Rejection{filter.name, std::move(*reason)};
    }
    return std::nullopt;
}

std::vector<std::string> filterNames()
{
    std::vector<std::string> names;
    const auto add = [&](const auto &table) {
        for (const auto &filter : table)
            names.emplace_back(filter.name);
    };
    add(bytesFilters);
    add(textFilters);
    add(pairFilters);
    return names;
}

}  // namespace interlinear::training
