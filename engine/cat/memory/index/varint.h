// Small numbers in few bytes: seven bits a byte, the lowest first, the high bit on all but the last (LEB128).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace interlinear::cat {

inline void appendVarint(std::string &bytes, std::uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        bytes += static_cast<char>(value | 0x80);
    bytes += static_cast<char>(value);
}

/// The number at `at`, which moves behind it, but never past `end`: what is cut off reads as zeros.
inline std::uint32_t readVarint(const unsigned char *&at, const unsigned char *end)
{
    std::uint32_t value = 0;
    for (unsigned shift = 0; at < end; shift += 7) {
        const unsigned char byte = *at++;
        if (shift < 32)
            value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    return value;
}

/// Moves `count` numbers on.
inline void skipVarints(const unsigned char *&at, const unsigned char *end, std::size_t count)
{
    for (; count >= 8 && end - at >= 8; at += 8) {   // eight bytes end eight numbers at most
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, at, 8);
        count -= static_cast<std::size_t>((~bytes >> 7 & 0x0101010101010101) * 0x0101010101010101 >> 56);   // high bits that are not set
    }
    while (count > 0 && at < end)
        count -= *at++ < 0x80 ? 1 : 0;
}

}  // namespace interlinear::cat
