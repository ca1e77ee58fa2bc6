#include "engine/cat/memory/index/word_distance.h"

#include <algorithm>
#include <bit>

namespace interlinear::cat {

namespace {

constexpr std::size_t blockBits = 64;

/// One column's part of 64 rows; the differences down the column are +1 (plus), -1 (minus) or 0.
struct Block {
    std::uint64_t plus = ~std::uint64_t(0);
    std::uint64_t minus = 0;

    /// Goes one column on. `carry` is the difference along the row above, the answer that along the row of the bit `last`.
    int advance(std::uint64_t equal, int carry, std::uint64_t last)
    {
        const std::uint64_t vertical = equal | minus;
        if (carry < 0)
            equal |= 1;
        const std::uint64_t diagonal = (((equal & plus) + plus) ^ plus) | equal;
        std::uint64_t rowPlus = minus | ~(diagonal | plus);
        std::uint64_t rowMinus = plus & diagonal;
        const int out = (rowPlus & last) != 0 ? 1 : (rowMinus & last) != 0 ? -1 : 0;
        rowPlus = (rowPlus << 1) | (carry > 0 ? 1 : 0);
        rowMinus = (rowMinus << 1) | (carry < 0 ? 1 : 0);
        plus = rowMinus | ~(vertical | rowPlus);
        minus = rowPlus & vertical;
        return out;
    }
};

}  // namespace

WordDistance::WordDistance(std::span<const WordId> query)
    : m_length(query.size()), m_blocks(std::max<std::size_t>(1, (query.size() + blockBits - 1) / blockBits)), m_words(std::bit_ceil(4 * query.size() + 16), unknownWord),
      m_first(m_words.size()), m_places(1)
{
    for (std::size_t i = 0; i < query.size(); ++i) {
        if (query[i] == unknownWord)
            continue;
        const std::size_t slot = slotOf(query[i]);
        m_words[slot] = query[i];
        const auto block = static_cast<std::uint32_t>(i / blockBits);
        if (m_first[slot] == 0 || m_places[m_first[slot]].block != block) {
            m_places.push_back({block, m_first[slot], 0});
            m_first[slot] = static_cast<std::uint32_t>(m_places.size() - 1);
        }
        m_places[m_first[slot]].mask |= std::uint64_t(1) << (i % blockBits);
    }
}

/// Where the word is, or a free slot, whose places are none.
std::size_t WordDistance::slotOf(WordId word) const
{
    const std::size_t mask = m_words.size() - 1;
    std::size_t slot = (word * 0x9E3779B1U) & mask;
    while (m_words[slot] != word && m_words[slot] != unknownWord)
        slot = (slot + 1) & mask;
    return slot;
}

std::size_t WordDistance::to(std::span<const WordId> words, std::size_t most) const
{
    if (std::max(words.size(), m_length) - std::min(words.size(), m_length) > most)
        return most + 1;
    if (m_length == 0)
        return words.size();
    return m_blocks == 1 ? toShort(words, most) : toLong(words);
}

std::size_t WordDistance::toShort(std::span<const WordId> words, std::size_t most) const
{
    const std::uint64_t last = std::uint64_t(1) << (m_length - 1);
    Block block;
    auto distance = static_cast<std::ptrdiff_t>(m_length);
    auto left = static_cast<std::ptrdiff_t>(words.size());
    for (const WordId word : words) {
        distance += block.advance(m_places[m_first[slotOf(word)]].mask, 1, last);
        --left;
        if (distance - left > static_cast<std::ptrdiff_t>(most))   // each column that is left takes off one at most
            return most + 1;
    }
    return static_cast<std::size_t>(distance);
}

std::size_t WordDistance::toLong(std::span<const WordId> words) const
{
    std::vector<Block> blocks(m_blocks);
    std::vector<std::uint64_t> equal(m_blocks);   // of the word at hand; all zeros between two
    const std::uint64_t lastOfLast = std::uint64_t(1) << ((m_length - 1) % blockBits);
    auto distance = static_cast<std::ptrdiff_t>(m_length);
    for (const WordId word : words) {
        const std::uint32_t first = m_first[slotOf(word)];
        for (std::uint32_t i = first; i != 0; i = m_places[i].next)
            equal[m_places[i].block] = m_places[i].mask;
        int carry = 1;
        for (std::size_t block = 0; block < m_blocks; ++block)
            carry = blocks[block].advance(equal[block], carry, block + 1 < m_blocks ? std::uint64_t(1) << (blockBits - 1) : lastOfLast);
        for (std::uint32_t i = first; i != 0; i = m_places[i].next)
            equal[m_places[i].block] = 0;
        distance += carry;
    }
    return static_cast<std::size_t>(distance);
}

}  // namespace interlinear::cat
