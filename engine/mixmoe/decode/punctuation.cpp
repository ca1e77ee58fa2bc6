#include "engine/mixmoe/decode/punctuation.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <iterator>

namespace interlinear::mixmoe {

namespace {

constexpr std::string_view closing[] = {".", ",", ";", ":", "!", "?", ")", "]", "}", "…", "”", "“", "’", "»", "›", "。", "、", "，", "！", "？", "：", "；", "）", "」", "』"};
constexpr std::string_view opening[] = {"(", "[", "{", "„", "‚", "«", "‹", "¿", "¡", "“", "（", "「", "『"};

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
