#include "engine/mixmoe/eval/code_points.h"

#include "engine/core/utf8.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

char32_t codePointAt(std::string_view utf8, std::size_t offset, std::size_t length)
{
    const auto lead = static_cast<unsigned char>(utf8[offset]);
    if (length == 1)
        return lead;
    char32_t value = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i)
        value = value << 6 | (static_cast<unsigned char>(utf8[offset + i]) & 0x3FU);
    return value;
}

}  // namespace

std::u32string codePoints(std::string_view utf8)
{
    std::u32string text;
    text.reserve(utf8.size());
    for (std::size_t offset = 0; offset < utf8.size();) {
        const std::size_t length = std::min(utf8CharacterLength(utf8, offset), utf8.size() - offset);
        text += codePointAt(utf8, offset, length);
        offset += length;
    }
    return text;
}

std::string utf8(std::u32string_view text)
{
    std::string bytes;
    for (const char32_t c : text)
        icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(bytes);
    return bytes;
}

std::u32string lowercased(std::string_view utf8)
{
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())}).toLower(icu::Locale::getRoot());
    std::u32string points;
    points.reserve(static_cast<std::size_t>(text.length()));
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1))
        points += static_cast<char32_t>(text.char32At(at));
    return points;
}

bool isWhiteSpace(char32_t c)
{
    constexpr std::u32string_view single = U" \u0085\u00A0\u1680\u2028\u2029\u202F\u205F\u3000";
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) || (c >= 0x2000 && c <= 0x200A) || single.find(c) != std::u32string_view::npos;
}

std::vector<std::u32string> splitWords(std::u32string_view text)
{
    std::vector<std::u32string> words;
    auto begin = text.begin();
    for (;;) {
        begin = std::find_if_not(begin, text.end(), isWhiteSpace);
        if (begin == text.end())
            return words;
        const auto end = std::find_if(begin, text.end(), isWhiteSpace);
        words.emplace_back(begin, end);
        begin = end;
    }
}

std::u32string withoutWhiteSpace(std::u32string_view text)
{
    std::u32string kept;
    std::copy_if(text.begin(), text.end(), std::back_inserter(kept), [](char32_t c) { return !isWhiteSpace(c); });
    return kept;
}

std::u32string_view withoutTrailingSpace(std::u32string_view text)
{
    while (!text.empty() && isWhiteSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

}  // namespace interlinear::mixmoe
