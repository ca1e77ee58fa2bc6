#include "engine/core/utf8.h"

#include <algorithm>
#include <cstdio>
#include <cstdint>
#include <cstring>

namespace interlinear {

namespace {

struct LeadByte {
    std::size_t length;      // 0: not a lead byte
    unsigned char secondMin;
    unsigned char secondMax;
};

// Table 3-7 of the Unicode Standard, "Well-Formed UTF-8 Byte Sequences".
LeadByte leadByte(unsigned char byte)
{
    if (byte < 0x80) return {1, 0, 0};
    if (byte < 0xC2) return {0, 0, 0};
    if (byte < 0xE0) return {2, 0x80, 0xBF};
    if (byte == 0xE0) return {3, 0xA0, 0xBF};
    if (byte == 0xED) return {3, 0x80, 0x9F};
    if (byte < 0xF0) return {3, 0x80, 0xBF};
    if (byte == 0xF0) return {4, 0x90, 0xBF};
    if (byte < 0xF4) return {4, 0x80, 0xBF};
    if (byte == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

bool wellFormedAt(std::string_view bytes, std::size_t offset, const LeadByte &lead)
{
    if (lead.length == 0 || offset + lead.length > bytes.size())
        return false;
    for (std::size_t i = 1; i < lead.length; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[offset + i]);
        const unsigned char low = i == 1 ? lead.secondMin : 0x80;
        const unsigned char high = i == 1 ? lead.secondMax : 0xBF;
        if (byte < low || byte > high)
            return false;
    }
    return true;
}

/// Behind the ASCII characters from there on, as far as whole words of them go.
std::size_t behindAscii(std::string_view bytes, std::size_t offset)
{
    std::uint64_t word = 0;
    for (; offset + sizeof word <= bytes.size(); offset += sizeof word) {
        std::memcpy(&word, bytes.data() + offset, sizeof word);
        if ((word & 0x8080'8080'8080'8080U) != 0)
            break;
    }
    return offset;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

}  // namespace

std::optional<std::size_t> firstInvalidUtf8(std::string_view bytes)
{
    std::size_t offset = 0;
    while ((offset = behindAscii(bytes, offset)) < bytes.size()) {
        const LeadByte lead = leadByte(static_cast<unsigned char>(bytes[offset]));
        if (!wellFormedAt(bytes, offset, lead))
            return offset;
        offset += lead.length;
    }
    return std::nullopt;
}

std::unexpected<Error> notUtf8(const std::string &name, std::string_view bytes, std::size_t offset)
{
    const std::string_view before = bytes.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t byte = offset - (before.find_last_of('\n') + 1) + 1;   // npos + 1 is 0
    return fail(ErrorCode::NotUtf8, name + ", line " + std::to_string(line), "byte %1 is not UTF-8; save the file as UTF-8 and open it again", byte);
}

std::size_t utf8CharacterLength(std::string_view text, std::size_t offset)
{
    const std::size_t length = leadByte(static_cast<unsigned char>(text[offset])).length;
    return length == 0 ? 1 : length;
}

std::string utf8Of(char32_t character)
{
    const auto byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    if (character < 0x80)
        return {byte(character)};
    if (character < 0x800)
        return {byte(0xC0 | (character >> 6)), byte(0x80 | (character & 0x3F))};
    if ((character >= 0xD800 && character <= 0xDFFF) || character > 0x10FFFF)
        return {};
    if (character < 0x10000)
        return {byte(0xE0 | (character >> 12)), byte(0x80 | ((character >> 6) & 0x3F)), byte(0x80 | (character & 0x3F))};
    return {byte(0xF0 | (character >> 18)), byte(0x80 | ((character >> 12) & 0x3F)), byte(0x80 | ((character >> 6) & 0x3F)), byte(0x80 | (character & 0x3F))};
}

std::string codePointName(char32_t character)
{
    char name[16];
    std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(character));
    return name;
}

std::string asciiLowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return lower;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

}  // namespace interlinear
