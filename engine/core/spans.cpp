#include "engine/core/spans.h"

#include <algorithm>

namespace interlinear {

namespace {

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace

Utf16Map::Utf16Map(std::string_view utf8)
{
    m_utf16AtByte.reserve(utf8.size() + 1);
    std::size_t start = 0;
    while (start < utf8.size()) {
        std::size_t end = start + 1;
        while (end < utf8.size() && isContinuation(utf8[end]))
            ++end;
        const std::size_t units = end - start >= 4 ? 2 : 1;
        m_utf16AtByte.insert(m_utf16AtByte.end(), end - start, m_byteAtUtf16.size());
        m_byteAtUtf16.insert(m_byteAtUtf16.end(), units, start);
        start = end;
    }
    m_utf16AtByte.push_back(m_byteAtUtf16.size());
    m_byteAtUtf16.push_back(utf8.size());
}

std::size_t Utf16Map::toUtf16(std::size_t byteOffset) const
{
    return m_utf16AtByte[std::min(byteOffset, m_utf16AtByte.size() - 1)];
}

std::size_t Utf16Map::toBytes(std::size_t utf16Offset) const
{
    return m_byteAtUtf16[std::min(utf16Offset, m_byteAtUtf16.size() - 1)];
}

}  // namespace interlinear
