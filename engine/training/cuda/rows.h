// What a training step on a card does besides matrix products, row by row: bf16 in and out, reckoned in fp32. The bodies are written once, for the card and for loops
// on the processor, which tests hold against torch.
//
//   addedNormRow<3>(team, args, row);      // by the 32 lanes of a warp, three pieces of four values a lane
//   rotatePairs<4>(args, item, 1.0F);      // by one thread
//
// A Team shares a row among its lanes: lane(), lanes(), sum() and highest() over what each lane has. On the processor it has one lane, and no limit of pieces.
#pragma once

#include "engine/training/cuda/values.h"

#include <cmath>

namespace interlinear::training::cuda {

/// sum = residual + delta; normed = sum / sqrt(mean(sum^2) + epsilon) * weight (Zhang and Sennrich 2019, eq. 4).
struct AddedNorm {
    const float *residual;   ///< [rows, width]
    const Bf16 *delta;       ///< [rows, width], or null: then sum is not written
    const float *weight;     ///< [width]
    float *sum;              ///< [rows, width]
    Bf16 *normed;            ///< [rows, width]
    float *inverse;          ///< [rows], kept for the gradient
    std::int64_t rows;
    std::int32_t width;      ///< a multiple of 4, at most widestRow
    float epsilon;
};

struct AddedNormGradient {
    const Bf16 *gradNormed;  ///< [rows, width]
    const Bf16 *gradSum;     ///< [rows, width], or null for zeros
    const float *sum;
    const float *weight;
    const float *inverse;
    float *exact;            ///< [rows, width]: of the residual, and of delta too; or null
    Bf16 *rounded;           ///< the same in bf16; or null
    float *weightParts;      ///< [parts, width]: their sum is the gradient of the weight
    std::int64_t rows;
    std::int32_t parts;      ///< partsOf(rows)
    std::int32_t width;
};

inline constexpr std::int32_t widestRow = 2048;
inline constexpr std::int64_t mostParts = 4096;
/// So many workers share the rows of a sum over all of them.
constexpr std::int32_t partsOf(std::int64_t rows)
{
    return static_cast<std::int32_t>(rows < mostParts ? rows : mostParts);
}

template <int pieces, class Team>
INTERLINEAR_ANYWHERE void addedNormRow(const Team &team, const AddedNorm &args, std::int64_t row)
{
    const std::int64_t begin = row * args.width;
    float kept[pieces][4], squares = 0;
    INTERLINEAR_EACH_PIECE(piece, at, args.width) {
        Values<4> x = load<4>(args.residual + begin + at);
        if (args.delta) {
            const Values<4> delta = load<4>(args.delta + begin + at);
            for (int i = 0; i < 4; ++i)
                x.of[i] += delta.of[i];
            store<4>(args.sum + begin + at, x);
        }
        for (int i = 0; i < 4; ++i) {
            kept[piece][i] = x.of[i];
            squares += x.of[i] * x.of[i];
        }
    }
    const float inverse = 1 / std::sqrt(team.sum(squares) / static_cast<float>(args.width) + args.epsilon);
    INTERLINEAR_EACH_PIECE(piece, at, args.width) {
        const Values<4> weight = load<4>(args.weight + at);
        Values<4> normed;
        for (int i = 0; i < 4; ++i)
            normed.of[i] = kept[piece][i] * inverse * weight.of[i];
        store<4>(args.normed + begin + at, normed);
    }
    if (team.lane() == 0)
        args.inverse[row] = inverse;
}

template <int pieces>
struct WeightSums {
    float of[pieces][4];
};

template <int pieces, class Team>
INTERLINEAR_ANYWHERE void addedNormGradientRow(const Team &team, const AddedNormGradient &args, std::int64_t row, WeightSums<pieces> &weightSums)
{
    const std::int64_t begin = row * args.width;
    const float inverse = args.inverse[row];
    float scaled[pieces][4], kept[pieces][4], dot = 0;
    INTERLINEAR_EACH_PIECE(piece, at, args.width) {
        const Values<4> grad = load<4>(args.gradNormed + begin + at), x = load<4>(args.sum + begin + at), weight = load<4>(args.weight + at);
        for (int i = 0; i < 4; ++i) {
            scaled[piece][i] = grad.of[i] * weight.of[i];
            kept[piece][i] = x.of[i];
            dot += scaled[piece][i] * x.of[i];
            weightSums.of[piece][i] += grad.of[i] * x.of[i] * inverse;
        }
    }
    const float pull = team.sum(dot) * inverse * inverse / static_cast<float>(args.width);
    INTERLINEAR_EACH_PIECE(piece, at, args.width) {
        Values<4> grad{};
        if (args.gradSum)
            grad = load<4>(args.gradSum + begin + at);
        for (int i = 0; i < 4; ++i)
            grad.of[i] += inverse * (scaled[piece][i] - pull * kept[piece][i]);
        if (args.exact)
            store<4>(args.exact + begin + at, grad);
        if (args.rounded)
            store<4>(args.rounded + begin + at, grad);
    }
}

/// The rows of one part, and its sum for the weight.
template <int pieces, class Team>
INTERLINEAR_ANYWHERE void addedNormGradientPart(const Team &team, const AddedNormGradient &args, std::int32_t part)
{
    WeightSums<pieces> sums;
    INTERLINEAR_EACH_PIECE(piece, at, args.width) {
        for (int i = 0; i < 4; ++i)
            sums.of[piece][i] = 0;
    }
    for (std::int64_t row = part; row < args.rows; row += args.parts)
        addedNormGradientRow<pieces>(team, args, row, sums);
    INTERLINEAR_EACH_PIECE(piece, at, args.width) {
        Values<4> sum;
        for (int i = 0; i < 4; ++i)
            sum.of[i] = sums.of[piece][i];
        store<4>(args.weightParts + static_cast<std::int64_t>(part) * args.width + at, sum);
    }
}

/// Queries and keys, turned in place by their positions (Su et al. 2021, eq. 34, halves rotated as GPT-NeoX has them).
struct Rotary {
    Bf16 *rows;                      ///< [count, stride]; of each row the first heads * 2 * half values
    const std::int64_t *positions;   ///< [count]
    const float *cosine, *sine;      ///< [longest, half]
    std::int64_t count;
    std::int32_t stride, heads, half;
};

/// The gradient of a row of queries, keys and values, turned back, out of three.
struct RotaryGradient {
    const Bf16 *q, *k, *v;           ///< [count, heads * 2 * half] and twice [count, kvHeads * 2 * half]
    Bf16 *rows;                      ///< [count, (heads + 2 kvHeads) * 2 * half]
    const std::int64_t *positions;
    const float *cosine, *sine;
    std::int64_t count;
    std::int32_t heads, kvHeads, half;
};

template <int n>
INTERLINEAR_ANYWHERE void turn(const Bf16 *from, Bf16 *to, std::int32_t half, const float *cosine, const float *sine, float direction)
{
    Values<n> low = load<n>(from), high = load<n>(from + half);
    const Values<n> c = load<n>(cosine), s = load<n>(sine);
    for (int i = 0; i < n; ++i) {
        const float first = low.of[i], second = high.of[i], share = direction * s.of[i];
        low.of[i] = first * c.of[i] - second * share;
        high.of[i] = second * c.of[i] + first * share;
    }
    store<n>(to, low);
    store<n>(to + half, high);
}

/// Items: count * heads * half / n; n divides half.
template <int n>
INTERLINEAR_ANYWHERE void rotaryItem(const Rotary &args, std::uint32_t item)
{
    const auto pieces = static_cast<std::uint32_t>(args.half / n), heads = static_cast<std::uint32_t>(args.heads);
    const std::uint32_t c = item % pieces * n, head = item / pieces % heads, row = item / pieces / heads;
    const std::int64_t angle = args.positions[row] * args.half + c;
    Bf16 *values = args.rows + static_cast<std::int64_t>(row) * args.stride + head * 2 * static_cast<std::uint32_t>(args.half) + c;
    turn<n>(values, values, args.half, args.cosine + angle, args.sine + angle, 1);
}

/// Items: count * (heads + 2 kvHeads) * half / n.
template <int n>
INTERLINEAR_ANYWHERE void rotaryGradientItem(const RotaryGradient &args, std::uint32_t item)
{
    const auto pieces = static_cast<std::uint32_t>(args.half / n), heads = static_cast<std::uint32_t>(args.heads), kvHeads = static_cast<std::uint32_t>(args.kvHeads);
    const std::uint32_t all = heads + 2 * kvHeads, size = 2 * static_cast<std::uint32_t>(args.half);
    const std::uint32_t c = item % pieces * n, head = item / pieces % all, row = item / pieces / all;
    Bf16 *to = args.rows + (static_cast<std::int64_t>(row) * all + head) * size + c;
    if (head >= heads + kvHeads) {
        const Bf16 *from = args.v + (static_cast<std::int64_t>(row) * kvHeads + head - heads - kvHeads) * size + c;
        store<n>(to, load<n>(from));
        store<n>(to + args.half, load<n>(from + args.half));
        return;
    }
    const Bf16 *from = head < heads ? args.q + (static_cast<std::int64_t>(row) * heads + head) * size : args.k + (static_cast<std::int64_t>(row) * kvHeads + head - heads) * size;
    const std::int64_t angle = args.positions[row] * args.half + c;
    turn<n>(from + c, to, args.half, args.cosine + angle, args.sine + angle, -1);
}

/// out = silu(gate) * up, gate and up side by side in each row (Shazeer 2020, eq. 6).
struct GatedActivation {
    const Bf16 *gateUp;      ///< [rows, 2 width]
    Bf16 *out;               ///< [rows, width]
    std::int64_t rows;
    std::int32_t width;
};

struct GatedActivationGradient {
    const Bf16 *gradOut;     ///< [rows, width]
    const Bf16 *gateUp;
    Bf16 *gradGateUp;        ///< [rows, 2 width]
    std::int64_t rows;
    std::int32_t width;
};

/// Items: rows * width / n; n divides width.
template <int n>
INTERLINEAR_ANYWHERE void gatedActivationItem(const GatedActivation &args, std::uint32_t item)
{
    const auto pieces = static_cast<std::uint32_t>(args.width / n);
    const std::int64_t row = item / pieces, c = item % pieces * n;
    const Values<n> gate = load<n>(args.gateUp + row * 2 * args.width + c), up = load<n>(args.gateUp + (row * 2 + 1) * args.width + c);
    Values<n> out;
    for (int i = 0; i < n; ++i)
        out.of[i] = gate.of[i] / (1 + exponential(-gate.of[i])) * up.of[i];
    store<n>(args.out + row * args.width + c, out);
}

template <int n>
INTERLINEAR_ANYWHERE void gatedActivationGradientItem(const GatedActivationGradient &args, std::uint32_t item)
{
    const auto pieces = static_cast<std::uint32_t>(args.width / n);
    const std::int64_t row = item / pieces, c = item % pieces * n, gateAt = row * 2 * args.width + c, upAt = gateAt + args.width;
    const Values<n> gate = load<n>(args.gateUp + gateAt), up = load<n>(args.gateUp + upAt), grad = load<n>(args.gradOut + row * args.width + c);
    Values<n> gradGate, gradUp;
    for (int i = 0; i < n; ++i) {
        const float z = gate.of[i], share = 1 / (1 + exponential(-z));
        gradUp.of[i] = grad.of[i] * z * share;
        gradGate.of[i] = grad.of[i] * up.of[i] * share * (1 + z * (1 - share));
    }
    store<n>(args.gradGateUp + gateAt, gradGate);
    store<n>(args.gradGateUp + upAt, gradUp);
}

/// Cross-entropy with label smoothing (Szegedy et al. 2016, section 7); with a gradient it replaces the logits: of weight[row] * loss(row) by them.
struct CrossEntropy {
    Bf16 *logits;                    ///< [rows, width]
    const std::int64_t *targets;     ///< [rows]
    const float *weights;            ///< [rows]
    float *losses;                   ///< [rows], weighted
    std::int64_t rows;
    std::int32_t width;
    float smoothing;
    std::int32_t withGradient;
};

template <int n, class Team>
INTERLINEAR_ANYWHERE void crossEntropyRow(const Team &team, const CrossEntropy &args, std::int64_t row)
{
    Bf16 *logits = args.logits + row * args.width;
    const std::int64_t target = args.targets[row];
    const float ofTarget = toFloat(logits[target]), weight = args.weights[row], even = args.smoothing / static_cast<float>(args.width);
    const std::int32_t step = team.lanes() * n;
    float highest = -INFINITY, all = 0, total = 0;
    for (std::int32_t c = team.lane() * n; c < args.width; c += step) {
        const Values<n> x = load<n>(logits + c);
        for (int i = 0; i < n; ++i) {
            highest = x.of[i] > highest ? x.of[i] : highest;
            all += x.of[i];
        }
    }
    highest = team.highest(highest);
    for (std::int32_t c = team.lane() * n; c < args.width; c += step) {
        const Values<n> x = load<n>(logits + c);
        for (int i = 0; i < n; ++i)
            total += exponential(x.of[i] - highest);
    }
    total = team.sum(total);
    all = team.sum(all);
    if (team.lane() == 0)
        args.losses[row] = weight * (std::log(total) + highest - (1 - args.smoothing) * ofTarget - even * all);
    if (!args.withGradient)
        return;
    const float inverse = 1 / total;
    for (std::int32_t c = team.lane() * n; c < args.width; c += step) {
        Values<n> x = load<n>(logits + c);
        for (int i = 0; i < n; ++i) {
            const float isTarget = c + i == target ? 1 - args.smoothing : 0.0F;   // in fp32: a difference of neighbouring numbers
            x.of[i] = weight * (exponential(x.of[i] - highest) * inverse - even - isTarget);
        }
        store<n>(logits + c, x);
    }
}

}  // namespace interlinear::training::cuda
