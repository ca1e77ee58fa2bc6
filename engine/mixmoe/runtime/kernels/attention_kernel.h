// Attention of several queries over one key head of a sequence whose keys and values lie in blocks of 16 positions, as floats or as bf16.
//
//   HeadAttention head{.count = 4, .queries = queries, .headSize = 64, .blocks = blocks, .valueOffset = valuesBegin, .valueStride = stride, .positions = 40,
//                      .scores = scores, .out = out};
//   kernel.keyScores(head);          // scores[i][p] = queries[i] . k_p
//   rows.softmax(...);               // for each query, over the positions that it sees; 0 for the others
//   kernel.mixValues(head);          // out[i] = sum over p of scores[i][p] * v_p
//
// Queries may be those of the heads that share the key head, and of several rows: keys and values are read once for all. Each sum is one chain, from dimension 0 or
// position 0 upwards, whatever the queries beside it. Any thread.
#pragma once

#include "engine/mixmoe/runtime/kernels/bf16.h"
#include "engine/mixmoe/runtime/kernels/instruction_set.h"
#include "engine/mixmoe/runtime/kernels/panel.h"

namespace interlinear::mixmoe {

struct HeadAttention {
    std::size_t count = 0;
    const float *const *queries = nullptr; ///< [count] of headSize values
    std::size_t headSize = 0;
    const std::byte *const *blocks = nullptr; ///< of floats or of bf16; what lies at keyOffset and valueOffset of each, counted in these, is on a cache line
    std::size_t keyOffset = 0;             ///< there: [headSize][16 positions]; bf16 [headSize / 2][16 positions][2]
    std::size_t valueOffset = 0;           ///< there: [16 positions] of headSize values, valueStride apart; bf16 [8][headSize][2], twice as far apart
    std::size_t valueStride = 0;
    std::size_t positions = 0;             ///< at least one
    float *const *scores = nullptr;        ///< [count] of positions; whole blocks are written
    float *const *out = nullptr;           ///< [count] of headSize values; whole panels are written
};

struct AttentionKernel {
    void (*keyScores)(const HeadAttention &head);
    void (*mixValues)(const HeadAttention &head);
};

/// For blocks of float or of Bf16, in these instructions; they must be supported.
template <typename Value>
AttentionKernel attentionKernel(InstructionSet instructions);

}  // namespace interlinear::mixmoe
