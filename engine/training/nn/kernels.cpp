// Compiled with -ffast-math, so that sums are split over the lanes of a vector: nothing here may test for NaN or infinity.
#include "engine/training/nn/kernels.h"

#include "engine/training/nn/every_cpu.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interlinear::training::kernels {

namespace {

// Bounded below, where the quotient is 0 in any case and exp would overflow.
INTERLINEAR_INLINE float sigmoid(float z)
{
    return 1 / (1 + std::exp(std::min(-z, 80.0F)));
}

}  // namespace

INTERLINEAR_EVERY_CPU
void rmsNormForward(const float *x, const float *weight, std::int64_t rows, std::int64_t width, float epsilon, float *out, float *inverseRms)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        const float *in = x + row * width;
        float sum = 0;
        for (std::int64_t c = 0; c < width; ++c)
            sum += in[c] * in[c];
        const float inverse = 1 / std::sqrt(sum / static_cast<float>(width) + epsilon);
        inverseRms[row] = inverse;
        for (std::int64_t c = 0; c < width; ++c)
            out[row * width + c] = in[c] * inverse * weight[c];
    }
}

INTERLINEAR_EVERY_CPU
void rmsNormBackward(const float *gradOut, const float *x, const float *weight, const float *inverseRms, std::int64_t rows, std::int64_t width, float *gradX, float *gradWeight)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        const float *in = x + row * width, *grad = gradOut + row * width;
        const float inverse = inverseRms[row];
        if (gradX) {
            float dot = 0;
            for (std::int64_t c = 0; c < width; ++c)
                dot += grad[c] * weight[c] * in[c];
            const float pull = dot * inverse * inverse / static_cast<float>(width);
            for (std::int64_t c = 0; c < width; ++c)
                gradX[row * width + c] = inverse * (grad[c] * weight[c] - pull * in[c]);
        }
        if (gradWeight) {
            for (std::int64_t c = 0; c < width; ++c)
                gradWeight[c] += grad[c] * in[c] * inverse;
        }
    }
}

INTERLINEAR_EVERY_CPU
void gatedActivationForward(const float *gate, const float *up, std::int64_t count, float *out)
{
    for (std::int64_t i = 0; i < count; ++i)
        out[i] = gate[i] * sigmoid(gate[i]) * up[i];
}

INTERLINEAR_EVERY_CPU
void gatedActivationBackward(const float *gradOut, const float *gate, const float *up, std::int64_t count, float *gradGate, float *gradUp)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float z = gate[i], share = sigmoid(z), grad = gradOut[i];
        gradUp[i] = grad * z * share;
        gradGate[i] = grad * up[i] * share * (1 + z * (1 - share));
    }
}

INTERLINEAR_EVERY_CPU
double crossEntropyInPlace(float *logits, const std::int64_t *targets, const float *weights, std::int64_t rows, std::int64_t width, float smoothing)
{
    double sum = 0;
    for (std::int64_t row = 0; row < rows; ++row) {
        float *values = logits + row * width;
        const float target = values[targets[row]], even = smoothing / static_cast<float>(width);
        float largest = std::numeric_limits<float>::lowest(), total = 0, all = 0;
        for (std::int64_t c = 0; c < width; ++c)
            largest = std::max(largest, values[c]);
        for (std::int64_t c = 0; c < width; ++c) {
            all += values[c];
            values[c] = std::exp(values[c] - largest);
            total += values[c];
        }
        sum += static_cast<double>(weights[row]) * static_cast<double>(std::log(total) + largest - (1 - smoothing) * target - even * all);
        const float scale = weights[row] / total, shift = weights[row] * even;
        for (std::int64_t c = 0; c < width; ++c)
            values[c] = values[c] * scale - shift;
        values[targets[row]] -= weights[row] * (1 - smoothing);
    }
    return sum;
}

INTERLINEAR_EVERY_CPU
double crossEntropy(const float *logits, const std::int64_t *targets, const float *weights, std::int64_t rows, std::int64_t width, float smoothing)
{
    double sum = 0;
    for (std::int64_t row = 0; row < rows; ++row) {
        const float *values = logits + row * width;
        float largest = std::numeric_limits<float>::lowest(), total = 0, all = 0;
        for (std::int64_t c = 0; c < width; ++c)
            largest = std::max(largest, values[c]);
        for (std::int64_t c = 0; c < width; ++c) {
            all += values[c];
            total += std::exp(values[c] - largest);
        }
        const float even = smoothing / static_cast<float>(width);
        sum += static_cast<double>(weights[row]) * static_cast<double>(std::log(total) + largest - (1 - smoothing) * values[targets[row]] - even * all);
    }
    return sum;
}

}  // namespace interlinear::training::kernels
