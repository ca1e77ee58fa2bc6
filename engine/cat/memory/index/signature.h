// Which units share enough words with a query, told from 128 bits a unit.
//
// Each word owns a bit, the rarer ones share them: 32 bits belong to the 32 most frequent words, the others go round the rest. A unit's signature has the bits of its
// words. Signatures are kept bit by bit (bit-sliced: Faloutsos and Chan 1988; BitFunnel, Goodwin et al. 2017), so that a query reads only the bits of its own words and
// counts for 512 units at once.
//
//   const SignatureQuery query(words);
//   unitsThatShare(query, slices, stride, 0, lines, least, found);   // bit e of found: unit e may share least[e / 512] words with the query
#pragma once

#include "engine/cat/memory/index/word_distance.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace interlinear::cat {

constexpr std::size_t signatureBits = 128;
constexpr std::size_t bitsOfOneWord = 32;
constexpr std::size_t unitsPerLine = 512;
constexpr std::size_t wordsPerLine = unitsPerLine / 64;

using Signature = std::array<std::uint64_t, 2>;

/// Words are numbered by falling frequency, so the shared bits carry about the same number of units each.
inline std::size_t signatureBit(WordId word)
{
    return word < bitsOfOneWord ? word : bitsOfOneWord + (word - bitsOfOneWord) % (signatureBits - bitsOfOneWord);
}

Signature signatureOf(std::span<const WordId> words);

/// What a query looks for in signatures.
class SignatureQuery {
public:
    struct Bit {
        std::size_t bit = 0;
        std::uint32_t words = 0;   ///< of the query, that the bit stands for
    };

    explicit SignatureQuery(std::span<const WordId> query);

    const std::vector<Bit> &bits() const { return m_bits; }
    std::uint32_t knownWords() const { return m_knownWords; }
    /// At least as many as a unit of that signature shares with the query.
    std::uint32_t shared(const Signature &signature) const;

private:
    std::vector<Bit> m_bits;
    std::uint32_t m_knownWords = 0;
};

/// Slices lie one after the other, `stride` 64-bit words each. Reads lines `first` to `first + lines` and writes as many to `found`; least[i] is for line first + i, at
/// least 1. Picks the instructions at run time; the answer is the same whichever.
void unitsThatShare(const SignatureQuery &query, const std::uint64_t *slices, std::size_t stride, std::size_t first, std::size_t lines, const std::uint32_t *least,
                    std::uint64_t *found);

}  // namespace interlinear::cat
