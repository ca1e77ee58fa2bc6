// Half-open spans in the two units that meet in this program: UTF-8 bytes (engine, files) and UTF-16 units (Qt).
//
//   const Utf16Map map("Grüße 👍");
//   map.toUtf16(ByteSpan{0, 7});   // {0, 5}: "Grüße"
//   map.toBytes(Utf16Span{6, 8});  // {8, 12}: the emoji
#pragma once

#include <compare>
#include <cstddef>
#include <string_view>
#include <vector>

namespace interlinear {

template <typename Unit>
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;

    std::size_t length() const { return end - begin; }
    bool empty() const { return begin == end; }
    bool overlaps(const Span &other) const { return begin < other.end && other.begin < end; }
    auto operator<=>(const Span &) const = default;
};

using ByteSpan = Span<struct BytesUnit>;
using Utf16Span = Span<struct Utf16Unit>;

/// Offsets of one UTF-8 text in UTF-16 units. Offsets past the end count as the end; an offset inside a character counts as its start.
class Utf16Map {
public:
    explicit Utf16Map(std::string_view utf8);

    std::size_t toUtf16(std::size_t byteOffset) const;
    std::size_t toBytes(std::size_t utf16Offset) const;
    Utf16Span toUtf16(ByteSpan span) const { return {toUtf16(span.begin), toUtf16(span.end)}; }
    ByteSpan toBytes(Utf16Span span) const { return {toBytes(span.begin), toBytes(span.end)}; }

private:
    std::vector<std::size_t> m_utf16AtByte;   // one entry a byte, and one for the end
    std::vector<std::size_t> m_byteAtUtf16;
};

}  // namespace interlinear
