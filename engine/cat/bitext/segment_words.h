// The words of two documents as numbers, for counting which of them go together.
//
//   Vocabulary vocabulary;
//   const SegmentWords words = vocabulary.wordsOf(segment.source);
//   words.size();   // of words, numbers and placeholders; at most 200
//
// Two words are alike where their numbers' digits, their tags' code or their first four letters are the same.
#pragma once

#include "engine/core/tagged_text.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace interlinear::cat {

using WordId = std::uint32_t;
constexpr WordId noLikeness = 0;

struct SegmentWord {
    WordId word = 0;
    WordId likeness = noLikeness;   ///< words of both sides that are alike share it
};

using SegmentWords = std::vector<SegmentWord>;

class Vocabulary {
public:
    SegmentWords wordsOf(const TaggedText &text);
    /// Without those that no segment has.
    SegmentWords knownWordsOf(const TaggedText &text) const;
    /// One more than the largest number.
    std::size_t size() const { return m_ids.size() + 1; }

private:
    std::unordered_map<std::string, WordId> m_ids;   // from 1
};

}  // namespace interlinear::cat
