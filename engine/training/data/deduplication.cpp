#include "engine/training/data/deduplication.h"

#include "engine/training/data/code_points.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace interlinear::training {

namespace {

constexpr std::uint64_t startKey = 0xcbf29ce484222325;

std::uint64_t mixed(std::uint64_t key, std::uint64_t value)
{
    key = (key ^ value) * 0x9e3779b97f4a7c15;
    return key ^ (key >> 29);
}

std::uint64_t bytesKey(std::string_view bytes)
{
    std::uint64_t key = startKey;
    for (const char byte : bytes)
        key = mixed(key, static_cast<unsigned char>(byte));
    return key;
}

bool counts(UChar32 character)
{
    return u_isalnum(character) || (U_GET_GC_MASK(character) & U_GC_M_MASK) != 0;
}

bool isLongEnough(std::string_view text)
{
    constexpr int enough = 8;
    int letters = 0;
    forEachCodePoint(text, [&](UChar32 character) {
        UErrorCode status = U_ZERO_ERROR;
        const UScriptCode script = u_isalpha(character) ? uscript_getScript(character, &status) : USCRIPT_COMMON;
        const bool ideographic = script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA;
        letters += ideographic ? 2 : u_isalpha(character) ? 1 : 0;
    });
    return letters >= enough;
}

}  // namespace

std::uint64_t comparisonKey(std::string_view text)
{
    std::uint64_t key = startKey;
    bool any = false;
    forEachCodePoint(text, [&](UChar32 character) {
        if (!counts(character))
            return;
        any = true;
        key = mixed(key, static_cast<std::uint64_t>(u_foldCase(character, U_FOLD_CASE_DEFAULT)));
    });
    return any ? key : bytesKey(text);
}

void HeldOut::add(std::string_view text)
{
    if (isLongEnough(text))
        m_keys.insert(comparisonKey(text));
}

bool HeldOut::holds(std::string_view text) const
{
    return m_keys.contains(comparisonKey(text));
}

bool Deduplicator::takesTarget(std::uint64_t source, int mostTargets)
{
    int &count = m_targets[source];
    return count < mostTargets && ++count > 0;
}

Admission Deduplicator::admitPair(const std::string &firstLanguage, const std::string &secondLanguage, std::string_view first, std::string_view second, int mostTargets)
{
    const std::uint64_t firstKey = comparisonKey(first), secondKey = comparisonKey(second);
    const std::uint64_t there = bytesKey(firstLanguage + ">" + secondLanguage), back = bytesKey(secondLanguage + ">" + firstLanguage);
    const std::uint64_t row = firstLanguage < secondLanguage ? mixed(mixed(there, firstKey), secondKey) : mixed(mixed(back, secondKey), firstKey);
    if (m_rows.contains(row))
        return {.duplicate = true};
    const Admission admission{.forward = takesTarget(mixed(there, firstKey), mostTargets), .backward = takesTarget(mixed(back, secondKey), mostTargets)};
    if (admission.forward || admission.backward)
        m_rows.insert(row);
    return admission;
}

bool Deduplicator::admitText(const std::string &language, std::string_view text)
{
    return m_rows.insert(mixed(bytesKey(language), comparisonKey(text))).second;
}

}  // namespace interlinear::training
