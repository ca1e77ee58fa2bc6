#include "engine/mixmoe/decode/whole_words.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

constexpr char32_t replacement = 0xFFFD;

bool joined(std::u32string_view text, std::size_t at)
{
    return at > 0 && at < text.size() && isWordCharacter(text[at - 1]) && isWordCharacter(text[at]);
}

// Bytes that so many characters take up.
std::size_t bytesOf(std::string_view text, std::size_t characters)
{
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(text.data());
    const auto size = static_cast<std::int32_t>(text.size());
    std::int32_t at = 0;
    for (std::size_t passed = 0; passed < characters && at < size;) {
        const std::int32_t before = at;
        UChar32 c = 0;
        U8_NEXT(bytes, at, size, c);
        passed += c < 0 ? static_cast<std::size_t>(at - before) : 1;
    }
    return static_cast<std::size_t>(at);
}

std::u32string comparable(std::string_view utf8, bool ignoreCase)
{
    return ignoreCase ? foldedCodePointsOf(utf8) : codePointsOf(utf8);
}

// Where the form stands as whole words from there on; npos without any.
std::size_t wholeWordsFrom(std::size_t at, std::u32string_view text, std::u32string_view form)
{
    if (form.empty())
        return std::u32string_view::npos;
    for (at = text.find(form, at); at != std::u32string_view::npos; at = text.find(form, at + 1)) {
        if (!joined(text, at) && !joined(text, at + form.size()))
            return at;
    }
    return std::u32string_view::npos;
}

}  // namespace

bool isWordCharacter(char32_t c)
{
    const auto point = static_cast<UChar32>(c);
    if (!u_isalnum(point) && (U_GET_GC_MASK(point) & U_GC_M_MASK) == 0)
        return false;
    UErrorCode status = U_ZERO_ERROR;
    return !uscript_breaksBetweenLetters(uscript_getScript(point, &status));
}

char32_t foldedCase(char32_t c)
{
    return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
}

std::size_t unfinishedBytes(std::string_view text)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0) == 0x80)
            continue;
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return back < length ? back : 0;
    }
    return 0;
}

std::u32string codePointsOf(std::string_view utf8)
{
    std::u32string text;
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(utf8.data());
    const auto size = static_cast<std::int32_t>(utf8.size());
    for (std::int32_t at = 0; at < size;) {
        std::int32_t next = at;
        UChar32 c = 0;
        U8_NEXT(bytes, next, size, c);
        text.append(c < 0 ? static_cast<std::size_t>(next - at) : 1, c < 0 ? replacement : static_cast<char32_t>(c));
        at = next;
    }
    return text;
}

std::u32string foldedCodePointsOf(std::string_view utf8)
{
    std::u32string text = codePointsOf(utf8);
    std::ranges::transform(text, text.begin(), foldedCase);
    return text;
}

std::string utf8Of(char32_t c)
{
    char bytes[U8_MAX_LENGTH];
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(c));
    return {bytes, static_cast<std::size_t>(length)};
}

bool isLowerCase(std::string_view utf8)
{
    return std::ranges::none_of(codePointsOf(utf8), [](char32_t c) { return u_tolower(static_cast<UChar32>(c)) != static_cast<UChar32>(c); });
}

bool holdsWord(std::string_view utf8)
{
    return std::ranges::any_of(codePointsOf(utf8), [](char32_t c) { return u_isalnum(static_cast<UChar32>(c)) || u_isalpha(static_cast<UChar32>(c)); });
}

bool hasWholeWords(std::string_view text, std::string_view form, bool ignoreCase)
{
    return hasWholeWords(comparable(text, ignoreCase), comparable(form, ignoreCase));
}

bool hasWholeWords(std::u32string_view text, std::u32string_view form)
{
    return wholeWordsFrom(0, text, form) != std::u32string_view::npos;
}

std::vector<ByteSpan> wholeWords(std::string_view text, std::string_view form, bool ignoreCase)
{
    std::vector<ByteSpan> found;
    const std::u32string hay = comparable(text, ignoreCase);
    const std::u32string needle = comparable(form, ignoreCase);
    std::size_t characters = 0, bytes = 0;   // up to the latest match
    for (std::size_t at = wholeWordsFrom(0, hay, needle); at != std::u32string::npos; at = wholeWordsFrom(at + 1, hay, needle)) {
        bytes += bytesOf(text.substr(bytes), at - characters);
        characters = at;
        found.push_back({bytes, bytes + bytesOf(text.substr(bytes), needle.size())});
    }
    return found;
}

}  // namespace interlinear::mixmoe
