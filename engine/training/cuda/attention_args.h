// Rotary causal attention of packed sequences, forward and backward, on tiles of 16 rows.
#pragma once

#include "engine/training/cuda/values.h"

namespace interlinear::training::cuda {

struct Attention {
    const Bf16 *qkv;                 ///< [N, (heads + 2 kvHeads) * size]: queries, keys and values as projected
    const std::int32_t *starts;      ///< [sequences + 1]: where each begins, and N
    const float *cosine, *sine;      ///< [longest, size / 2]
    Bf16 *out;                       ///< [N, heads * size]
    float *logs;                     ///< [N, heads]: the logarithm of what the scores' exponentials sum up to
    std::int64_t sequences;
    std::int32_t heads, kvHeads, size;
};

struct AttentionGradient {
    const Bf16 *gradOut;             ///< [N, heads * size]
    const Bf16 *qkv;
    const Bf16 *out;
    const float *logs;
    const std::int32_t *starts;
    const float *cosine, *sine;
    Bf16 *gradQkv;                   ///< as qkv
    float *dots;                     ///< [N, heads], for the kernel: gradOut . out of each row
    std::int64_t sequences;
    std::int32_t heads, kvHeads, size;
};

/// Sizes of heads that the card's kernel knows; sequences are best short: one warp works on all of a head.
constexpr bool attentionTakes(std::int64_t size)
{
    return size == 32 || size == 64;
}

}  // namespace interlinear::training::cuda
