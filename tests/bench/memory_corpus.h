// A made-up translation memory from a seed, the same on every machine: words as frequent as Zipf's law has them, phrases that return, and three units of ten near twins
// of an earlier one by one to four word edits.
//
//   MemoryCorpus corpus(1'000'000);
//   corpus.source(0);      // "Ta re mi, …"
//   corpus.queries(1000);  // every second one a unit with one to three edits, the others new
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace interlinear::bench {

class MemoryCorpus {
public:
    explicit MemoryCorpus(std::size_t units);

    std::size_t size() const { return m_starts.size() - 1; }
    std::string source(std::size_t unit) const { return text(words(unit), 0); }
    std::string target(std::size_t unit) const { return text(words(unit), 1); }
    /// Goes on from one call to the next.
    std::vector<std::string> queries(std::size_t count);

private:
    using Words = std::vector<std::uint32_t>;   // ranks

    double uniform();
    std::uint32_t ranked(double share) const;
    std::uint32_t anyWord() { return ranked(uniform()); }
    std::uint32_t wordAfter(std::uint32_t word);
    Words fresh();
    Words edited(Words words, std::size_t edits);
    Words words(std::size_t unit) const;
    std::string text(const Words &words, std::uint32_t shift) const;

    std::mt19937_64 m_random{42};
    std::vector<std::string> m_vocabulary;
    std::vector<double> m_shares;               // [rank]: of all words up to this one
    std::vector<std::uint32_t> m_words;         // of all units, one after the other
    std::vector<std::size_t> m_starts{0};
};

}  // namespace interlinear::bench
