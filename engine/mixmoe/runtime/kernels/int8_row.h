// A row of activations as int8. Values far above the others of their row would leave those few bits (arXiv 2208.07339, section 3), so the scale is that of the others, and
// what is beyond its range is kept apart:
//
//   x[i] = scale * (integers[i] + 128 * outliers[i]), where outliers[i] is 0 but for the few depths that lie in one of the row's outlier groups
#pragma once

#include <cstddef>
#include <cstdint>

namespace interlinear::mixmoe {

inline constexpr std::size_t depthsOfInt8 = 4;   // of a column, side by side
inline constexpr float outlierStep = 128;
inline constexpr float outlierBound = 5;         // times the root of the mean square of the row, its largest values counted as 0; below are all values of most rows

/// What a row of int8 stands for: value = scale * integer.
struct Int8Scale {
    float scale = 0;         ///< no number when the row held one that is not finite
    std::int32_t sum = 0;    ///< of the integers

    bool operator==(const Int8Scale &) const = default;
};

/// Four depths side by side, one of which at least is an outlier.
struct OutlierGroup {
    std::uint32_t group = 0;   ///< depths group * 4 and the three behind
    std::int8_t values[depthsOfInt8] = {};
};

/// What stands beside the integers of a row, and beside its outlier groups.
struct Int8Row {
    Int8Scale rounded;
    std::int32_t outlierSum = 0;       ///< of outliers[i]
    std::uint32_t outlierGroups = 0;   ///< so many

    bool operator==(const Int8Row &) const = default;
};

/// No row has more: n values above outlierBound times the root mean square r have squares of n * outlierBound^2 r^2 together, and all have depth * r^2. The largest are
/// told so, and then those of the others; one more of each where sums are rounded.
constexpr std::size_t mostOutlierGroups(std::size_t depth)
{
    return 2 * (depth / static_cast<std::size_t>(outlierBound * outlierBound)) + 3;
}

}  // namespace interlinear::mixmoe
