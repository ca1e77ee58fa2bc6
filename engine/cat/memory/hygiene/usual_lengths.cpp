#include "engine/cat/memory/hygiene/usual_lengths.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace interlinear::cat {

namespace {

constexpr std::uint32_t fewestUnits = 50;
constexpr double deviationsBearable = 6;    // standard deviations
constexpr double madToDeviation = 1.4826;   // of a normal distribution
constexpr double leastDeviation = 0.1;      // natural logarithm
constexpr double range = 6;

double logRatio(std::size_t source, std::size_t target)
{
    return std::log(static_cast<double>(target) / static_cast<double>(source));
}

}  // namespace

std::size_t charactersOf(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::size_t LengthCounts::sizeOf(std::size_t source)
{
    return std::min<std::size_t>(static_cast<std::size_t>(std::bit_width(source)), sizes - 1);
}

void LengthCounts::add(std::size_t source, std::size_t target)
{
    const double place = (std::clamp(logRatio(source, target), -range, range) + range) / (2 * range) * (bins - 1);
    Histogram &histogram = m_histograms[sizeOf(source)];
    ++histogram.counts[static_cast<std::size_t>(std::lround(place))];
    ++histogram.total;
}

UsualLengths::UsualLengths(const LengthCounts &counts)
{
    std::transform(counts.m_histograms.begin(), counts.m_histograms.end(), m_middles.begin(), middleOf);
}

UsualLengths::Middle UsualLengths::middleOf(const LengthCounts::Histogram &histogram)
{
    constexpr std::size_t bins = LengthCounts::bins;
    std::size_t middle = 0;
    for (std::uint32_t below = 0; middle + 1 < bins && below + histogram.counts[middle] <= histogram.total / 2; ++middle)
        below += histogram.counts[middle];
    std::uint32_t within = histogram.counts[middle];
    std::size_t reach = 0;
    while (within <= histogram.total / 2 && reach < bins) {
        ++reach;
        within += (middle >= reach ? histogram.counts[middle - reach] : 0) + (middle + reach < bins ? histogram.counts[middle + reach] : 0);
    }
    constexpr double width = 2 * range / (bins - 1);
    return {histogram.total, static_cast<double>(middle) * width - range, static_cast<double>(reach) * width};
}

bool UsualLengths::isUnusual(std::size_t source, std::size_t target) const
{
    const auto &[units, median, deviation] = m_middles[LengthCounts::sizeOf(source)];
    return units >= fewestUnits && std::abs(logRatio(source, target) - median) > deviationsBearable * std::max(deviation * madToDeviation, leastDeviation);
}

double UsualLengths::ratio(std::size_t source) const
{
    const Middle &middle = m_middles[LengthCounts::sizeOf(source)];
    return middle.units == 0 ? 1 : std::exp(middle.median);
}

}  // namespace interlinear::cat
