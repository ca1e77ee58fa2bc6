// The router's spectral feature, Re(FFT(h)) over the hidden axis, and its folding into the router's weights.
//
//   realFourier(hidden, feature);                         // f[k] = sum_n h[n] cos(2 pi k n / d), no normalisation
//   std::vector<float> folded = foldRouter(weight, n, d); // [n, 2d] -> [n, d]: W_h + Re(FFT(W_f)), row by row
//
// Re(FFT(h)) = C h with the symmetric matrix C[k][n] = cos(2 pi k n / d), so a linear router over [h ; C h] equals a router over h alone
// with weights W_h + W_f C. Source of the feature: Mix-MoE, arXiv 2605.24681 v1, router equation. Any thread.
#pragma once

#include <span>
#include <vector>

namespace interlinear::mixmoe {

/// Real part of the unnormalised discrete Fourier transform of a real signal; in and out have the same length and do not overlap.
void realFourier(std::span<const float> in, std::span<float> out);

/// Folds the spectral half of each of n router rows [h ; f] of width 2d into its first half.
std::vector<float> foldRouter(std::span<const float> weight, int n, int d);

}  // namespace interlinear::mixmoe
