#include "engine/cat/terms/inflection/suffix_rules.h"

#include <algorithm>
#include <array>
#include <span>

namespace interlinear::cat {

namespace {

constexpr std::size_t leastStem = 3;

struct Rule {
    std::string_view ending;
    std::string_view instead{};
};

// The first rule whose ending fits and leaves enough is the one; longer endings stand before shorter ones that they end with.
constexpr Rule english[] = {{"ies", "i"},  {"ches", "ch"}, {"shes", "sh"}, {"xes", "x"}, {"zes", "z"}, {"ses", "s"}, {"ie", "i"},
                            {"che", "ch"}, {"she", "sh"},  {"xe", "x"},    {"ze", "z"},  {"se", "s"},  {"s"},        {"y", "i"}};
constexpr Rule germanEndings[] = {{"innen", "in"}, {"ern"}, {"em"}, {"en"}, {"er"}, {"es"}, {"e"}, {"n"}, {"s"}};
constexpr Rule french[] = {{"eaux", "eau"}, {"aux", "al"}, {"es"}, {"s"}, {"x"}, {"e"}};
constexpr Rule spanish[] = {{"ces", "c"}, {"ce", "c"}, {"z", "c"}, {"es"}, {"s"}, {"e"}};
constexpr Rule italian[] = {{"che", "c"}, {"chi", "c"}, {"ghe", "g"}, {"ghi", "g"}, {"a"}, {"e"}, {"i"}, {"o"}};
constexpr Rule portuguese[] = {{"oes", "ao"}, {"aes", "ao"}, {"ais", "al"}, {"eis", "el"}, {"ois", "ol"}, {"uis", "ul"}, {"ns", "m"}, {"res", "r"}, {"re", "r"},
                               {"zes", "z"},  {"s"}};
constexpr Rule dutch[] = {{"en"}, {"es"}, {"e"}, {"s"}};

constexpr std::string_view englishForms[] = {"s", "es", "ed", "d", "ing"};
constexpr std::string_view germanForms[] = {"s", "es", "e", "en", "n", "er", "ern", "em", "nen"};
constexpr std::string_view romanceForms[] = {"s", "es", "x", "e"};
constexpr std::string_view dutchForms[] = {"s", "en", "e", "'s"};

enum class Accents {
    Kept,
    Dropped   ///< they change with the ending: "Häuser", "conexiones", "botões"
};

struct Language {
    std::string_view tag;
    std::span<const Rule> rules;
    Accents accents;
    std::span<const std::string_view> forms;
};

constexpr Language languages[] = {
    {"en", english, Accents::Kept, englishForms},    {"de", germanEndings, Accents::Dropped, germanForms}, {"fr", french, Accents::Kept, romanceForms},
    {"es", spanish, Accents::Dropped, romanceForms}, {"it", italian, Accents::Kept, {}},                   {"pt", portuguese, Accents::Dropped, romanceForms},
    {"nl", dutch, Accents::Kept, dutchForms},
};

const Language *languageOf(std::string_view tag)
{
    const auto *found = std::ranges::find(languages, tag, &Language::tag);
    return found == std::end(languages) ? nullptr : found;
}

std::size_t charactersIn(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string withoutAccents(std::string_view word)
{
    constexpr std::array<std::pair<std::string_view, char>, 15> plain{
        {{"á", 'a'}, {"â", 'a'}, {"ã", 'a'}, {"ä", 'a'}, {"à", 'a'}, {"é", 'e'}, {"ê", 'e'}, {"í", 'i'}, {"ï", 'i'}, {"ó", 'o'}, {"ô", 'o'}, {"õ", 'o'},
         {"ö", 'o'}, {"ú", 'u'}, {"ü", 'u'}}};
    std::string result;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const auto *found = std::ranges::find(plain, word.substr(i, 2), &std::pair<std::string_view, char>::first);
        if (found == plain.end()) {
            result += word[i];
        } else {
            result += found->second;
            ++i;
        }
    }
    return result;
}

bool applyOne(std::string &word, std::span<const Rule> rules)
{
    for (const auto &[ending, instead] : rules) {
        if (!word.ends_with(ending) || charactersIn(word) < ending.size() - instead.size() + leastStem)
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

}  // namespace

std::string stemByRule(std::string_view word, std::string_view language)
{
    const Language *known = languageOf(language);
    if (!known || std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; }))
        return std::string(word);
    std::string stem = known->accents == Accents::Dropped ? withoutAccents(word) : std::string(word);
    while (applyOne(stem, known->rules)) {
    }
    return language == "nl" ? dutchStem(std::move(stem)) : stem;
}

std::span<const std::string_view> endingsOf(std::string_view language)
{
    const Language *known = languageOf(language);
    return known ? known->forms : std::span<const std::string_view>();
}

}  // namespace interlinear::cat
