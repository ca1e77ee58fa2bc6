// Lists of rising numbers in few bits: Rice codes of the gaps (Rice 1971; Witten, Moffat and Bell, "Managing Gigabytes").
//
//   appendPostings(bytes, {3, 17, 18}, 1000);
//   readPostings(bytes, 3, 1000, [](std::uint32_t number) { … });
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

namespace interlinear::cat {

/// Bits of a gap that are written as they are: the logarithm of ln 2 times the mean gap, 7 / 10 of `end` / `count`, without dividing.
inline unsigned plainBitsOfGap(std::size_t count, std::size_t end)
{
    const int bits = static_cast<int>(std::bit_width(7 * end)) - static_cast<int>(std::bit_width(10 * count));
    if (bits < 0)
        return 0;
    const bool fits = 10 * count << bits <= 7 * end;
    return static_cast<unsigned>(bits) - (fits || bits == 0 ? 0 : 1);
}

/// Numbers are rising and below `end`.
void appendPostings(std::string &bytes, std::span<const std::uint32_t> numbers, std::size_t end);

/// Calls visit(number) for up to `count` numbers, rising and below `end`, whatever the bytes are. Others may stand behind them.
template <typename Visit>
void readPostings(std::span<const unsigned char> bytes, std::size_t count, std::size_t end, Visit visit)
{
    if (count == 0 || count > end)
        return;
    const unsigned plainBits = plainBitsOfGap(count, end);
    const std::size_t bitEnd = bytes.size() * 8;
    std::size_t at = 0;
    const auto peek = [&](std::size_t bit) {
        std::uint64_t word = 0;
        if (bit / 8 + 8 <= bytes.size())
            std::memcpy(&word, bytes.data() + bit / 8, 8);
        else
            std::memcpy(&word, bytes.data() + bit / 8, bytes.size() - bit / 8);
        return word >> (bit % 8);   // 57 bits of it at least, or all that are left
    };
    std::uint64_t next = 0;
    for (; count > 0; --count) {
        std::uint64_t quotient = 0;
        for (;; at += 32, quotient += 32) {
            if (at >= bitEnd)
                return;
            const auto ones = static_cast<unsigned>(std::countr_one(static_cast<std::uint32_t>(peek(at))));
            if (ones == 32)
                continue;
            quotient += ones;
            at += ones + 1;
            break;
        }
        if (at + plainBits > bitEnd || (plainBits > 0 && at >= bitEnd))
            return;
        const std::uint64_t plain = plainBits == 0 ? 0 : peek(at) & ((std::uint64_t(1) << plainBits) - 1);
        at += plainBits;
        next += (quotient << plainBits) + plain;
        if (next >= end)
            return;
        visit(static_cast<std::uint32_t>(next++));
    }
}

}  // namespace interlinear::cat
