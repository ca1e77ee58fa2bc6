#include "engine/cat/memory/hygiene/unit_checks.h"

#include "engine/cat/memory/hygiene/twins.h"
#include "engine/core/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdio>

namespace interlinear::cat {

namespace {

// A text of some words that reads like the other language by a clear margin: names and borrowed words alone do not get there.
constexpr std::size_t fewestSequences = 15;
constexpr double leastBits = 20;
constexpr double leastBitsPerSequence = 1.2;

template <typename Test>
UChar32 firstCharacter(const std::string &text, Test fits)
{
    std::int32_t at = 0;
    const auto size = static_cast<std::int32_t>(text.size());
    while (at < size) {
        UChar32 character = 0;
        U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), at, size, character);
        if (fits(character))
            return character;
    }
    return -1;
}

bool hasLetter(const std::string &text)
{
    return firstCharacter(text, [](UChar32 c) { return u_isalpha(c) != 0; }) >= 0;
}

bool hasWord(const std::string &text)
{
    return firstCharacter(text, [](UChar32 c) { return u_isalnum(c) != 0; }) >= 0;
}

bool isControl(UChar32 character)
{
    return (u_charType(character) == U_CONTROL_CHAR && character != '\t' && character != '\n' && character != '\r') || U_IS_UNICODE_NONCHAR(character);
}

std::string listed(const std::vector<std::string> &values)
{
    std::string list;
    for (const std::string &value : values)
        list += (list.empty() ? "" : ", ") + value;
    return list.empty() ? "–" : list;
}

std::string primaryLanguage(const std::string &tag)
{
    return tag.substr(0, tag.find('-'));
}

bool isClear(const Evidence &evidence)
{
    return evidence.sequences >= fewestSequences && evidence.bits >= leastBits && evidence.bits >= leastBitsPerSequence * static_cast<double>(evidence.sequences);
}

void checkCharacters(const Unit &unit, std::vector<Finding> &findings)
{
    for (const auto &[text, side] : {std::pair(&unit.source.text, "source"), std::pair(&unit.target.text, "target")}) {
        if (text->find("\xEF\xBF\xBD") != std::string::npos)
            findings.push_back({FindingKind::ReplacementCharacter, {unit.id}, {side}});
        if (const UChar32 control = firstCharacter(*text, isControl); control >= 0)
            findings.push_back({FindingKind::ControlCharacter, {unit.id}, {side, codePointName(control)}});
    }
}

void checkTags(const Unit &unit, std::vector<Finding> &findings)
{
    if (sameTags(unit.source, unit.target))
        return;
    const auto lost = missingTags(unit.source, unit.target).size();
    const auto added = missingTags(unit.target, unit.source).size();
    findings.push_back({FindingKind::Tags, {unit.id}, {std::to_string(lost), std::to_string(added)}});
}

}  // namespace

void UnitStatistics::add(const Unit &unit)
{
    lengths.add(charactersOf(unit.source.text), charactersOf(unit.target.text));
    source.learn(unit.source.text);
    target.learn(unit.target.text);
}

UnitChecks::UnitChecks(UnitStatistics statistics, const std::string &sourceLanguage, const std::string &targetLanguage)
    : m_usual(statistics.lengths),
      m_source(std::move(statistics.source)),
      m_target(std::move(statistics.target)),
      m_sourceNumbers(sourceLanguage),
      m_targetNumbers(targetLanguage),
      m_languagesDiffer(primaryLanguage(sourceLanguage) != primaryLanguage(targetLanguage))
{
}

void UnitChecks::checkLength(const Unit &unit, std::vector<Finding> &findings) const
{
    const std::size_t source = charactersOf(unit.source.text);
    const std::size_t target = charactersOf(unit.target.text);
    if (!m_usual.isUnusual(source, target))
        return;
    char ratio[16];
    std::snprintf(ratio, sizeof ratio, "%.2f", m_usual.ratio(source));
    findings.push_back({FindingKind::Length, {unit.id}, {std::to_string(source), std::to_string(target), ratio}});
}

void UnitChecks::checkNumbers(const Unit &unit, std::vector<Finding> &findings) const
{
    const UnmatchedNumbers unmatched = unmatchedNumbers(m_sourceNumbers.read(unit.source.text), m_targetNumbers.read(unit.target.text));
    if (!unmatched.empty())
        findings.push_back({FindingKind::Numbers, {unit.id}, {listed(unmatched.inSource), listed(unmatched.inTarget)}});
}

void UnitChecks::checkTranslation(const Unit &unit, std::vector<Finding> &findings) const
{
    for (const auto &[text, other, side] : {std::tuple(&unit.source.text, &unit.target.text, "source"), std::tuple(&unit.target.text, &unit.source.text, "target")}) {
        if (!hasWord(*text) && hasWord(*other))
            findings.push_back({FindingKind::NoWords, {unit.id}, {side}});
    }
    if (!m_languagesDiffer)
        return;
    if (looseForm(unit.source.text) == looseForm(unit.target.text)) {
        if (hasLetter(unit.source.text))
            findings.push_back({FindingKind::Untranslated, {unit.id}, {}});
        return;
    }
    if (isClear(evidence(unit.target.text, m_source, m_target)))
        findings.push_back({FindingKind::Language, {unit.id}, {"target"}});
    if (isClear(evidence(unit.source.text, m_target, m_source)))
        findings.push_back({FindingKind::Language, {unit.id}, {"source"}});
}

std::vector<Finding> UnitChecks::findings(const Unit &unit) const
{
    std::vector<Finding> findings;
    checkLength(unit, findings);
    checkNumbers(unit, findings);
    checkTags(unit, findings);
    checkTranslation(unit, findings);
    checkCharacters(unit, findings);
    return findings;
}

}  // namespace interlinear::cat
