// Which units are looked for by their words.
//
//   WordFilter filter{.groups = {{heat, heats}, {pump}}, .sequences = WordSequences(words)};
//   filter.sequences.add(filter.groups);
//   filter.sequences.areIn(source);     // "heats" and right behind it "pump"
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

/// Groups whose words stand one right behind the other, held against one word of a text after the other: Shift-And (Baeza-Yates and Gonnet 1992) with a bit for each group.
/// Of more than eight groups the others are not asked for.
class WordSequences {
public:
    WordSequences() = default;
    /// Of so many words. `joker` stands for any text: what has it may have anything.
    explicit WordSequences(std::size_t vocabulary, WordId joker = unknownWord) : m_vocabulary(vocabulary), m_joker(joker) {}

    void add(std::span<const WordGroup> groups)
    {
        groups = groups.first(std::min(groups.size(), mostGroups - m_groups));
        if (groups.size() < 2)
            return;
        m_groupsOf.resize(m_vocabulary);
        m_first |= bit(m_groups);
        for (const WordGroup &group : groups) {
            for (const WordId word : group) {
                if (word < m_groupsOf.size())
                    m_groupsOf[word] |= bit(m_groups);
            }
            ++m_groups;
        }
        m_last |= bit(m_groups - 1);
    }

    bool empty() const { return m_groups == 0; }
    WordId joker() const { return m_joker; }

    /// How far a text has been read.
    class Reading {
    public:
        explicit Reading(const WordSequences &sequences) : m_sequences(sequences) {}
        /// Whether all of them have been found by now.
        bool isThere(WordId next)
        {
            const WordSequences &all = m_sequences;
            m_open = static_cast<std::uint8_t>(next < all.m_groupsOf.size() ? (m_open << 1 | all.m_first) & all.m_groupsOf[next] : 0);
            m_found |= m_open;
            return (m_found & all.m_last) == all.m_last || next == all.m_joker;
        }

    private:
        const WordSequences &m_sequences;
        std::uint8_t m_open = 0;    // groups whose words stand at the end of what was read, with those before them
        std::uint8_t m_found = 0;   // ever
    };

    bool areIn(std::span<const WordId> words) const
    {
        Reading reading(*this);
        return empty() || std::any_of(words.begin(), words.end(), [&](WordId word) { return reading.isThere(word); });
    }

private:
    static constexpr std::size_t mostGroups = 8;
    static std::uint8_t bit(std::size_t group) { return static_cast<std::uint8_t>(1U << group); }

    std::size_t m_vocabulary = 0;
    std::vector<std::uint8_t> m_groupsOf;   // [word]; empty while there are no sequences
    WordId m_joker = unknownWord;
    std::size_t m_groups = 0;
    std::uint8_t m_first = 0, m_last = 0;   // groups of each sequence
};

struct WordFilter {
    std::vector<WordGroup> groups;   ///< the unit has a word of each; the smallest first are the fastest
    WordSequences sequences = {};    ///< its source has them all
};

/// Whether to go on.
using RowVisitor = std::function<bool(std::int64_t row)>;

}  // namespace interlinear::cat
