#include "engine/cat/memory/hygiene/character_model.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>

namespace interlinear::cat {

namespace {

constexpr unsigned tableBits = 18;   // two sequences that share a number are rare and harm little
constexpr double unseen = 0.5;

/// log2(count + unseen), from a table for what occurs most.
double bitsOfCount(std::uint32_t count)
{
    static const std::vector<double> table = [] {
        std::vector<double> bits(1 << 14);
        for (std::size_t i = 0; i < bits.size(); ++i)
            bits[i] = std::log2(static_cast<double>(i) + unseen);
        return bits;
    }();
    return count < table.size() ? table[count] : std::log2(count + unseen);
}

UChar32 letterOrSpace(UChar32 character)
{
    if (character < 0x80) {
        if (character >= 'A' && character <= 'Z')
            return character - 'A' + 'a';
        return character >= 'a' && character <= 'z' ? character : ' ';
    }
    return u_isalpha(character) ? u_tolower(character) : ' ';
}

/// Calls with the number of each sequence that has a letter in its middle.
template <typename Visit>
void eachSequence(std::string_view text, Visit visit)
{
    UChar32 first = ' ', second = ' ';
    const auto advance = [&](UChar32 third) {
        if (third == ' ' && second == ' ')
            return;
        if (second != ' ') {
            const std::uint64_t packed = (static_cast<std::uint64_t>(first) << 42) ^ (static_cast<std::uint64_t>(second) << 21) ^ static_cast<std::uint64_t>(third);
            visit(static_cast<std::uint32_t>((packed * 0x9E3779B97F4A7C15ull) >> (64 - tableBits)));
        }
        first = second;
        second = third;
    };
    std::int32_t at = 0;
    const auto size = static_cast<std::int32_t>(text.size());
    while (at < size) {
        UChar32 character = 0;
        U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), at, size, character);
        advance(letterOrSpace(character));
    }
    advance(' ');
}

}  // namespace

CharacterModel::CharacterModel() : m_counts(std::size_t(1) << tableBits) {}

void CharacterModel::learn(std::string_view text)
{
    eachSequence(text, [&](std::uint32_t sequence) {
        ++m_counts[sequence];
        ++m_total;
    });
}

double CharacterModel::bits(std::uint32_t sequence, std::uint32_t seen) const
{
    return bitsOfCount(m_counts[sequence] - std::min(m_counts[sequence], seen));
}

double CharacterModel::bitsOfAll() const
{
    return std::log2(static_cast<double>(m_total) + unseen * static_cast<double>(m_counts.size()));
}

Evidence evidence(std::string_view text, const CharacterModel &first, const CharacterModel &second)
{
    std::vector<std::uint32_t> sequences;
    eachSequence(text, [&](std::uint32_t sequence) { sequences.push_back(sequence); });
    std::sort(sequences.begin(), sequences.end());
    Evidence sum;
    sum.sequences = sequences.size();
    sum.bits = static_cast<double>(sequences.size()) * (second.bitsOfAll() - first.bitsOfAll());
    for (std::size_t begin = 0; begin < sequences.size();) {
        const auto end = static_cast<std::size_t>(std::upper_bound(sequences.begin() + static_cast<std::ptrdiff_t>(begin), sequences.end(), sequences[begin]) - sequences.begin());
        const auto times = static_cast<std::uint32_t>(end - begin);
        sum.bits += times * (first.bits(sequences[begin], 0) - second.bits(sequences[begin], times));
        begin = end;
    }
    return sum;
}

}  // namespace interlinear::cat
