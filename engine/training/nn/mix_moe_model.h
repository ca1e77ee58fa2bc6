// The model as torch modules: the differentiable twin of mixmoe/runtime, parameter for parameter.
//
//   MixMoeModel model(config);                       // random start
//   loadParameters(*model, tensors);                   // names and shapes of mixmoe/model/model.h
//   Forward forward = model->forward(batch);         // N packed tokens -> hidden states [N, d] and what the routers did
//   torch::Tensor logits = model->logits(forward.hidden.index_select(0, selected));
//
// Formulas as in Mix-MoE, arXiv 2605.24681 v1; the Fourier feature is computed live. fp32, on a GPU with products in bf16 (mixed_precision.h); routers always in fp32.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/model/direction.h"
#include "engine/mixmoe/model/safetensors.h"
#include "engine/training/nn/card_operations.h"
#include "engine/training/nn/operations.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::training {

/// What one router did to one batch.
struct RouterOutput {
    torch::Tensor probability;   ///< [N, n] softmax of the gate
    torch::Tensor chosen;        ///< [N, k] int64, the experts of each token, the likeliest first
    torch::Tensor share{}, mean{};   ///< [n] of the choices, and of the probabilities, where they are known already; see shareOf() and loadBalance()
};

/// What part of the choices each expert got: [n].
torch::Tensor shareOf(const RouterOutput &router);

using RoutersOfLayers = std::vector<std::vector<RouterOutput>>;   ///< [Mix-MoE layer][group]

struct Forward {
    torch::Tensor hidden;      ///< [N, d] after the final norm
    RoutersOfLayers routers;
};

/// Routes to take instead of the routers' own: [Mix-MoE layer][group] of int64 [N, k]. Empty: free.
using PinnedRoutes = std::vector<std::vector<torch::Tensor>>;
/// Those that the routers chose.
PinnedRoutes routesOf(const RoutersOfLayers &routers);

/// Which groups take part; with LanguageModel alone the model is the stage-1 model.
enum class ActiveGroups { All, LanguageModelOnly };

class MixMoeModelImpl : public torch::nn::Module {
public:
    explicit MixMoeModelImpl(mixmoe::ModelConfig config);

    /// How tokens tell their sequence's direction; needed by a config with a direction embedding, see modelFor().
    void setDirectionTags(mixmoe::DirectionTags tags) { m_directionTags = std::move(tags); }

    Forward forward(const Packed &batch, const PinnedRoutes &pinned = {}, ActiveGroups active = ActiveGroups::All);
    /// [..., d] -> [..., V] with the embedding as output projection.
    torch::Tensor logits(const torch::Tensor &hidden) const;
    const torch::Tensor &embedding() const { return m_named.at("embed.weight"); }
    /// Gives every matrix of the blocks an update of this rank, W + b a with b zero at first (LoRA, Hu et al. 2021, section 4.1).
    void addLowRank(int rank);
    /// What the forward pass multiplies by: the parameter, with its low-rank update where there is one.
    torch::Tensor parameter(const std::string &name) const;
    const mixmoe::ModelConfig &config() const { return m_config; }

    /// The fastest that the parameters' device and type allow, unless another one is asked for.
    Execution execution() const { return m_execution.value_or(fastestFor(embedding())); }
    void setExecution(Execution execution) { m_execution = execution; }

private:
    void addAttention(Residual &residual, const torch::Tensor &x, int layer, const Packed &batch) const;
    void addFfn(Residual &residual, const torch::Tensor &x, int layer) const;
    torch::Tensor expertOutputs(const torch::Tensor &x, const torch::Tensor &chosen, const std::string &prefix) const;
    RouterOutput route(const torch::Tensor &input, const std::string &prefix, const torch::Tensor *pinned) const;
    torch::Tensor weightsOf(const RouterOutput &router) const;
    /// E_from + E_to of each token's sequence, so far as it has told its direction: [N, d].
    torch::Tensor directionEmbedding(const Packed &batch) const;
    torch::Tensor routerInput(const torch::Tensor &tokens) const;
    torch::Tensor spectralFeature(const torch::Tensor &tokens) const;
    torch::Tensor mixedExperts(const torch::Tensor &x, const torch::Tensor &direction, int layer, std::size_t moeIndex, const PinnedRoutes &pinned, ActiveGroups active,
                               Forward &forward);
    /// As mixedExperts(), all groups in one go, for Execution::Card.
    torch::Tensor mixedAtOnce(const torch::Tensor &x, const torch::Tensor &direction, int layer, std::size_t moeIndex, const PinnedRoutes &pinned, int groups, Forward &forward) const;
    torch::Tensor logitsOfRouters(const torch::Tensor &x, const torch::Tensor &direction, int layer, int groups) const;
    card::Choice choose(const torch::Tensor &logits, std::size_t moeIndex, const PinnedRoutes &pinned) const;
    torch::Tensor foldedRouter(const torch::Tensor &weight) const;

    mixmoe::ModelConfig m_config;
    struct LowRank {
        torch::Tensor a, b;   // [rank, in], [out, rank]
    };
    std::map<std::string, torch::Tensor> m_named;
    std::map<std::string, LowRank> m_lowRank;
    torch::Tensor m_featureMatrix;   // [d, d], of the modes that have no fast transform
    std::optional<Execution> m_execution;
    std::optional<mixmoe::DirectionTags> m_directionTags;
};
TORCH_MODULE(MixMoeModel);

/// A random start that reads directions by the tags of this vocabulary, where the config embeds them; a vocabulary without them is WrongModel.
Result<MixMoeModel> modelFor(const mixmoe::ModelConfig &config, const mixmoe::Tokenizer &tokenizer);

inline constexpr const char *lowRankPrefix = "low_rank.";

/// Copies named tensors into the parameters of the same names. Every parameter must be there with its shape.
void loadParameters(MixMoeModelImpl &model, const mixmoe::TensorMap &tensors);
/// All parameters as named tensors, fp32 on the CPU; low-rank updates under names of their own.
mixmoe::TensorMap parametersOf(const MixMoeModelImpl &model);
/// The tensors of a model folder: as parametersOf(), with low-rank updates added to their matrices.
mixmoe::TensorMap modelTensors(const MixMoeModelImpl &model);

/// Load balance of one router, Switch form: n * sum_j F_j P_j (Fedus et al. 2021, eq. 4), F_j over all k choices. 1 when uniform, n when collapsed.
torch::Tensor loadBalance(const RouterOutput &router);

}  // namespace interlinear::training
