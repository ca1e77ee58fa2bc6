#include "engine/cat/memory/index/vocabulary.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace interlinear::cat {

namespace {

std::size_t slotFor(std::string_view word)
{
    return static_cast<std::size_t>(XXH3_64bits(word.data(), word.size()));
}

/// Where the letters stand in the pool from there on; its size when they do not.
std::size_t placeIn(std::string_view pool, std::string_view letters, std::size_t from)
{
    const void *found = from < pool.size() ? ::memmem(pool.data() + from, pool.size() - from, letters.data(), letters.size()) : nullptr;
    return found ? static_cast<std::size_t>(static_cast<const char *>(found) - pool.data()) : pool.size();
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

bool WordsView::forEachHolding(std::string_view letters, const std::function<bool(WordId word)> &visit) const
{
    for (WordId word = 0; letters.empty() && word < size(); ++word) {
        if (!visit(word))
            return false;
    }
    WordId word = 0;
    for (std::size_t at = letters.empty() ? pool.size() : placeIn(pool, letters, 0); at < pool.size();) {
        while (word < size() && starts[word + 1] <= at)
            ++word;
        if (word == size())
            return true;
        const bool whole = at + letters.size() <= starts[word + 1];   // not across the end of the word
        if (whole && !visit(word))
            return false;
        at = placeIn(pool, letters, whole ? std::max<std::size_t>(at + 1, starts[word + 1]) : at + 1);
    }
    return true;
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

bool GrowingVocabulary::forEachHolding(std::string_view letters, const std::function<bool(WordId word)> &visit) const
{
    const auto behind = static_cast<WordId>(m_words.size());
    return m_words.forEachHolding(letters, visit) && m_added.view().forEachHolding(letters, [&](WordId word) { return visit(behind + word); });
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
