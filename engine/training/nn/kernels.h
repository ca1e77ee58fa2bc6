// What a training step does besides matrix products, on plain arrays and with gradients written out: fast loops that read each value once.
//
//   Rotation rotation = rotationTable(headSize, theta, longest);
//   attentionForward({q, k, v, heads, kvHeads, headSize}, rotation, begin, end, kvHead, out);   // one sequence: rows begin to end
//   rmsNormForward(x, weight, rows, width, epsilon, out, inverseRms);
//
// All arrays are fp32 and row by row. No function allocates what it returns, and no two calls share state: callers divide rows and sequences among threads.
#pragma once

#include <cstdint>
#include <vector>

namespace interlinear::training::kernels {

/// Root mean square norm (Zhang and Sennrich 2019, eq. 4): out = x / sqrt(mean(x^2) + epsilon) * weight. inverseRms [rows] is kept for the gradient.
void rmsNormForward(const float *x, const float *weight, std::int64_t rows, std::int64_t width, float epsilon, float *out, float *inverseRms);
/// gradX [rows, width] is overwritten, gradWeight [width] is added to; either may be null.
void rmsNormBackward(const float *gradOut, const float *x, const float *weight, const float *inverseRms, std::int64_t rows, std::int64_t width, float *gradX, float *gradWeight);

/// out = silu(gate) * up, element by element; silu(z) = z / (1 + exp(-z)).
void gatedActivationForward(const float *gate, const float *up, std::int64_t count, float *out);
void gatedActivationBackward(const float *gradOut, const float *gate, const float *up, std::int64_t count, float *gradGate, float *gradUp);

/// Cosines and sines of rotary positions (Su et al. 2021, eq. 34, halves rotated as GPT-NeoX has them).
struct Rotation {
    std::int64_t half = 0;                 ///< headSize / 2
    std::vector<float> cosine, sine;       ///< [longest, half]
};
Rotation rotationTable(std::int64_t headSize, double theta, std::int64_t longest);

/// Queries [N, heads * headSize], keys and values [N, kvHeads * headSize]; query head h reads kv head h / (heads / kvHeads).
struct AttentionInputs {
    const float *q, *k, *v;
    std::int64_t heads, kvHeads, headSize;
};

struct AttentionGradients {
    float *q, *k, *v;                      ///< as the inputs; overwritten
};

/// Rotary, causal attention of one sequence, rows begin to end, one kv head with its query heads; out [N, heads * headSize].
void attentionForward(const AttentionInputs &in, const Rotation &rotation, std::int64_t begin, std::int64_t end, std::int64_t kvHead, float *out);
/// The gradients of the same rows and heads; probabilities are computed again rather than kept.
void attentionBackward(const AttentionInputs &in, const Rotation &rotation, std::int64_t begin, std::int64_t end, std::int64_t kvHead, const float *gradOut,
                       const AttentionGradients &gradients);

/// Cross-entropy of logits [rows, width] with label smoothing (Szegedy et al. 2016, section 7), in place: logits become weight[row] times the gradient of the loss by them.
/// Returns the sum of weight[row] * loss(row).
double crossEntropyInPlace(float *logits, const std::int64_t *targets, const float *weights, std::int64_t rows, std::int64_t width, float smoothing);
/// The same sum without the gradient.
double crossEntropy(const float *logits, const std::int64_t *targets, const float *weights, std::int64_t rows, std::int64_t width, float smoothing);

}  // namespace interlinear::training::kernels
