// The ways in which segments of two documents belong together.
//
//   for (const Bead &bead : beads)
//       if (bead.fits(i, j)) score(bead, i, j);   // the bead that ends behind segments i - 1 and j - 1
#pragma once

#include <array>
#include <cstddef>

namespace interlinear::cat {

struct Bead {
    std::size_t source = 0;   ///< segments of each side
    std::size_t target = 0;
    double prior = 0;         ///< its share of all beads: table 5 of Gale and Church 1993, halved where it counts both directions as one

    constexpr bool fits(std::size_t i, std::size_t j) const { return i >= source && j >= target; }
};

inline constexpr std::array<Bead, 6> beads{{{1, 1, 0.89}, {1, 0, 0.00495}, {0, 1, 0.00495}, {2, 1, 0.0445}, {1, 2, 0.0445}, {2, 2, 0.011}}};

}  // namespace interlinear::cat
