// Numbers to feed kernels with.
#pragma once

#include <cstddef>
#include <random>
#include <vector>

namespace interlinear::tests {

/// From -1 to 1, the same for the same seed.
inline std::vector<float> drawn(std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<float> values(count);
    for (float &value : values)
        value = static_cast<float>(random()) / 2147483648.0F - 1.0F;
    return values;
}

}  // namespace interlinear::tests
