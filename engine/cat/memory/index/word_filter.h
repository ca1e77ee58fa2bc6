// Which units are looked for by their words.
//
//   const WordFilter filter{.groups = {{heat, heats}, {pump}}, .sequences = {WordSequence({{heat, heats}, {pump}}, words)}};
//   filter.sequences[0].isIn(source);     // "heats" and right behind it "pump"
#pragma once

#include "engine/cat/memory/index/word_distance.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace interlinear::cat {

/// Words of which one is enough; rising.
using WordGroup = std::vector<WordId>;

/// Groups whose words stand one right behind the other.
class WordSequence {
public:
    /// `vocabulary`: how many words there are.
    WordSequence(std::span<const WordGroup> groups, std::size_t vocabulary)
    {
        for (const WordGroup &group : groups) {
            m_members.emplace_back(vocabulary);
            for (const WordId word : group) {
                if (word < vocabulary)
                    m_members.back()[word] = true;
            }
        }
    }

    bool isIn(std::span<const WordId> words) const
    {
        const auto isMember = [](const std::vector<bool> &members, WordId word) { return word < members.size() && members[word]; };
        for (std::size_t begin = 0; begin + m_members.size() <= words.size(); ++begin) {
            if (std::equal(m_members.begin(), m_members.end(), words.begin() + static_cast<std::ptrdiff_t>(begin), isMember))
                return true;
        }
        return false;
    }

private:
    std::vector<std::vector<bool>> m_members;   // [place][word]
};

struct WordFilter {
    std::vector<WordGroup> groups;          ///< the unit has a word of each
    std::vector<WordSequence> sequences;    ///< its source has them all, or an address, in which they may be
    WordId address = unknownWord;           ///< the word that stands for any address

    bool hasSequences(std::span<const WordId> source) const
    {
        if (std::find(source.begin(), source.end(), address) != source.end())
            return true;
        return std::all_of(sequences.begin(), sequences.end(), [&](const WordSequence &sequence) { return sequence.isIn(source); });
    }
};

/// Whether to go on.
using RowVisitor = std::function<bool(std::int64_t row)>;

}  // namespace interlinear::cat
