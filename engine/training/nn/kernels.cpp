// Compiled with -ffast-math, so that sums are split over the lanes of a vector: nothing here may test for NaN or infinity.
#include "engine/training/nn/kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

// One body, compiled for several instruction sets; the loader picks.
#if defined(__x86_64__)
#define INTERLINEAR_EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define INTERLINEAR_EVERY_CPU
#endif
#define INTERLINEAR_INLINE inline __attribute__((always_inline))

namespace interlinear::training::kernels {

namespace {

constexpr std::int64_t usualHeadSize = 32;   // known when compiling, its loops become a few vector instructions

/// Rotated copies of one head of one sequence, and room for its scores.
struct Head {
    std::vector<float> q, k, v, scores, gradScores, gradQ, gradK, gradV, gradOut;
};

Head &scratch(std::int64_t length, std::int64_t headSize)
{
    thread_local Head head;
    const auto size = static_cast<std::size_t>(length * headSize);
    for (std::vector<float> *part : {&head.q, &head.k, &head.v, &head.gradQ, &head.gradK, &head.gradV, &head.gradOut})
        part->resize(std::max(part->size(), size));
    for (std::vector<float> *part : {&head.scores, &head.gradScores})
        part->resize(std::max(part->size(), static_cast<std::size_t>(length)));
    return head;
}

INTERLINEAR_EVERY_CPU
void copyHead(const float *from, std::int64_t stride, std::int64_t length, std::int64_t headSize, float *to)
{
    for (std::int64_t i = 0; i < length; ++i) {
        for (std::int64_t c = 0; c < headSize; ++c)
            to[i * headSize + c] = from[i * stride + c];
    }
}

// direction 1 rotates, -1 rotates back, which is the gradient.
INTERLINEAR_EVERY_CPU
void rotateHead(const float *from, std::int64_t fromStride, const Rotation &rotation, std::int64_t length, float direction, float *to, std::int64_t toStride)
{
    const std::int64_t half = rotation.half;
    for (std::int64_t i = 0; i < length; ++i) {
        const float *cosine = rotation.cosine.data() + i * half, *sine = rotation.sine.data() + i * half;
        const float *in = from + i * fromStride;
        float *out = to + i * toStride;
        for (std::int64_t c = 0; c < half; ++c) {
            const float low = in[c], high = in[c + half], turn = direction * sine[c];
            out[c] = low * cosine[c] - high * turn;
            out[c + half] = high * cosine[c] + low * turn;
        }
    }
}

// Probabilities of query i over keys 0 to i.
INTERLINEAR_INLINE void attentionRowOf(const float *query, const float *keys, std::int64_t count, std::int64_t headSize, float scale, float *probability)
{
    float largest = std::numeric_limits<float>::lowest();
    for (std::int64_t j = 0; j < count; ++j) {
        float sum = 0;
        for (std::int64_t c = 0; c < headSize; ++c)
            sum += query[c] * keys[j * headSize + c];
        probability[j] = sum * scale;
        largest = std::max(largest, probability[j]);
    }
    float total = 0;
    for (std::int64_t j = 0; j < count; ++j) {
        probability[j] = std::exp(probability[j] - largest);
        total += probability[j];
    }
    const float inverse = 1 / total;
    for (std::int64_t j = 0; j < count; ++j)
        probability[j] *= inverse;
}

INTERLINEAR_EVERY_CPU
void attentionRow(const float *query, const float *keys, std::int64_t count, std::int64_t headSize, float scale, float *probability)
{
    if (headSize == usualHeadSize)
        attentionRowOf(query, keys, count, usualHeadSize, scale, probability);
    else
        attentionRowOf(query, keys, count, headSize, scale, probability);
}

INTERLINEAR_INLINE void mixValuesOf(const float *probability, const float *values, std::int64_t count, std::int64_t headSize, float *out)
{
    std::fill(out, out + headSize, 0.0F);
    for (std::int64_t j = 0; j < count; ++j) {
        for (std::int64_t c = 0; c < headSize; ++c)
            out[c] += probability[j] * values[j * headSize + c];
    }
}

INTERLINEAR_EVERY_CPU
void mixValues(const float *probability, const float *values, std::int64_t count, std::int64_t headSize, float *out)
{
    if (headSize == usualHeadSize)
        mixValuesOf(probability, values, count, usualHeadSize, out);
    else
        mixValuesOf(probability, values, count, headSize, out);
}

// One query's share of all gradients: dP = dO V^T, dS = P (dP - sum P dP), dQ = dS K, dK = dS^T Q, dV = P^T dO.
INTERLINEAR_INLINE void attentionRowBackwardOf(Head &head, std::int64_t row, std::int64_t headSize, float scale)
{
    const float *probability = head.scores.data(), *gradOut = head.gradOut.data() + row * headSize, *query = head.q.data() + row * headSize;
    float *gradScores = head.gradScores.data(), *gradQuery = head.gradQ.data() + row * headSize;
    float dot = 0;
    for (std::int64_t j = 0; j <= row; ++j) {
        const float *value = head.v.data() + j * headSize;
        float sum = 0;
        for (std::int64_t c = 0; c < headSize; ++c)
            sum += gradOut[c] * value[c];
        gradScores[j] = sum;
        dot += probability[j] * sum;
    }
    for (std::int64_t j = 0; j <= row; ++j) {
        const float p = probability[j], slope = p * (gradScores[j] - dot) * scale;
        const float *key = head.k.data() + j * headSize;
        float *gradKey = head.gradK.data() + j * headSize, *gradValue = head.gradV.data() + j * headSize;
        for (std::int64_t c = 0; c < headSize; ++c) {
            gradQuery[c] += slope * key[c];
            gradKey[c] += slope * query[c];
            gradValue[c] += p * gradOut[c];
        }
    }
}

INTERLINEAR_EVERY_CPU
void attentionRowBackward(Head &head, std::int64_t row, std::int64_t headSize, float scale)
{
    if (headSize == usualHeadSize)
        attentionRowBackwardOf(head, row, usualHeadSize, scale);
    else
        attentionRowBackwardOf(head, row, headSize, scale);
}

// Bounded below, where the quotient is 0 in any case and exp would overflow.
INTERLINEAR_INLINE float sigmoid(float z)
{
    return 1 / (1 + std::exp(std::min(-z, 80.0F)));
}

struct Place {
    std::int64_t length, qStride, kvStride, groupSize, qAt, kvAt;
    float scale;
};

Place placeOf(const AttentionInputs &in, std::int64_t begin, std::int64_t end, std::int64_t kvHead)
{
    const std::int64_t qStride = in.heads * in.headSize, kvStride = in.kvHeads * in.headSize, groupSize = in.heads / in.kvHeads;
    return {end - begin, qStride, kvStride, groupSize, begin * qStride + kvHead * groupSize * in.headSize, begin * kvStride + kvHead * in.headSize,
            1 / std::sqrt(static_cast<float>(in.headSize))};
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

Rotation rotationTable(std::int64_t headSize, double theta, std::int64_t longest)
{
    Rotation rotation{headSize / 2, {}, {}};
    for (std::int64_t position = 0; position < longest; ++position) {
        for (std::int64_t c = 0; c < rotation.half; ++c) {
            const double angle = static_cast<double>(position) * std::pow(theta, -2.0 * static_cast<double>(c) / static_cast<double>(headSize));
            rotation.cosine.push_back(static_cast<float>(std::cos(angle)));
            rotation.sine.push_back(static_cast<float>(std::sin(angle)));
        }
    }
    return rotation;
}

void attentionForward(const AttentionInputs &in, const Rotation &rotation, std::int64_t begin, std::int64_t end, std::int64_t kvHead, float *out)
{
    const Place at = placeOf(in, begin, end, kvHead);
    Head &head = scratch(at.length, in.headSize);
    rotateHead(in.k + at.kvAt, at.kvStride, rotation, at.length, 1, head.k.data(), in.headSize);
    copyHead(in.v + at.kvAt, at.kvStride, at.length, in.headSize, head.v.data());
    for (std::int64_t member = 0; member < at.groupSize; ++member) {
        const std::int64_t first = at.qAt + member * in.headSize;
        rotateHead(in.q + first, at.qStride, rotation, at.length, 1, head.q.data(), in.headSize);
        for (std::int64_t row = 0; row < at.length; ++row) {
            attentionRow(head.q.data() + row * in.headSize, head.k.data(), row + 1, in.headSize, at.scale, head.scores.data());
            mixValues(head.scores.data(), head.v.data(), row + 1, in.headSize, out + first + row * at.qStride);
        }
    }
}

void attentionBackward(const AttentionInputs &in, const Rotation &rotation, std::int64_t begin, std::int64_t end, std::int64_t kvHead, const float *gradOut,
                       const AttentionGradients &gradients)
{
    const Place at = placeOf(in, begin, end, kvHead);
    Head &head = scratch(at.length, in.headSize);
    const std::int64_t size = at.length * in.headSize;
    rotateHead(in.k + at.kvAt, at.kvStride, rotation, at.length, 1, head.k.data(), in.headSize);
    copyHead(in.v + at.kvAt, at.kvStride, at.length, in.headSize, head.v.data());
    std::fill_n(head.gradK.begin(), size, 0.0F);
    std::fill_n(head.gradV.begin(), size, 0.0F);
    for (std::int64_t member = 0; member < at.groupSize; ++member) {
        const std::int64_t first = at.qAt + member * in.headSize;
        rotateHead(in.q + first, at.qStride, rotation, at.length, 1, head.q.data(), in.headSize);
        copyHead(gradOut + first, at.qStride, at.length, in.headSize, head.gradOut.data());
        std::fill_n(head.gradQ.begin(), size, 0.0F);
        for (std::int64_t row = 0; row < at.length; ++row) {
            attentionRow(head.q.data() + row * in.headSize, head.k.data(), row + 1, in.headSize, at.scale, head.scores.data());
            attentionRowBackward(head, row, in.headSize, at.scale);
        }
        rotateHead(head.gradQ.data(), in.headSize, rotation, at.length, -1, gradients.q + first, at.qStride);
    }
    rotateHead(head.gradK.data(), in.headSize, rotation, at.length, -1, gradients.k + at.kvAt, at.kvStride);
    for (std::int64_t row = 0; row < at.length; ++row)
        std::copy_n(head.gradV.data() + row * in.headSize, in.headSize, gradients.v + at.kvAt + row * at.kvStride);
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
