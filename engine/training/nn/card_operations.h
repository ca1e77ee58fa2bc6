// Execution::Card: activations and their gradients in bf16, the residual stream, parameters and their gradients in fp32; what is no matrix product by the kernels of
// training/cuda, each in one pass over its rows. On the processor, for tests, by loops over the same bodies.
//
//   const Tensor normed = card::addedNorm(residual, weight, 1e-5);   // one pass where an addition and a norm meet
//   residual.pending = card::attention(card::linear(normed, torch::cat({q, k, v})), shape, batch);
//
// The residual stream is fp32: what it has lost would be lost to all blocks after, and to the routers' choices. Its gradient is bf16, as that of each block's output: it is rounded once a
// block, to the nearest, and what is learned of it is a sum over all tokens. Gradients of experts come from LibTorch's grouped product in bf16. Nothing here waits for the device where
// that product has a kernel (compute capability 9.0 and 10.0); elsewhere LibTorch reads the groups' ends on the host.
#pragma once

#include "engine/training/nn/operations.h"

namespace interlinear::training::card {

/// Of the sequences that the own attention takes. Above, the work of a warp for one head of one sequence is no longer hidden by the others'.
inline constexpr std::int64_t longestOfShort = 256;

/// Whether there are kernels where this embedding [V, d] is, and they take rows of its width.
bool takes(const torch::Tensor &embedding);

/// The stream, with what is pending, normed in bf16. At its beginning nothing is pending, and after it there always is something.
torch::Tensor addedNorm(Residual &residual, const torch::Tensor &weight, double epsilon);

/// x [N, in] bf16, weight [out, in] fp32 -> [N, out] bf16.
torch::Tensor linear(const torch::Tensor &x, const torch::Tensor &weight);

/// Rotary causal attention inside each sequence; queries, keys and values side by side [N, (heads + 2 kvHeads) * headSize], which are used up -> [N, heads * headSize].
torch::Tensor attention(const torch::Tensor &qkv, const AttentionShape &shape, const Packed &batch);

/// silu(gate) * up of rows [gate | up]: [N, 2 m] -> [N, m].
torch::Tensor gatedActivation(const torch::Tensor &gateUp);

/// Whether routerLogits() knows so many.
bool takesRouters(std::int64_t experts);
/// Logits of all routers: x [N, d] bf16, weight [experts, d], bias [experts] fp32 -> [N, experts] fp32.
torch::Tensor routerLogits(const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &bias);

/// Of the routers of all groups.
struct Choice {
    torch::Tensor probability;   ///< [N, groups, n] fp32
    torch::Tensor chosen;        ///< [N, groups, k] int64
    torch::Tensor weights;       ///< [N, groups, k] fp32: what each chosen expert's output is multiplied by
};
/// The likeliest expert of each group, its weight scale times its probability: logits [N, groups, n] fp32.
Choice likeliest(const torch::Tensor &logits, double scale);

/// Which tokens go to which of all experts.
struct Assignment {
    torch::Tensor order;   ///< [N * slots] int64: choices by their experts, else in their order
    torch::Tensor ends;    ///< [experts] int32: where the choices of each end
};
/// chosen [N, slots] int64.
Assignment assignment(const torch::Tensor &chosen, std::int64_t experts);
/// [experts] int32.
torch::Tensor countsOf(const Assignment &assignment);

/// The experts of a group: gate and up [experts, m, d], down [experts, d, m].
struct Experts {
    torch::Tensor gate, up, down;
};
/// Of no expert, to stand for a group that is not there.
Experts noExpertsLike(const Experts &experts);
/// Sum of each token's chosen experts by their weights: x [N, d] bf16, weights [N, slots] fp32 -> [N, d] bf16. Where there is a second group, of as many experts and numbered behind
/// the first, each token has chosen as many of one as of the other. A group that takes no gradient costs none of its matrices.
torch::Tensor mixture(const torch::Tensor &x, const Assignment &assignment, const torch::Tensor &weights, const Experts &first, const Experts &second);

/// As selectRows().
torch::Tensor selectRows(const torch::Tensor &x, const torch::Tensor &positions, const torch::Tensor &places);

/// As linearCrossEntropy() of hidden [S, d] in bf16.
torch::Tensor linearCrossEntropy(const torch::Tensor &hidden, const torch::Tensor &embedding, const torch::Tensor &targets, const torch::Tensor &weights, double smoothing);

}  // namespace interlinear::training::card
