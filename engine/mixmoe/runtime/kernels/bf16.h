// The upper half of a float, as numbers are kept that take half the memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace interlinear::mixmoe {

/// 8 bits of exponent, 7 of fraction.
struct Bf16 {
    std::uint16_t bits = 0;
};

inline constexpr std::size_t depthsOfBf16 = 2;   // of a column, side by side: one load brings both

}  // namespace interlinear::mixmoe
