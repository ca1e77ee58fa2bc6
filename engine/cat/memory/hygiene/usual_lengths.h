// How long the targets of a memory are for the length of their sources.
//
//   LengthCounts counts;
//   for (const Unit &unit : units) counts.add(charactersOf(unit.source.text), charactersOf(unit.target.text));
//   const UsualLengths usual(counts);
//   usual.isUnusual(12, 480);   // whether the memory's other units of that size are far from it
//
// The median and the median absolute deviation of log(target / source) among sources of like length (by powers of two), so that wrong units do not widen what counts
// as usual.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace interlinear::cat {

/// Code points of a valid UTF-8 text.
std::size_t charactersOf(std::string_view text);

/// How often each ratio occurs, by the size of the source.
class LengthCounts {
public:
    /// Both lengths at least 1.
    void add(std::size_t source, std::size_t target);

private:
    friend class UsualLengths;
    static constexpr std::size_t sizes = 16, bins = 601;   // bins of log(target / source) from -6 to 6
    struct Histogram {
        std::array<std::uint32_t, bins> counts{};
        std::uint32_t total = 0;
    };
    static std::size_t sizeOf(std::size_t source);

    std::array<Histogram, sizes> m_histograms{};
};

class UsualLengths {
public:
    explicit UsualLengths(const LengthCounts &counts);

    /// False where fewer than 50 units of that size are known.
    bool isUnusual(std::size_t source, std::size_t target) const;
    /// The median of target / source for that size; 1 where nothing is known.
    double ratio(std::size_t source) const;

private:
    struct Middle {
        std::uint32_t units = 0;
        double median = 0;
        double deviation = 0;
    };
    static Middle middleOf(const LengthCounts::Histogram &histogram);

    std::array<Middle, LengthCounts::sizes> m_middles;
};

}  // namespace interlinear::cat
