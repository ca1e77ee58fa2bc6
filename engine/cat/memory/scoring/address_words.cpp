#include "engine/cat/memory/scoring/address_words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace interlinear::cat {

namespace {

struct Character {
    UChar32 code = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

Character characterFrom(std::string_view text, std::size_t at)
{
    Character character{0, at, 0};
    auto end = static_cast<std::int32_t>(at);
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), end, static_cast<std::int32_t>(text.size()), character.code);
    character.end = static_cast<std::size_t>(end);
    return character;
}

Character characterUpTo(std::string_view text, std::size_t at)
{
    Character character{0, 0, at};
    auto begin = static_cast<std::int32_t>(at);
    U8_PREV_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), 0, begin, character.code);
    character.begin = static_cast<std::size_t>(begin);
    return character;
}

bool isOfWord(UChar32 character)
{
    return u_isalnum(character) || (U_GET_GC_MASK(character) & U_GC_M_MASK) != 0;
}

std::string keyOf(std::string_view word)
{
    icu::UnicodeString letters = icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())));
    letters.foldCase();
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_SUCCESS(status))
        letters = nfc->normalize(letters, status);
    std::string key;
    return letters.toUTF8String(key);
}

}  // namespace

std::vector<std::string> addressWords(std::string_view text, const std::vector<Verbatim> &stretches)
{
    std::vector<std::string> words;
    for (const Verbatim &stretch : stretches) {
        if (stretch.kind != VerbatimKind::Address)
            continue;
        std::size_t at = stretch.span.begin;
        while (at > 0 && isOfWord(characterUpTo(text, at).code))
            at = characterUpTo(text, at).begin;
        for (std::size_t begin = at; at < text.size();) {
            const Character character = characterFrom(text, at);
            const bool ofWord = isOfWord(character.code);
            if (!ofWord && at > begin)
                words.push_back(keyOf(text.substr(begin, at - begin)));
            if (!ofWord && character.end > stretch.span.end)
                break;
            at = character.end;
            begin = ofWord ? begin : at;
            if (at == text.size() && at > begin)
                words.push_back(keyOf(text.substr(begin, at - begin)));
        }
    }
    return words;
}

}  // namespace interlinear::cat
