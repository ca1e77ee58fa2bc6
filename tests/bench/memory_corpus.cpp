#include "tests/bench/memory_corpus.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace interlinear::bench {

namespace {

constexpr std::size_t vocabularySize = 80000;
constexpr std::array syllables{"ta", "re", "mi", "lo", "ken", "dar", "sti", "ver", "no", "pa", "lis", "gra", "bo", "tu", "cha", "men", "or", "ind", "al", "es", "qui", "son", "fer", "ul", "ash"};

}  // namespace

MemoryCorpus::MemoryCorpus(std::size_t units)
{
    double sum = 0;
    for (std::size_t rank = 0; rank < vocabularySize; ++rank) {
        std::string word;
        const std::size_t count = rank < 60 ? 1 + rank % 2 : 2 + m_random() % (rank < 2000 ? 2 : 3);
        for (std::size_t i = 0; i < count; ++i)
            word += syllables[m_random() % syllables.size()];
        if (rank >= syllables.size())
            word += static_cast<char>('a' + rank % 26);
        m_vocabulary.push_back(word);
        sum += 1 / std::pow(static_cast<double>(rank) + 2.7, 1.05);
        m_shares.push_back(sum);
    }
    for (double &share : m_shares)
        share /= sum;
    for (std::size_t unit = 0; unit < units; ++unit) {
        const bool twin = unit > 100 && uniform() < 0.30;
        const Words added = twin ? edited(words(m_random() % unit), 1 + m_random() % 4) : fresh();
        m_words.insert(m_words.end(), added.begin(), added.end());
        m_starts.push_back(m_words.size());
    }
}

std::vector<std::string> MemoryCorpus::queries(std::size_t count)
{
    std::vector<std::string> result;
    for (std::size_t i = 0; i < count; ++i)
        result.push_back(text(i % 2 == 1 ? fresh() : edited(words(m_random() % size()), 1 + m_random() % 3), 0));
    return result;
}

double MemoryCorpus::uniform()
{
    return static_cast<double>(m_random() >> 11) / 9007199254740992.0;
}

std::uint32_t MemoryCorpus::ranked(double share) const
{
    const auto rank = std::lower_bound(m_shares.begin(), m_shares.end() - 1, share) - m_shares.begin();
    return static_cast<std::uint32_t>(rank);
}

/// One of six that often follow the word.
std::uint32_t MemoryCorpus::wordAfter(std::uint32_t word)
{
    std::uint64_t hash = word * 0x9E3779B97F4A7C15ULL + (m_random() % 6) * 0xBF58476D1CE4E5B9ULL;
    hash ^= hash >> 29;
    return ranked(static_cast<double>(hash >> 11) / 9007199254740992.0);
}

/// The length is log-normal, 14 words on average: Box and Muller's method, so that no library's own distribution changes the corpus.
MemoryCorpus::Words MemoryCorpus::fresh()
{
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    const double normal = radius * std::cos(2 * std::numbers::pi * uniform());
    const std::size_t length = static_cast<std::size_t>(std::clamp(std::lround(std::exp(2.45 + 0.6 * normal)), 2L, 80L));
    Words result{anyWord()};
    while (result.size() < length)
        result.push_back(uniform() < 0.45 ? wordAfter(result.back()) : anyWord());
    return result;
}

MemoryCorpus::Words MemoryCorpus::edited(Words words, std::size_t edits)
{
    for (; edits > 0; --edits) {
        const auto at = words.begin() + static_cast<std::ptrdiff_t>(m_random() % words.size());
        const double kind = uniform();
        if (kind < 0.6)
            *at = anyWord();
        else if (kind < 0.8 && words.size() > 3)
            words.erase(at);
        else
            words.insert(at, anyWord());
    }
    return words;
}

MemoryCorpus::Words MemoryCorpus::words(std::size_t unit) const
{
    return {m_words.begin() + static_cast<std::ptrdiff_t>(m_starts[unit]), m_words.begin() + static_cast<std::ptrdiff_t>(m_starts[unit + 1])};
}

/// The shift makes another language of it.
std::string MemoryCorpus::text(const Words &words, std::uint32_t shift) const
{
    std::string result;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0)
            result += ' ';
        result += m_vocabulary[(words[i] + shift) % vocabularySize];
        if (i + 1 < words.size() && i % 7 == 6)
            result += ',';
    }
    if (shift == 0)
        result[0] = static_cast<char>(result[0] - 'a' + 'A');
    return result + '.';
}

}  // namespace interlinear::bench
