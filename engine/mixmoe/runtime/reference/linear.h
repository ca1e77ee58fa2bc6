// The one product that the reference needs: y = W x, row by row, summed from the first column to the last.
//
//   std::vector<float> y = linear(weight, x);   // weight [out, x.size()] row-major
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace interlinear::mixmoe {

inline std::vector<float> linear(std::span<const float> weight, std::span<const float> x)
{
    std::vector<float> y(weight.size() / x.size(), 0.0F);
    for (std::size_t row = 0; row < y.size(); ++row) {
        for (std::size_t column = 0; column < x.size(); ++column)
            y[row] += weight[row * x.size() + column] * x[column];
    }
    return y;
}

}  // namespace interlinear::mixmoe
