#include "engine/cat/memory/index/posting_list.h"

namespace interlinear::cat {

namespace {

/// Bits from the lowest of each byte on.
class BitWriter {
public:
    explicit BitWriter(std::string &bytes) : m_bytes(bytes) {}
    ~BitWriter() { flush(); }
    BitWriter(const BitWriter &) = delete;
    BitWriter &operator=(const BitWriter &) = delete;

    void write(std::uint64_t value, unsigned bits)   // at most 32
    {
        m_waiting |= value << m_count;
        m_count += bits;
        for (; m_count >= 8; m_count -= 8, m_waiting >>= 8)
            m_bytes += static_cast<char>(m_waiting & 0xFF);
    }

private:
    void flush()
    {
        if (m_count > 0)
            m_bytes += static_cast<char>(m_waiting & 0xFF);
    }

    std::string &m_bytes;
    std::uint64_t m_waiting = 0;
    unsigned m_count = 0;
};

}  // namespace

void appendPostings(std::string &bytes, std::span<const std::uint32_t> numbers, std::size_t end)
{
    if (numbers.empty())
        return;
    const unsigned plainBits = plainBitsOfGap(numbers.size(), end);
    BitWriter writer(bytes);
    std::uint32_t next = 0;
    for (const std::uint32_t number : numbers) {
        const std::uint32_t gap = number - next;
        std::uint32_t quotient = gap >> plainBits;
        for (; quotient >= 32; quotient -= 32)
            writer.write(0xFFFFFFFF, 32);
        writer.write((std::uint64_t(1) << quotient) - 1, quotient + 1);
        writer.write(gap & ((std::uint64_t(1) << plainBits) - 1), plainBits);
        next = number + 1;
    }
}

}  // namespace interlinear::cat
