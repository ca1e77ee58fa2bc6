#include "engine/mixmoe/decode/punctuation.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <iterator>

namespace interlinear::mixmoe {

namespace {

constexpr std::string_view closing[] = {".", ",", ";", ":", "!", "?", ")", "]", "}", "…", "”", "“", "’", "»", "›", "。", "、", "，", "！", "？", "：", "；", "）", "」", "』"};
constexpr std::string_view opening[] = {"(", "[", "{", "„", "‚", "«", "‹", "¿", "¡", "“", "（", "「", "『"};

struct CodeRange {
    char32_t first, last;
};

/// Outside of ASCII: spaces, punctuation, signs and symbols of Unicode's blocks, the byte order mark, variation selectors.
constexpr CodeRange wordless[] = {{0x80, 0xA9},     {0xAB, 0xB1},     {0xB4, 0xB4},     {0xB6, 0xB8},     {0xBB, 0xBB},     {0xBF, 0xBF},     {0xD7, 0xD7},
                                  {0xF7, 0xF7},     {0x1680, 0x1680}, {0x2000, 0x206F}, {0x20A0, 0x20CF}, {0x2190, 0x245F}, {0x2500, 0x2BFF}, {0x3000, 0x3004},
                                  {0x3008, 0x3020}, {0x3030, 0x3030}, {0xFE00, 0xFE6F}, {0xFEFF, 0xFEFF}, {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40},
                                  {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}};

char32_t codePoint(std::string_view character)
{
    constexpr unsigned char leadBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t code = static_cast<unsigned char>(character[0]) & leadBits[character.size()];
    for (const char byte : character.substr(1))
        code = code << 6 | (static_cast<unsigned char>(byte) & 0x3F);
    return code;
}

template <typename Range>
bool contains(const Range &range, std::string_view character)
{
    return std::ranges::find(range, character) != std::end(range);
}

}  // namespace

bool isSpace(char c)
{
    return std::string_view(" \t\n\r\f\v").find(c) != std::string_view::npos;
}

bool inWord(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

bool holdsWord(std::string_view text)
{
    for (; !text.empty(); text.remove_prefix(firstCharacter(text).size())) {
        const char32_t code = codePoint(firstCharacter(text));
        const bool without = code < 0x80 ? !inWord(text[0]) : std::ranges::any_of(wordless, [code](const CodeRange &range) { return range.first <= code && code <= range.last; });
        if (!without)
            return true;
    }
    return false;
}

std::string_view firstCharacter(std::string_view text)
{
    return text.empty() ? text : text.substr(0, utf8CharacterLength(text, 0));
}

std::string_view lastCharacter(std::string_view text)
{
    std::size_t begin = text.size();
    while (begin > 0 && (static_cast<unsigned char>(text[--begin]) & 0xC0) == 0x80)
        continue;
    return text.substr(begin);
}

bool closes(std::string_view text)
{
    return contains(closing, firstCharacter(text));
}

bool opens(std::string_view text)
{
    return contains(opening, lastCharacter(text));
}

}  // namespace interlinear::mixmoe
