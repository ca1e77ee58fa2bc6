// Random XLIFF files, from a seed: versions and dialects, codes in all shapes, targets that are there, empty, or missing, segments in marks.
//
//   XliffSoup soup(7);
//   parseDocument(soup.file(), "xliff", "en", "soup");
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

class XliffSoup {
public:
    explicit XliffSoup(unsigned seed) : m_random(seed) {}

    /// Well-formed; one of XLIFF 2 keeps the core constraints.
    std::string file();
    /// What somebody may type: mark-up characters, quotes, other scripts, line ends, now and then a long text. Never blank.
    std::string typedText();

private:
    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(m_random); }
    bool oneIn(std::size_t count) { return below(count) == 0; }
    std::string words();
    std::string content1(bool target);
    std::string content2();
    std::string marks(const std::string &file, bool target);
    std::string unit1(std::size_t number);
    std::string unit2(std::size_t number);

    std::mt19937 m_random;
    std::size_t m_dialect = 0;   // plain, segmented, Trados, memoQ
    std::size_t m_segments = 0;
};
