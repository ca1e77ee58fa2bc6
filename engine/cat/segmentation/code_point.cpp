#include "engine/cat/segmentation/code_point.h"

#include "engine/core/utf8.h"

namespace interlinear::cat {

namespace {

constexpr char32_t replacementCharacter = U'\uFFFD';
constexpr std::size_t longestCharacter = 4;

bool isContinuation(char byte)
{
    return (byte & 0xC0) == 0x80;
}

}  // namespace

CodePoint firstCodePoint(std::string_view text)
{
    if (text.empty())
        return {};
    if (static_cast<unsigned char>(text[0]) < 0x80)
        return {static_cast<char32_t>(text[0]), 1};
    const std::string_view character = text.substr(0, utf8CharacterLength(text, 0));
    if (firstInvalidUtf8(character))
        return {replacementCharacter, 1};
    const unsigned leadBits = 0xFFU >> (character.size() + 1);
    char32_t value = static_cast<unsigned char>(character[0]) & leadBits;
    for (const char byte : character.substr(1))
        value = value << 6 | (static_cast<unsigned char>(byte) & 0x3FU);
    return {value, character.size()};
}

CodePoint lastCodePoint(std::string_view text)
{
    if (text.empty())
        return {};
    std::size_t length = 1;
    while (length < text.size() && length < longestCharacter && isContinuation(text[text.size() - length]))
        ++length;
    const CodePoint character = firstCodePoint(text.substr(text.size() - length));
    return character.length == length ? character : CodePoint{replacementCharacter, 1};
}

}  // namespace interlinear::cat
