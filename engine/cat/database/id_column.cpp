#include "engine/cat/database/id_column.h"

#include <optional>

namespace interlinear::cat {

namespace {

constexpr std::size_t uuidBytes = 16;
constexpr std::size_t uuidLength = 36;
constexpr std::string_view digits = "0123456789abcdef";

bool hyphenBefore(std::size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

/// Of a hexadecimal digit; -1 for what is none, capitals among it.
int valueOf(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<std::string> uuidFrom(std::string_view id)
{
    if (id.size() != uuidLength)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(uuidBytes);
    std::size_t at = 0;
    for (std::size_t byte = 0; byte < uuidBytes; ++byte) {
        if (hyphenBefore(byte) && id[at++] != '-')
            return std::nullopt;
        const int high = valueOf(id[at++]);
        const int low = valueOf(id[at++]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

}  // namespace

SqlValue idColumn(std::string_view id)
{
    if (auto uuid = uuidFrom(id))
        return BlobValue{std::move(*uuid)};
    return std::string(id);
}

std::string idText(const SqlValue &column)
{
    if (const std::string *text = std::get_if<std::string>(&column))
        return *text;
    if (const std::int64_t *number = std::get_if<std::int64_t>(&column))
        return std::to_string(*number);
    const std::string &bytes = std::get<BlobValue>(column).bytes;
    std::string text;
    text.reserve(uuidLength);
    for (std::size_t byte = 0; byte < bytes.size(); ++byte) {
        if (hyphenBefore(byte))
            text += '-';
        text += digits[static_cast<unsigned char>(bytes[byte]) / 16];
        text += digits[static_cast<unsigned char>(bytes[byte]) % 16];
    }
    return text;
}

}  // namespace interlinear::cat
