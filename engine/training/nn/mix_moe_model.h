// The model as torch modules: the differentiable twin of mixmoe/runtime, parameter for parameter.
//
//   MixMoeModel model(config);                       // random start
//   loadTensors(*model, tensors);                    // names and shapes of mixmoe/model/model.h
//   Forward forward = model->forward(inputs, real);  // [B, T] int64 -> hidden states [B, T, d] and router statistics
//   torch::Tensor logits = model->logits(forward.hidden.index({selected}));
//
// Formulas as in Mix-MoE, arXiv 2605.24681 v1; the Fourier feature is computed live by torch::fft. fp32.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/model/safetensors.h"

#include <torch/torch.h>

#include <vector>

namespace interlinear::training {

/// What one router did to one batch.
struct RouterOutput {
    torch::Tensor probability;   ///< [B*T, n] softmax of the gate
    torch::Tensor chosen;        ///< [B*T] int64, the expert of each token
};

struct Forward {
    torch::Tensor hidden;                             ///< [B, T, d] after the final norm
    std::vector<std::vector<RouterOutput>> routers;   ///< [Mix-MoE layer][group]
};

/// Routes to take instead of the routers' own: [Mix-MoE layer][group] of int64 [B*T]. Empty: free.
using PinnedRoutes = std::vector<std::vector<torch::Tensor>>;

/// Which groups take part; with LanguageModel alone the model is the stage-1 model.
enum class ActiveGroups { All, LanguageModelOnly };

class MixMoeModelImpl : public torch::nn::Module {
public:
    explicit MixMoeModelImpl(mixmoe::ModelConfig config);

    /// inputs [B, T] int64, padded on the right; attention is causal, so padding never reaches a real token.
    Forward forward(const torch::Tensor &inputs, const PinnedRoutes &pinned = {}, ActiveGroups active = ActiveGroups::All);
    /// [..., d] -> [..., V] with the embedding as output projection.
    torch::Tensor logits(const torch::Tensor &hidden) const;
    const mixmoe::ModelConfig &config() const { return m_config; }

private:
    torch::Tensor attention(const torch::Tensor &x, int layer, const torch::Tensor &cosine, const torch::Tensor &sine);
    torch::Tensor mixedExperts(const torch::Tensor &x, int layer, std::size_t moeIndex, const PinnedRoutes &pinned, ActiveGroups active, Forward &forward);
    torch::Tensor parameter(const std::string &name) const;

    mixmoe::ModelConfig m_config;
    std::map<std::string, torch::Tensor> m_named;
};
TORCH_MODULE(MixMoeModel);

/// Copies named tensors into the parameters of the same names. Every parameter must be there with its shape.
void loadTensors(MixMoeModelImpl &model, const mixmoe::TensorMap &tensors);
/// The parameters as named tensors, fp32 on the CPU.
mixmoe::TensorMap toTensors(const MixMoeModelImpl &model);

/// Load balance of one router over the real tokens, Switch form: n * sum_j F_j P_j (Fedus et al. 2021, eq. 4). 1 when uniform, n when collapsed.
/// real is a float [B*T] of ones and zeros.
torch::Tensor loadBalance(const RouterOutput &router, const torch::Tensor &real);

}  // namespace interlinear::training
