// Random draws that are the same everywhere; the standard leaves its distributions to the library.
//
//   std::mt19937_64 random(seed);
//   shuffle(order, random);
//   if (unit(random) < share) …
#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace interlinear::training {

/// From 0 to limit - 1.
inline std::uint64_t below(std::mt19937_64 &random, std::uint64_t limit)
{
    return random() % limit;
}

/// From 0, included, to 1, excluded.
inline double unit(std::mt19937_64 &random)
{
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

template <typename T>
void shuffle(std::vector<T> &values, std::mt19937_64 &random)
{
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[below(random, i)]);
}

}  // namespace interlinear::training
