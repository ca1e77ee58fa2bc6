// Bodies as those of rows.h: which experts a token chooses, what they read, and what becomes of what they give.
//
//   routerRow<3>(team, args, row);         // the logits of all routers
//   choiceItem(args, item);                // the likeliest expert of one token in one group
//   gatherItem(args, item);                // eight values of a row that an expert reads
#pragma once

#include "engine/training/cuda/rows.h"

namespace interlinear::training::cuda {

/// What each token's experts read: row i is that of token order[i] / slots.
struct Gather {
    const Bf16 *x;                   ///< [tokens, width]
    const std::int64_t *order;       ///< [tokens * slots], sorted by expert
    std::int32_t *places;            ///< [tokens * slots]: the inverse of order
    Bf16 *out;                       ///< [tokens * slots, width]
    std::int64_t tokens;
    std::int32_t slots, width;       ///< width a multiple of 8
};

/// Items: tokens * slots * width / 8.
INTERLINEAR_ANYWHERE void gatherItem(const Gather &args, std::uint32_t item)
{
    const auto pieces = static_cast<std::uint32_t>(args.width / 8);
    const std::int64_t place = item / pieces, c = item % pieces * 8, slot = args.order[place];
    copyEight(args.x + slot / args.slots * args.width + c, args.out + place * args.width + c);
    if (c == 0)
        args.places[slot] = static_cast<std::int32_t>(place);
}

/// out[token] = sum over its slots of weight * the slot's row; without weights the plain sum, which is the gradient of reading rows at several places.
struct Combine {
    const Bf16 *rows;                ///< [tokens * slots, width], sorted by expert
    const std::int32_t *places;      ///< [tokens * slots]; below zero where a slot has no row
    const float *weights;            ///< [tokens, slots], or null
    Bf16 *out;                       ///< [tokens, width]
    std::int64_t tokens;
    std::int32_t slots, width;
};

/// Items: tokens * width / 8.
INTERLINEAR_ANYWHERE void combineItem(const Combine &args, std::uint32_t item)
{
    const auto pieces = static_cast<std::uint32_t>(args.width / 8);
    const std::int64_t token = item / pieces, c = item % pieces * 8;
    Values<8> sum{};
    for (std::int32_t slot = 0; slot < args.slots; ++slot) {
        const std::int64_t at = token * args.slots + slot, place = args.places[at];
        if (place < 0)
            continue;
        const float weight = args.weights ? args.weights[at] : 1.0F;
        const Values<8> x = load<8>(args.rows + place * args.width + c);
        for (int i = 0; i < 8; ++i)
            sum.of[i] += weight * x.of[i];
    }
    store<8>(args.out + token * args.width + c, sum);
}

struct CombineGradient {
    const Bf16 *gradOut;             ///< [tokens, width]
    const Bf16 *rows;
    const std::int32_t *places;
    const float *weights;
    Bf16 *gradRows;                  ///< [tokens * slots, width]
    float *gradWeights;              ///< [tokens, slots]
    std::int64_t tokens;
    std::int32_t slots, width;       ///< a multiple of 4
};

template <class Team>
INTERLINEAR_ANYWHERE void combineGradientRow(const Team &team, const CombineGradient &args, std::int64_t token)
{
    for (std::int32_t slot = 0; slot < args.slots; ++slot) {
        const std::int64_t at = token * args.slots + slot, place = args.places[at];
        const float weight = args.weights[at];
        float dot = 0;
        for (std::int32_t c = team.lane() * 4; c < args.width; c += team.lanes() * 4) {
            const Values<4> grad = load<4>(args.gradOut + token * args.width + c), x = load<4>(args.rows + place * args.width + c);
            Values<4> gradRow;
            for (int i = 0; i < 4; ++i) {
                dot += grad.of[i] * x.of[i];
                gradRow.of[i] = weight * grad.of[i];
            }
            store<4>(args.gradRows + place * args.width + c, gradRow);
        }
        dot = team.sum(dot);
        if (team.lane() == 0)
            args.gradWeights[at] = dot;
    }
}

/// Logits of all experts: x W^T + b, with W in fp32.
struct Router {
    const Bf16 *x;                   ///< [rows, width]
    const float *weight, *bias;      ///< [experts, width] and [experts]
    float *logits;                   ///< [rows, experts]
    std::int64_t rows;
    std::int32_t width, experts;     ///< width a multiple of 4, at most widestRow
};

template <int pieces, class Team>
INTERLINEAR_ANYWHERE void routerRow(const Team &team, const Router &args, std::int64_t row)
{
    float kept[pieces][4];
    INTERLINEAR_EACH_PIECE(piece, at, args.width) {
        const Values<4> x = load<4>(args.x + row * args.width + at);
        for (int i = 0; i < 4; ++i)
            kept[piece][i] = x.of[i];
    }
    for (std::int32_t expert = 0; expert < args.experts; ++expert) {
        float dot = 0;
        INTERLINEAR_EACH_PIECE(piece, at, args.width) {
            const Values<4> weight = load<4>(args.weight + expert * args.width + at);
            for (int i = 0; i < 4; ++i)
                dot += kept[piece][i] * weight.of[i];
        }
        dot = team.sum(dot);
        if (team.lane() == 0)
            args.logits[row * args.experts + expert] = dot + args.bias[expert];
    }
}

/// What the routers of a token make of its logits: softmax in each group, the likeliest expert, and what its output is multiplied by.
struct Choice {
    const float *logits;             ///< [rows, groups, experts]
    float *probability;              ///< the same
    float *weights;                  ///< [rows, groups]: scale times the likeliest's probability
    std::int64_t *chosen;            ///< [rows, groups]: the likeliest of its group; of equal ones the first
    std::int64_t rows;
    std::int32_t groups, experts;    ///< experts of a group
    float scale;
};

struct ChoiceGradient {
    const float *gradProbability;    ///< or null for zeros
    const float *gradWeights;
    const float *probability;
    const std::int64_t *chosen;
    float *gradLogits;
    std::int64_t rows;
    std::int32_t groups, experts;
    float scale;
};

/// Items: rows * groups.
INTERLINEAR_ANYWHERE void choiceItem(const Choice &args, std::uint32_t item)
{
    const float *logits = args.logits + static_cast<std::int64_t>(item) * args.experts;
    float *probability = args.probability + static_cast<std::int64_t>(item) * args.experts;
    std::int32_t likeliest = 0;
    for (std::int32_t expert = 1; expert < args.experts; ++expert)
        likeliest = logits[expert] > logits[likeliest] ? expert : likeliest;
    float total = 0;
    for (std::int32_t expert = 0; expert < args.experts; ++expert)
        total += probability[expert] = exponential(logits[expert] - logits[likeliest]);
    for (std::int32_t expert = 0; expert < args.experts; ++expert)
        probability[expert] /= total;
    args.chosen[item] = likeliest;
    args.weights[item] = args.scale * probability[likeliest];
}

/// dL = p (g - sum of p g), g the gradient by p.
INTERLINEAR_ANYWHERE void choiceGradientItem(const ChoiceGradient &args, std::uint32_t item)
{
    const std::int64_t at = static_cast<std::int64_t>(item) * args.experts, chosen = args.chosen[item];
    const float *probability = args.probability + at;
    float *gradLogits = args.gradLogits + at, dot = 0;
    for (std::int32_t expert = 0; expert < args.experts; ++expert) {
        gradLogits[expert] = (args.gradProbability ? args.gradProbability[at + expert] : 0.0F) + (expert == chosen ? args.scale * args.gradWeights[item] : 0.0F);
        dot += probability[expert] * gradLogits[expert];
    }
    for (std::int32_t expert = 0; expert < args.experts; ++expert)
        gradLogits[expert] = probability[expert] * (gradLogits[expert] - dot);
}

struct RouterGradient {
    const float *gradLogits;         ///< [rows, experts]
    const Bf16 *x;
    const float *weight;
    Bf16 *gradX;                     ///< [rows, width]
    float *weightParts;              ///< [parts, experts, width]: their sum is the gradient of the weight
    std::int64_t rows;
    std::int32_t parts, width, experts;   ///< at most mostExperts
};

inline constexpr std::int32_t mostExperts = 32;
inline constexpr std::int64_t mostRouterParts = 1024;

/// Two columns from c of the rows of one part; most is at least the number of experts.
template <int most>
INTERLINEAR_ANYWHERE void routerGradientColumns(const RouterGradient &args, std::int32_t part, std::int32_t c)
{
    Values<2> weight[most], sum[most];
    INTERLINEAR_UNROLL
    for (int expert = 0; expert < most; ++expert) {
        sum[expert] = weight[expert] = Values<2>{};
        if (expert < args.experts)
            weight[expert] = load<2>(args.weight + expert * args.width + c);
    }
    for (std::int64_t row = part; row < args.rows; row += args.parts) {
        const Values<2> x = load<2>(args.x + row * args.width + c);
        Values<2> grad{};
        INTERLINEAR_UNROLL
        for (int expert = 0; expert < most; ++expert) {
            const float slope = expert < args.experts ? args.gradLogits[row * args.experts + expert] : 0.0F;
            for (int i = 0; i < 2; ++i) {
                grad.of[i] += slope * weight[expert].of[i];
                sum[expert].of[i] += slope * x.of[i];
            }
        }
        store<2>(args.gradX + row * args.width + c, grad);
    }
    INTERLINEAR_UNROLL
    for (int expert = 0; expert < most; ++expert) {
        if (expert < args.experts)
            store<2>(args.weightParts + (static_cast<std::int64_t>(part) * args.experts + expert) * args.width + c, sum[expert]);
    }
}

}  // namespace interlinear::training::cuda
