// The word edit distance of one list of words to many others.
//
//   const WordDistance distance(queryWords);
//   if (distance.to(words, 3) <= 3) …
//
// Bit-parallel: Myers, "A fast bit-vector algorithm for approximate string matching" (1999), in blocks of 64 words for longer lists.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace interlinear::cat {

/// A word's number in an index; what the words are is the vocabulary's business.
using WordId = std::uint32_t;

/// Of a query's word that stands in no unit: equal to nothing, not even to itself.
constexpr WordId unknownWord = 0xFFFFFFFF;

class WordDistance {
public:
    explicit WordDistance(std::span<const WordId> query);

    /// The Levenshtein distance, or anything above `most` when it is above `most`. Any thread.
    std::size_t to(std::span<const WordId> words, std::size_t most) const;

private:
    std::size_t slotOf(WordId word) const;
    std::size_t toShort(std::span<const WordId> words, std::size_t most) const;
    std::size_t toLong(std::span<const WordId> words) const;

    struct Places {
        std::uint32_t block = 0;
        std::uint32_t next = 0;            // of the same word, in m_places; 0: none
        std::uint64_t mask = 0;            // where in the block the word stands
    };

    std::size_t m_length;
    std::size_t m_blocks;                  // of 64 words
    std::vector<WordId> m_words;           // [slot]: a hash table; unknownWord where nothing is
    std::vector<std::uint32_t> m_first;    // [slot]: in m_places; 0: none
    std::vector<Places> m_places;          // the first is no one's
};

}  // namespace interlinear::cat
