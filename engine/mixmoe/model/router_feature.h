// The spectral feature at the router's input, and its folding into the router's weights.
//
//   routerFeature(FourierMode::RealFft, hidden, feature);    // f[k] = sum_n h[n] cos(2 pi k n / d), no normalisation
//   std::vector<float> folded = foldRouter(FourierMode::RealFft, weight, n, d);   // [n, 2d] -> [n, d]: W_h + W_f C, row by row
//   scaleBins(FourierMode::RealFft, feature, 0, 3, 0.0F);    // without the lowest four frequencies
//
// Every mode but Magnitude is a linear map f = C h, so a router over [h ; C h] equals a router over h alone with the weights W_h + W_f C. For RealFft C is
// symmetric, C[k][n] = cos(2 pi k n / d), and W_f C = Re(FFT(W_f)). Source of the feature and of its controls (DCT, random projection): Mix-MoE,
// arXiv 2605.24681 v1, router equation and transform ablation; Magnitude is ours. Any thread.
#pragma once

#include "engine/mixmoe/model/config.h"

#include <span>
#include <vector>

namespace interlinear::mixmoe {

/// Real part of the unnormalised discrete Fourier transform of a real signal; in and out have the same length and do not overlap.
void realFourier(std::span<const float> in, std::span<float> out);

/// The feature of a mode other than None.
void routerFeature(FourierMode mode, std::span<const float> in, std::span<float> out);

/// C of a linear mode, [d, d]: f[k] = sum_n C[k][n] h[n]. The random one is drawn from N(0, 1/2) by a fixed seed.
std::vector<float> featureMatrix(FourierMode mode, int d);

/// Bins of a mode whose feature is a spectrum, from the mean up to the fastest change: d / 2 + 1 of RealFft, RealFftOrtho and Magnitude, where value k is equal to
/// value d - k and both are bin k; d of Dct2. 0 of None and Random, which have none.
int spectrumBins(FourierMode mode, int d);

/// Multiplies the values of bins first to last, their mirrors among them. values: [d]; 0 <= first <= last < spectrumBins().
void scaleBins(FourierMode mode, std::span<float> values, int first, int last, float factor);

/// Folds the spectral half of each of n router rows [h ; f] of width 2d into its first half. For linear modes. With bin factors D, [d], the half that reads
/// D f: W_h + W_f D C; without any, D is 1.
std::vector<float> foldRouter(FourierMode mode, std::span<const float> weight, int n, int d, std::span<const float> binFactors = {});

}  // namespace interlinear::mixmoe
