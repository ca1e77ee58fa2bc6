// The differentiable operations of the model, each in four executions: composed of torch's own (any device and type, the judge), fused
// (fp32 on the CPU, one pass over the data, gradients written out in kernels.h), by the kernels for a card (card_operations.h), and, where there are none, under
// autocast (any device, mixed_precision.h).
//
//   Tensor normed = rmsNorm(Execution::Fused, x, weight, 1e-5);
//   Tensor mixed = attention(Execution::Fused, q, k, v, {.heads = 8, .kvHeads = 8, .headSize = 32, .theta = 10000}, batch);
//   Tensor loss = linearCrossEntropy(Execution::Fused, hidden, embedding, targets, weights, 0.1);
//
// All give the same values and gradients up to rounding; a test holds them together.
#pragma once

#include "engine/training/nn/packed.h"

namespace interlinear::training {

enum class Execution { Composed, Fused, Autocast, Card };

/// Of parameters like this one, the embedding [V, d]: fused on the CPU; on a card by its kernels, where they are there and take rows of this width, else autocast.
Execution fastestFor(const torch::Tensor &embedding);

/// Rows of the embedding [V, d] for tokens [N] -> [N, d]. Fused, the gradient is a sparse one, which autograd adds to that of the output projection.
torch::Tensor embeddingRows(Execution execution, const torch::Tensor &embedding, const torch::Tensor &tokens);

/// [N, d] -> [N, d], Zhang and Sennrich 2019, eq. 4.
torch::Tensor rmsNorm(Execution execution, const torch::Tensor &x, const torch::Tensor &weight, double epsilon);

/// silu(gate) * up, Shazeer 2020, eq. 6.
torch::Tensor gatedActivation(Execution execution, const torch::Tensor &gate, const torch::Tensor &up);

struct AttentionShape {
    std::int64_t heads = 0, kvHeads = 0, headSize = 0;
    double theta = 10000;
};

/// Rotary causal attention inside each sequence: q [N, heads * headSize], k and v [N, kvHeads * headSize] -> [N, heads * headSize].
torch::Tensor attention(Execution execution, const torch::Tensor &q, const torch::Tensor &k, const torch::Tensor &v, const AttentionShape &shape, const Packed &batch);

/// Causal attention inside each sequence of heads that are turned already: q [N, heads, headSize], k and v [N, kvHeads, headSize] -> [N, heads, headSize].
torch::Tensor causalAttention(const torch::Tensor &q, const torch::Tensor &k, const torch::Tensor &v, const Packed &batch);

/// The residual stream [N, d]: a sum in fp32; and, by the kernels for a card, what a block gave and the next norm adds, and what carries the gradient of the sum, in bf16, once there is one.
struct Residual {
    torch::Tensor sum, pending{}, link{};
};
/// The stream, with all that was added, normed.
torch::Tensor normed(Execution execution, Residual &residual, const torch::Tensor &weight, double epsilon);
/// residual += delta.
void addTo(Execution execution, Residual &residual, const torch::Tensor &delta);
/// residual += x W^T: x [N, in], weight [out, in].
void addLinear(Execution execution, Residual &residual, const torch::Tensor &x, const torch::Tensor &weight);

/// The matrices of an attention block's projections.
struct AttentionWeights {
    torch::Tensor q, k, v;
};
/// attention() of x [N, d] projected.
torch::Tensor projectedAttention(Execution execution, const torch::Tensor &x, const AttentionWeights &weights, const AttentionShape &shape, const Packed &batch);

/// gatedActivation() of x [N, d] through both matrices [m, d] -> [N, m].
torch::Tensor gatedLinear(Execution execution, const torch::Tensor &x, const torch::Tensor &gate, const torch::Tensor &up);

/// Rows of x [N, in], sorted by group, through the matrix of their group: weight [groups, out, in], counts [groups] int64 of rows adding up to N -> [N, out].
torch::Tensor groupedLinear(Execution execution, const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &counts);

/// Rows of x in another order; inverse is the permutation that undoes it.
torch::Tensor permuteRows(const torch::Tensor &x, const torch::Tensor &order, const torch::Tensor &inverse);

/// Rows of x [N, d] at positions [S] int64. places [N, slots] int32: where each row of x went, -1 for fewer than so many times.
torch::Tensor selectRows(Execution execution, const torch::Tensor &x, const torch::Tensor &positions, const torch::Tensor &places);

/// Sum over rows of weight * cross-entropy of hidden [S, d] times embedding [V, d] against targets [S], with label smoothing. Logits exist for some rows at a time only.
torch::Tensor linearCrossEntropy(Execution execution, const torch::Tensor &hidden, const torch::Tensor &embedding, const torch::Tensor &targets, const torch::Tensor &weights,
                                 double smoothing);

}  // namespace interlinear::training
