#include "engine/cat/terms/inflection/word_stems.h"

#include "engine/cat/terms/concept.h"
#include "engine/cat/terms/inflection/dictionary.h"
#include "engine/cat/terms/inflection/irregular_forms.h"
#include "engine/cat/terms/inflection/suffix_rules.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostKnown = 400'000;
constexpr std::size_t mostStems = 4;

/// In bytes. Dictionaries take "as" for a plural of "a", and compounds of absurd length cost Hunspell seconds.
bool isForDictionary(const std::string &word)
{
    return word.size() >= 3 && word.size() <= 60;
}

void addOnce(std::vector<std::string> &list, std::string text)
{
    if (std::ranges::find(list, text) == list.end())
        list.push_back(std::move(text));
}

}  // namespace

WordStems::WordStems(std::string language) : m_language(std::move(language)), m_primary(primaryLanguageOf(m_language)) {}
WordStems::~WordStems() = default;
WordStems::WordStems(WordStems &&) noexcept = default;
WordStems &WordStems::operator=(WordStems &&) noexcept = default;

Dictionary *WordStems::dictionary()
{
    if (!m_searched)
        m_dictionary = findDictionary(m_language);
    m_searched = true;
    return m_dictionary.get();
}

const std::vector<std::string> &WordStems::of(const std::string &word)
{
    const auto known = m_known.find(word);
    if (known != m_known.end())
        return known->second;
    if (m_known.size() >= mostKnown)
        m_known.clear();
    return m_known.emplace(word, stemsOf(word)).first->second;
}

std::vector<std::string> WordStems::stemsOf(const std::string &word)
{
    const std::string folded = foldedTerm(word);
    std::vector<std::string> stems{stemByRule(folded, m_primary)};
    if (isForDictionary(word) && !isUninflected(folded, m_primary) && dictionary()) {
        for (const std::string &stem : dictionary()->stemsOf(word)) {
            if (stems.size() < mostStems)
                addOnce(stems, stemByRule(foldedTerm(stem), m_primary));
        }
    }
    return stems;
}

std::vector<std::string> WordStems::formsOf(const std::string &word)
{
    std::vector<std::string> forms{word};
    if (!isForDictionary(word) || !dictionary())
        return forms;
    for (const std::string_view ending : endingsOf(m_primary)) {
        const std::string form = word + std::string(ending);
        const std::vector<std::string> stems = dictionary()->stemsOf(form);
        if (std::ranges::find(stems, word) != stems.end())
            addOnce(forms, form);
    }
    return forms;
}

}  // namespace interlinear::cat
