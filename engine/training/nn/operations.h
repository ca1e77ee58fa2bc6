// The differentiable operations of the model, each in three executions: composed of torch's own (any device and type, the judge), fused
// (fp32 on the CPU, one pass over the data, gradients written out in kernels.h), and under autocast (any device, mixed_precision.h).
//
//   Tensor normed = rmsNorm(Execution::Fused, x, weight, 1e-5);
//   Tensor mixed = attention(Execution::Fused, q, k, v, {.heads = 8, .kvHeads = 8, .headSize = 32, .theta = 10000}, batch);
//   Tensor loss = linearCrossEntropy(Execution::Fused, hidden, embedding, targets, weights, 0.1);
//
// All give the same values and gradients up to rounding; a test holds them together.
#pragma once

#include "engine/training/nn/packed.h"

namespace interlinear::training {

enum class Execution { Composed, Fused, Autocast };

/// Fused where it exists, autocast on a GPU.
Execution fastestFor(const torch::Tensor &x);

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

/// residual + x W^T: residual [N, out], x [N, in], weight [out, in] -> [N, out].
torch::Tensor linearOnto(Execution execution, const torch::Tensor &residual, const torch::Tensor &x, const torch::Tensor &weight);

/// Rows of x [N, in], sorted by group, through the matrix of their group: weight [groups, out, in], counts [groups] int64 of rows adding up to N -> [N, out].
torch::Tensor groupedLinear(Execution execution, const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &counts);

/// Rows of x in another order; inverse is the permutation that undoes it.
torch::Tensor permuteRows(const torch::Tensor &x, const torch::Tensor &order, const torch::Tensor &inverse);

/// Sum over rows of weight * cross-entropy of hidden [S, d] times embedding [V, d] against targets [S], with label smoothing. Logits exist for some rows at a time only.
torch::Tensor linearCrossEntropy(Execution execution, const torch::Tensor &hidden, const torch::Tensor &embedding, const torch::Tensor &targets, const torch::Tensor &weights,
                                 double smoothing);

}  // namespace interlinear::training
