// The words of an index, numbered from 0 on.
//
//   WordTable table;
//   const WordId word = table.add("pump");
//   writer.append(table.slots()); …                    // as it lies in memory
//   const WordsView view{pool, starts, slots};         // the same words, where they lie in a file
//   view.find("pump");
#pragma once

#include "engine/cat/memory/index/word_distance.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// Words that lie elsewhere. Bytes that are damaged give wrong answers, never a read outside them.
struct WordsView {
    std::string_view pool;                   // the words one after the other
    std::span<const std::uint32_t> starts;   // [word]; one more for the end
    std::span<const WordId> slots;           // a hash table of a size that is a power of two; unknownWord where nothing is

    std::size_t size() const { return starts.empty() ? 0 : starts.size() - 1; }
    std::string_view operator[](WordId word) const;
    /// unknownWord when it is none of them.
    WordId find(std::string_view word) const;
    /// Calls visit(word) for each that holds the letters (every one holds none), rising, until it answers false; whether it never did. A millisecond for a million.
    bool forEachHolding(std::string_view letters, const std::function<bool(WordId word)> &visit) const;
};

/// Words that are kept here, and more can be added.
class WordTable {
public:
    WordTable() = default;
    explicit WordTable(const WordsView &words);

    /// Its number, a new one when it has none.
    WordId add(std::string_view word);
    WordId find(std::string_view word) const { return view().find(word); }
    std::string_view operator[](WordId word) const { return view()[word]; }
    std::size_t size() const { return m_starts.size() - 1; }
    WordsView view() const { return {m_pool, m_starts, m_slots}; }

private:
    void grow();

    std::string m_pool;
    std::vector<std::uint32_t> m_starts{0};
    std::vector<WordId> m_slots = std::vector<WordId>(16, unknownWord);
};

/// The words of a file and those that came since; they go on counting.
class GrowingVocabulary {
public:
    GrowingVocabulary() = default;
    explicit GrowingVocabulary(const WordsView &words) : m_words(words) {}

    WordId add(std::string_view word);
    WordId find(std::string_view word) const;
    std::string_view operator[](WordId word) const;
    std::size_t size() const { return m_words.size() + m_added.size(); }
    /// As WordsView has it.
    bool forEachHolding(std::string_view letters, const std::function<bool(WordId word)> &visit) const;

private:
    WordsView m_words;
    WordTable m_added;
};

}  // namespace interlinear::cat
