#include "engine/cat/memory/search/folded_text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace interlinear::cat {

namespace {

UChar32 nextCharacter(std::string_view text, std::size_t &at)
{
    UChar32 character = 0;
    auto offset = static_cast<std::int32_t>(at);
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), offset, static_cast<std::int32_t>(text.size()), character);
    at = static_cast<std::size_t>(offset);
    return character;
}

UChar32 characterBefore(std::string_view text, std::size_t at)
{
    UChar32 character = 0;
    auto offset = static_cast<std::int32_t>(at);
    U8_PREV_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), 0, offset, character);
    return character;
}

/// The canonical combining classes of what Unicode calls diacritics: above, below and through letters, and the points of Hebrew, Arabic and Syriac.
bool isDiacritic(UChar32 character)
{
    const int combining = u_getCombiningClass(character);
    return combining >= 200 || (combining >= 10 && combining <= 36) || combining == 1;
}

bool isHangulSyllable(UChar32 character)
{
    return character >= 0xAC00 && character <= 0xD7A3;
}

const icu::Normalizer2 *decomposition()
{
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2 *const instance = icu::Normalizer2::getNFDInstance(status);
    return instance;
}

/// What stands for one character beyond ASCII.
std::string foldedCharacter(UChar32 character, const TextDifferences &counting)
{
    icu::UnicodeString parts(character);
    if (!counting.letterCase)
        parts.foldCase();
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
        icu::UnicodeString apart;
        if (isHangulSyllable(parts.char32At(i)) || !decomposition() || !decomposition()->getDecomposition(parts.char32At(i), apart))
            apart = parts.char32At(i);
        for (std::int32_t k = 0; k < apart.length(); k = apart.moveIndex32(k, 1)) {
            if (counting.diacritics || !isDiacritic(apart.char32At(k)))
                kept.append(apart.char32At(k));
        }
    }
    std::string result;
    return kept.toUTF8String(result);
}

char foldedAscii(char c, const TextDifferences &counting)
{
    return !counting.letterCase && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool writesWithoutSpaces(UChar32 character)
{
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(character, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return true;
    default: return false;
    }
}

bool joinsWords(UChar32 character)
{
    const bool wordCharacter = u_isalnum(character) || character == '_' || u_getCombiningClass(character) != 0 || u_charType(character) == U_COMBINING_SPACING_MARK ||
                               u_charType(character) == U_NON_SPACING_MARK;
    return wordCharacter && !writesWithoutSpaces(character);
}

}  // namespace

FoldedText::FoldedText(std::string_view text, const TextDifferences &counting)
{
    m_text.reserve(text.size());
    std::size_t at = 0;
    for (; at < text.size() && static_cast<unsigned char>(text[at]) < 0x80; ++at)
        m_text += foldedAscii(text[at], counting);
    if (at == text.size())
        return;
    for (std::uint32_t i = 0; i < at; ++i) {
        m_begins.push_back(i);
        m_ends.push_back(i + 1);
    }
    while (at < text.size()) {
        const std::size_t begin = at;
        const UChar32 character = nextCharacter(text, at);
        if (character < 0x80)
            append(std::string(1, foldedAscii(static_cast<char>(character), counting)), {begin, at});
        else
            append(foldedCharacter(character, counting), {begin, at});
    }
}

void FoldedText::append(std::string_view piece, ByteSpan origin)
{
    m_text += piece;
    m_begins.insert(m_begins.end(), piece.size(), static_cast<std::uint32_t>(origin.begin));
    m_ends.insert(m_ends.end(), piece.size(), static_cast<std::uint32_t>(origin.end));
    if (piece.empty() && !m_ends.empty() && m_ends.back() == origin.begin)
        m_ends.back() = static_cast<std::uint32_t>(origin.end);   // a mark that does not count belongs to its letter
}

ByteSpan FoldedText::original(ByteSpan folded) const
{
    if (m_begins.empty() || folded.empty())
        return folded;
    return {m_begins[folded.begin], m_ends[folded.end - 1]};
}

bool isWordEdge(std::string_view text, std::size_t at)
{
    if (at == 0 || at >= text.size())
        return true;
    std::size_t offset = at;
    const UChar32 behind = nextCharacter(text, offset);
    return !joinsWords(characterBefore(text, at)) || !joinsWords(behind);
}

bool isCombiningMark(std::string_view text, std::size_t at)
{
    return at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80 && u_getCombiningClass(nextCharacter(text, at)) != 0;
}

}  // namespace interlinear::cat
