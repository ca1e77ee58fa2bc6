// Two lists laid side by side, as a comparison of two versions of a file does.
//
//   alignedInOrder({1, 2, 1, 3}, {1, 3});   // {{2, 0}, {3, 1}}: the 3 is there once on either side, and what stands before it is equal
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace interlinear::cat {

/// Places of equal numbers, which rise on both sides, by patience diff (Cohen 2008): what is there once on either side is paired, then its equal neighbours, then the
/// same between. Of lists without any such, what is equal at their beginnings and ends. Some that are equal may be left.
std::vector<std::pair<std::size_t, std::size_t>> alignedInOrder(std::span<const std::uint32_t> earlier, std::span<const std::uint32_t> now);

}  // namespace interlinear::cat
