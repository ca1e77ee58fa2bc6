// Compiled with -ffast-math, as kernels.cpp.
#include "engine/training/nn/every_cpu.h"
#include "engine/training/nn/kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interlinear::training::kernels {

namespace {

// Sixteen neighbours, whatever the registers are. Channels of a head are padded with zeros to two of them.
typedef float Lanes __attribute__((vector_size(64), aligned(4), may_alias));
constexpr std::int64_t lanes = 16, channelBlock = 2 * lanes;

constexpr std::int64_t padded(std::int64_t count, std::int64_t step)
{
    return (count + step - 1) / step * step;
}

INTERLINEAR_INLINE Lanes &at(float *values)
{
    return *reinterpret_cast<Lanes *>(values);
}

INTERLINEAR_INLINE const Lanes &at(const float *values)
{
    return *reinterpret_cast<const Lanes *>(values);
}

/// One head of one sequence, q and k rotated: rows of padded channels; of k and v also columns [channel][padded position]. Scores are those of one query.
struct Head {
    std::int64_t size = 0, width = 0, stride = 0;
    std::vector<float> q, k, v, mixed, gradQ, gradK, gradV, keyColumns, valueColumns, scores, gradScores;
};

Head &scratch(std::int64_t length, std::int64_t headSize)
{
    thread_local Head head;
    head.size = headSize;
    head.width = padded(headSize, channelBlock);
    head.stride = padded(length, lanes);
    const auto grow = [](std::vector<float> &part, std::int64_t size) { part.resize(std::max(part.size(), static_cast<std::size_t>(size))); };
    for (std::vector<float> *part : {&head.q, &head.k, &head.v, &head.mixed, &head.gradQ, &head.gradK, &head.gradV})
        grow(*part, length * head.width);
    for (std::vector<float> *part : {&head.keyColumns, &head.valueColumns})
        grow(*part, headSize * head.stride);
    for (std::vector<float> *part : {&head.scores, &head.gradScores})
        grow(*part, head.stride);
    return head;
}

void gatherRows(const float *from, std::int64_t stride, std::int64_t length, const Head &head, float *to)
{
    for (std::int64_t i = 0; i < length; ++i) {
        std::copy_n(from + i * stride, head.size, to + i * head.width);
        std::fill(to + i * head.width + head.size, to + (i + 1) * head.width, 0.0F);
    }
}

void scatterRows(const float *from, const Head &head, std::int64_t length, float *to, std::int64_t stride)
{
    for (std::int64_t i = 0; i < length; ++i)
        std::copy_n(from + i * head.width, head.size, to + i * stride);
}

INTERLINEAR_EVERY_CPU
void transpose(const float *rows, const Head &head, std::int64_t length, float *columns)
{
    for (std::int64_t c = 0; c < head.size; ++c) {
        for (std::int64_t j = 0; j < length; ++j)
            columns[c * head.stride + j] = rows[j * head.width + c];
    }
}

// In place; direction 1 rotates, -1 rotates back, which is the gradient.
INTERLINEAR_EVERY_CPU
void rotate(float *rows, const Head &head, const Rotation &rotation, std::int64_t length, float direction)
{
    const std::int64_t half = rotation.half;
    for (std::int64_t i = 0; i < length; ++i) {
        const float *__restrict cosine = rotation.cosine.data() + i * half, *__restrict sine = rotation.sine.data() + i * half;
        float *__restrict first = rows + i * head.width, *__restrict second = first + half;
        for (std::int64_t c = 0; c < half; ++c) {
            const float low = first[c], high = second[c], turn = direction * sine[c];
            first[c] = low * cosine[c] - high * turn;
            second[c] = high * cosine[c] + low * turn;
        }
    }
}

// out[j] = row . column j, rounded up to whole lanes of j.
INTERLINEAR_INLINE void dots(const float *row, const float *columns, const Head &head, std::int64_t count, float *out)
{
    const std::int64_t size = head.size, stride = head.stride;   // what is written might be the head itself, as far as the compiler knows
    for (std::int64_t j = 0; j < count; j += lanes) {
        Lanes even = {}, odd = {};
        std::int64_t c = 0;
        for (; c + 2 <= size; c += 2) {
            even += row[c] * at(columns + c * stride + j);
            odd += row[c + 1] * at(columns + (c + 1) * stride + j);
        }
        if (c < size)
            even += row[c] * at(columns + c * stride + j);
        at(out + j) = even + odd;
    }
}

// out = sum over j of weight[j] * row j.
INTERLINEAR_INLINE void mix(const float *weights, const float *rows, const Head &head, std::int64_t count, float *out)
{
    const std::int64_t width = head.width;
    for (std::int64_t c = 0; c < width; c += channelBlock) {
        Lanes low = {}, high = {};
        for (std::int64_t j = 0; j < count; ++j) {
            low += weights[j] * at(rows + j * width + c);
            high += weights[j] * at(rows + j * width + c + lanes);
        }
        at(out + c) = low;
        at(out + c + lanes) = high;
    }
}

// Row j of out += weight[j] * row.
INTERLINEAR_INLINE void spread(const float *weights, const float *row, const Head &head, std::int64_t count, float *out)
{
    const std::int64_t width = head.width;
    for (std::int64_t c = 0; c < width; c += channelBlock) {
        const Lanes low = at(row + c), high = at(row + c + lanes);
        for (std::int64_t j = 0; j < count; ++j) {
            at(out + j * width + c) += weights[j] * low;
            at(out + j * width + c + lanes) += weights[j] * high;
        }
    }
}

// Probabilities of query `row` over keys 0 to row.
INTERLINEAR_INLINE void probabilities(Head &head, std::int64_t row, float scale)
{
    float *probability = head.scores.data();
    const std::int64_t count = row + 1;
    dots(head.q.data() + row * head.width, head.keyColumns.data(), head, count, probability);
    float largest = std::numeric_limits<float>::lowest(), total = 0;
    for (std::int64_t j = 0; j < count; ++j)
        largest = std::max(largest, probability[j]);
    for (std::int64_t j = 0; j < count; ++j) {
        probability[j] = std::exp(scale * (probability[j] - largest));
        total += probability[j];
    }
    const float inverse = 1 / total;
    for (std::int64_t j = 0; j < count; ++j)
        probability[j] *= inverse;
}

INTERLINEAR_EVERY_CPU
void mixedValues(Head &head, std::int64_t length, float scale)
{
    for (std::int64_t row = 0; row < length; ++row) {
        probabilities(head, row, scale);
        mix(head.scores.data(), head.v.data(), head, row + 1, head.mixed.data() + row * head.width);
    }
}

// From the gradient of the mixed values, dO: dP = dO V^T, dS = P (dP - sum P dP), dQ = dS K, dK += dS^T Q, dV += P^T dO.
INTERLINEAR_EVERY_CPU
void mixedValuesBackward(Head &head, std::int64_t length, float scale)
{
    for (std::int64_t row = 0; row < length; ++row) {
        probabilities(head, row, scale);
        const std::int64_t count = row + 1, begin = row * head.width;
        const float *__restrict probability = head.scores.data();
        float *__restrict slope = head.gradScores.data();
        dots(head.mixed.data() + begin, head.valueColumns.data(), head, count, slope);
        float dot = 0;
        for (std::int64_t j = 0; j < count; ++j)
            dot += probability[j] * slope[j];
        for (std::int64_t j = 0; j < count; ++j)
            slope[j] = probability[j] * (slope[j] - dot) * scale;
        mix(slope, head.k.data(), head, count, head.gradQ.data() + begin);
        spread(slope, head.q.data() + begin, head, count, head.gradK.data());
        spread(probability, head.mixed.data() + begin, head, count, head.gradV.data());
    }
}

/// Where the rows of one sequence and kv head lie.
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

Head &gatherKeysAndValues(const AttentionInputs &in, const Place &place, const Rotation &rotation)
{
    Head &head = scratch(place.length, in.headSize);
    gatherRows(in.k + place.kvAt, place.kvStride, place.length, head, head.k.data());
    rotate(head.k.data(), head, rotation, place.length, 1);
    transpose(head.k.data(), head, place.length, head.keyColumns.data());
    gatherRows(in.v + place.kvAt, place.kvStride, place.length, head, head.v.data());
    return head;
}

}  // namespace

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
    const Place place = placeOf(in, begin, end, kvHead);
    Head &head = gatherKeysAndValues(in, place, rotation);
    for (std::int64_t member = 0; member < place.groupSize; ++member) {
        const std::int64_t first = place.qAt + member * in.headSize;
        gatherRows(in.q + first, place.qStride, place.length, head, head.q.data());
        rotate(head.q.data(), head, rotation, place.length, 1);
        mixedValues(head, place.length, place.scale);
        scatterRows(head.mixed.data(), head, place.length, out + first, place.qStride);
    }
}

void attentionBackward(const AttentionInputs &in, const Rotation &rotation, std::int64_t begin, std::int64_t end, std::int64_t kvHead, const float *gradOut,
                       const AttentionGradients &gradients)
{
    const Place place = placeOf(in, begin, end, kvHead);
    Head &head = gatherKeysAndValues(in, place, rotation);
    transpose(head.v.data(), head, place.length, head.valueColumns.data());
    std::fill_n(head.gradK.begin(), place.length * head.width, 0.0F);
    std::fill_n(head.gradV.begin(), place.length * head.width, 0.0F);
    for (std::int64_t member = 0; member < place.groupSize; ++member) {
        const std::int64_t first = place.qAt + member * in.headSize;
        gatherRows(in.q + first, place.qStride, place.length, head, head.q.data());
        rotate(head.q.data(), head, rotation, place.length, 1);
        gatherRows(gradOut + first, place.qStride, place.length, head, head.mixed.data());
        mixedValuesBackward(head, place.length, place.scale);
        rotate(head.gradQ.data(), head, rotation, place.length, -1);
        scatterRows(head.gradQ.data(), head, place.length, gradients.q + first, place.qStride);
    }
    rotate(head.gradK.data(), head, rotation, place.length, -1);
    scatterRows(head.gradK.data(), head, place.length, gradients.k + place.kvAt, place.kvStride);
    scatterRows(head.gradV.data(), head, place.length, gradients.v + place.kvAt, place.kvStride);
}

}  // namespace interlinear::training::kernels
