#include "engine/cat/terms/inflection/suffix_rules.h"

#include "engine/cat/terms/inflection/ending_tables.h"
#include "engine/cat/terms/inflection/irregular_forms.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace interlinear::cat {

namespace {

std::size_t charactersIn(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string withoutAccents(std::string_view word)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 26> plain{
        {{"á", "a"}, {"â", "a"}, {"ã", "a"}, {"ä", "a"}, {"à", "a"}, {"ď", "d"}, {"é", "e"}, {"ê", "e"}, {"ě", "e"}, {"í", "i"}, {"ï", "i"},
         {"ĺ", "l"}, {"ľ", "l"}, {"ň", "n"}, {"ó", "o"}, {"ô", "o"}, {"õ", "o"}, {"ö", "o"}, {"ŕ", "r"}, {"ř", "r"}, {"ť", "t"}, {"ú", "u"},
         {"ü", "u"}, {"ů", "o"}, {"ý", "y"}, {"ё", "е"}}};
    std::string result;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const auto *found = std::ranges::find(plain, word.substr(i, 2), &std::pair<std::string_view, std::string_view>::first);
        if (found == plain.end()) {
            result += word[i];
        } else {
            result += found->second;
            ++i;
        }
    }
    return result;
}

bool applyOne(std::string &word, std::span<const EndingRule> rules)
{
    for (const auto &[ending, instead, left] : rules) {
        if (!word.ends_with(ending) || charactersIn(word) < charactersIn(ending) - charactersIn(instead) + left)
            continue;
        const std::string_view before = std::string_view(word).substr(0, word.size() - ending.size());
        if (ending == "s" && before.ends_with('s'))   // "Prozess"
            continue;
        word.resize(before.size());
        word += instead;
        return true;
    }
    return false;
}

/// Dutch spells a long vowel once before a vowel, and a consonant twice behind a short one: "taal, talen", "knop, knoppen", "huis, huizen", "brief, brieven".
std::string dutchStem(std::string word)
{
    const std::size_t size = word.size();
    if (size >= 4 && word[size - 1] == word[size - 2] && std::string_view("aeiou").find(word.back()) == std::string_view::npos)
        word.pop_back();
    else if (size >= 4 && word[size - 2] == word[size - 3] && std::string_view("aeou").find(word[size - 2]) != std::string_view::npos)
        word.erase(size - 2, 1);
    if (word.ends_with('z'))
        word.back() = 's';
    else if (word.ends_with('v'))
        word.back() = 'f';
    return word;
}

bool isVowel(std::string_view character)
{
    constexpr std::string_view vowels[] = {"a", "e", "i", "o", "u", "y", "ą", "ę", "а", "е", "и", "о", "у", "ы", "э", "ю", "я", "і", "ї", "є"};
    return std::ranges::find(vowels, character) != std::end(vowels);
}

/// The characters of the text, from the last one on.
std::vector<std::string_view> lastCharacters(std::string_view text, std::size_t count)
{
    std::vector<std::string_view> characters;
    while (!text.empty() && characters.size() < count) {
        std::size_t begin = text.size() - 1;
        while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)
            --begin;
        characters.push_back(text.substr(begin));
        text = text.substr(0, begin);
    }
    return characters;
}

/// A vowel comes between two consonants where no ending follows: "účet, účtu", "ссылка, ссылок"; and k and h are softer before some endings: "banka, bance".
std::string slavicStem(std::string word)
{
    const std::vector<std::string_view> last = lastCharacters(word, 4);
    constexpr std::string_view fleeting[] = {"e", "е", "о"};
    if (last.size() == 4 && !isVowel(last[0]) && std::ranges::find(fleeting, last[1]) != std::end(fleeting) && !isVowel(last[2]))
        word.erase(word.size() - last[0].size() - last[1].size(), last[1].size());
    constexpr std::pair<std::string_view, std::string_view> softer[] = {{"dz", "g"}, {"c", "k"}};
    for (const auto &[soft, hard] : softer) {
        if (word.ends_with(soft)) {
            word.replace(word.size() - soft.size(), soft.size(), hard);
            break;
        }
    }
    return word;
}

}  // namespace

std::string stemByRule(std::string_view word, std::string_view language)
{
    const InflectedLanguage *known = inflectedLanguage(language);
    if (!known || isUninflected(word, language) || std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; }))
        return std::string(word);
    const std::string_view regular = regularForm(word, language);
    std::string stem = known->accents == Accents::Dropped ? withoutAccents(regular) : std::string(regular);
    while (applyOne(stem, known->rules)) {
    }
    switch (known->change) {
    case StemChange::None: return stem;
    case StemChange::Dutch: return dutchStem(std::move(stem));
    case StemChange::Slavic: return slavicStem(std::move(stem));
    }
    return stem;
}

std::span<const std::string_view> endingsOf(std::string_view language)
{
    const InflectedLanguage *known = inflectedLanguage(language);
    return known ? known->forms : std::span<const std::string_view>();
}

}  // namespace interlinear::cat
