#include "engine/cat/memory/index/vocabulary.h"

#include <xxhash.h>

#include <bit>

namespace interlinear::cat {

namespace {

std::size_t slotFor(std::string_view word)
{
    return static_cast<std::size_t>(XXH3_64bits(word.data(), word.size()));
}

}  // namespace

std::string_view WordsView::operator[](WordId word) const
{
    if (word >= size() || starts[word] > starts[word + 1] || starts[word + 1] > pool.size())
        return {};
    return pool.substr(starts[word], starts[word + 1] - starts[word]);
}

WordId WordsView::find(std::string_view word) const
{
    if (!std::has_single_bit(slots.size()))
        return unknownWord;
    std::size_t slot = slotFor(word);
    for (std::size_t tries = 0; tries < slots.size(); ++tries, ++slot) {
        const WordId there = slots[slot & (slots.size() - 1)];
        if (there == unknownWord || (*this)[there] == word)
            return there;
    }
    return unknownWord;
}

WordTable::WordTable(const WordsView &words)
{
    for (WordId word = 0; word < words.size(); ++word)
        add(words[word]);
}

WordId WordTable::add(std::string_view word)
{
    if (size() * 3 >= m_slots.size() * 2)
        grow();
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = slotFor(word) & mask;
    for (; m_slots[slot] != unknownWord; slot = (slot + 1) & mask) {
        if ((*this)[m_slots[slot]] == word)
            return m_slots[slot];
    }
    const auto added = static_cast<WordId>(size());
    m_slots[slot] = added;
    m_pool += word;
    m_starts.push_back(static_cast<std::uint32_t>(m_pool.size()));
    return added;
}

void WordTable::grow()
{
    m_slots.assign(m_slots.size() * 2, unknownWord);
    const std::size_t mask = m_slots.size() - 1;
    for (WordId word = 0; word < size(); ++word) {
        std::size_t slot = slotFor((*this)[word]) & mask;
        while (m_slots[slot] != unknownWord)
            slot = (slot + 1) & mask;
        m_slots[slot] = word;
    }
}

WordId GrowingVocabulary::add(std::string_view word)
{
    const WordId known = m_words.find(word);
    return known != unknownWord ? known : static_cast<WordId>(m_words.size()) + m_added.add(word);
}

WordId GrowingVocabulary::find(std::string_view word) const
{
    if (const WordId known = m_words.find(word); known != unknownWord)
        return known;
    const WordId added = m_added.find(word);
    return added == unknownWord ? unknownWord : static_cast<WordId>(m_words.size()) + added;
}

std::string_view GrowingVocabulary::operator[](WordId word) const
{
    return word < m_words.size() ? m_words[word] : m_added[word - static_cast<WordId>(m_words.size())];
}

}  // namespace interlinear::cat
