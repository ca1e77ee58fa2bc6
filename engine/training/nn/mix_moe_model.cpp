#include "engine/training/nn/mix_moe_model.h"

#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/model/router_feature.h"
#include "engine/training/nn/stored_tensor.h"

#include <cmath>

namespace interlinear::training {

namespace {

using torch::Tensor;

constexpr double initialDeviation = 0.02;

std::string layerName(int layer, const char *name)
{
    return "layers." + std::to_string(layer) + "." + name;
}

// torch does not allow dots in parameter names, so the tree of names becomes a tree of modules.
Tensor registerAt(torch::nn::Module &root, const std::string &dottedName, const Tensor &value)
{
    const std::size_t dot = dottedName.find('.');
    if (dot == std::string::npos)
        return root.register_parameter(dottedName, value);
    const std::string head = dottedName.substr(0, dot);
    const auto children = root.named_children();
    const std::shared_ptr<torch::nn::Module> *child = children.find(head);
    const std::shared_ptr<torch::nn::Module> branch = child ? *child : root.register_module(head, std::make_shared<torch::nn::Module>());
    return registerAt(*branch, dottedName.substr(dot + 1), value);
}

// The last projection of each block starts at zero, so that the untrained model passes its input through.
Tensor initialValue(const std::string &name, const std::vector<std::int64_t> &shape)
{
    if (name.ends_with("norm.weight"))
        return torch::ones(shape);
    if (name.ends_with("o.weight") || name.ends_with("down.weight") || name.ends_with("bias"))
        return torch::zeros(shape);
    return torch::randn(shape) * initialDeviation;
}

}  // namespace

MixMoeModelImpl::MixMoeModelImpl(mixmoe::ModelConfig config) : m_config(std::move(config))
{
    for (const auto &[name, shape] : mixmoe::expectedTensors(m_config))
        m_named[name] = registerAt(*this, name, initialValue(name, shape));
    if (const mixmoe::FourierMode mode = m_config.moe.fourierMode; mode == mixmoe::FourierMode::Dct2 || mode == mixmoe::FourierMode::Random)
        m_featureMatrix = torch::tensor(mixmoe::featureMatrix(mode, m_config.hiddenSize)).view({m_config.hiddenSize, m_config.hiddenSize});
}

void MixMoeModelImpl::addLowRank(int rank)
{
    for (const auto &[name, value] : m_named) {
        if (value.dim() != 2 || !name.starts_with("layers.") || name.find(".router.") != std::string::npos)
            continue;
        m_lowRank[name] = {registerAt(*this, lowRankPrefix + name + ".a", torch::randn({rank, value.size(1)}) * initialDeviation),
                           registerAt(*this, lowRankPrefix + name + ".b", torch::zeros({value.size(0), rank}))};
    }
}

Tensor MixMoeModelImpl::parameter(const std::string &name) const
{
    const auto found = m_lowRank.find(name);
    return found == m_lowRank.end() ? m_named.at(name) : torch::addmm(m_named.at(name), found->second.b, found->second.a);
}

Tensor MixMoeModelImpl::attentionBlock(const Tensor &x, const Tensor &residual, int layer, const Packed &batch)
{
    const auto project = [&](const char *name) { return torch::linear(x, parameter(layerName(layer, name))); };
    const AttentionShape shape{m_config.headCount, m_config.kvHeadCount, m_config.headSize, static_cast<double>(m_config.ropeTheta)};
    const Tensor mixed = attention(execution(), project("attention.q.weight"), project("attention.k.weight"), project("attention.v.weight"), shape, batch);
    return linearOnto(execution(), residual, mixed, parameter(layerName(layer, "attention.o.weight")));
}

Tensor MixMoeModelImpl::gatedFfn(const Tensor &x, const Tensor &residual, int layer) const
{
    const Tensor gate = torch::linear(x, parameter(layerName(layer, "ffn.gate.weight"))), up = torch::linear(x, parameter(layerName(layer, "ffn.up.weight")));
    return linearOnto(execution(), residual, gatedActivation(execution(), gate, up), parameter(layerName(layer, "ffn.down.weight")));
}

// Each token through its own expert: rows are sorted by expert, multiplied together, and put back.
Tensor MixMoeModelImpl::expertOutputs(const Tensor &x, const Tensor &chosen, const std::string &prefix) const
{
    const Tensor order = torch::argsort(chosen, /*stable=*/true), inverse = torch::empty_like(order).scatter_(0, order, torch::arange(order.size(0), order.options()));
    const Tensor counts = (chosen.unsqueeze(1) == torch::arange(m_config.moe.expertsPerGroup, chosen.options())).sum(0);
    const Tensor sorted = permuteRows(x, order, inverse);
    const auto project = [&](const Tensor &rows, const char *name) { return groupedLinear(execution(), rows, parameter(prefix + name), counts); };
    const Tensor activated = gatedActivation(execution(), project(sorted, "gate.weight"), project(sorted, "up.weight"));
    return permuteRows(project(activated, "down.weight"), inverse, order);
}

// In fp32 also under autocast: the raw spectrum is large, and a choice is no value that rounds.
RouterOutput MixMoeModelImpl::route(const Tensor &input, const std::string &prefix, const Tensor *pinned) const
{
    const c10::impl::ExcludeDispatchKeyGuard withoutAutocast(c10::autocast_dispatch_keyset);
    const int k = m_config.moe.topK;
    const Tensor probability = torch::softmax(torch::linear(input, parameter(prefix + "router.weight"), parameter(prefix + "router.bias")), -1);
    if (pinned)
        return {probability, pinned->view({-1, k})};
    return {probability, k == 1 ? probability.argmax(-1, /*keepdim=*/true) : std::get<1>(probability.topk(k, -1))};
}

// [N, k], what each chosen expert's output is multiplied by.
Tensor MixMoeModelImpl::weightsOf(const RouterOutput &router) const
{
    const Tensor p = router.probability.gather(1, router.chosen);
    switch (m_config.moe.gateWeight) {
    case mixmoe::GateWeight::ScaledProbability:
        return p * static_cast<double>(m_config.moe.expertsPerGroup);
    case mixmoe::GateWeight::Renormalised:
        return p / p.sum(1, /*keepdim=*/true);
    case mixmoe::GateWeight::Probability:
        break;
    }
    return p;
}

Tensor MixMoeModelImpl::directionEmbedding(const Packed &batch) const
{
    const auto none = static_cast<std::int64_t>(m_config.languages.size());
    const Tensor tokens = batch.tokens.to(torch::kCPU);
    const std::int64_t *ids = tokens.const_data_ptr<std::int64_t>();
    std::vector<std::int64_t> from, to;
    for (std::size_t sequence = 0; sequence + 1 < batch.offsets.size(); ++sequence) {
        mixmoe::SequenceDirection direction;
        for (std::int64_t i = batch.offsets[sequence]; i < batch.offsets[sequence + 1]; ++i) {
            m_directionTags->read(static_cast<mixmoe::TokenId>(ids[i]), static_cast<int>(i - batch.offsets[sequence]), direction);
            from.push_back(direction.from.language < 0 ? none : direction.from.language);
            to.push_back(direction.to.language < 0 ? none : direction.to.language);
        }
    }
    const auto rows = [&](const char *name, const std::vector<std::int64_t> &languages) {
        const Tensor table = parameter(name);
        return torch::cat({table, torch::zeros({1, table.size(1)}, table.options())}).index_select(0, torch::tensor(languages).to(table.device()));
    };
    return rows("direction.from.weight", from) + rows("direction.to.weight", to);
}

Tensor MixMoeModelImpl::routerInput(const Tensor &tokens) const
{
    return m_config.moe.fourierMode == mixmoe::FourierMode::None ? tokens : torch::cat({tokens, spectralFeature(tokens)}, -1);
}

Tensor MixMoeModelImpl::mixedExperts(const Tensor &tokens, const Tensor &direction, int layer, std::size_t moeIndex, const PinnedRoutes &pinned, ActiveGroups active,
                                     Forward &forward)
{
    const Tensor plainInput = routerInput(tokens);
    const int groups = active == ActiveGroups::LanguageModelOnly ? 1 : m_config.groups();
    const std::int64_t k = m_config.moe.topK;
    const Tensor repeated = k == 1 ? tokens : tokens.repeat_interleave(k, 0);
    std::vector<RouterOutput> routers;
    Tensor sum;
    for (int group = 0; group < groups; ++group) {
        const std::string prefix = layerName(layer, group == 0 ? "moe.lm." : "moe.mt.");
        const bool directed = group == 1 && direction.defined();
        const RouterOutput router = route(directed ? routerInput(tokens + direction) : plainInput, prefix, pinned.empty() ? nullptr : &pinned[moeIndex][static_cast<std::size_t>(group)]);
        const Tensor weighted = weightsOf(router).reshape({-1, 1}) * expertOutputs(repeated, router.chosen.flatten(), prefix);
        const Tensor output = k == 1 ? weighted : weighted.view({-1, k, weighted.size(1)}).sum(1);
        sum = group == 0 ? output : sum + output;
        routers.push_back(router);
    }
    forward.routers.push_back(std::move(routers));
    return groups == 2 && m_config.moe.groupCombine == mixmoe::GroupCombine::Mean ? sum * 0.5 : sum;
}

// Live, not folded: the router learns as the paper's does.
Tensor MixMoeModelImpl::spectralFeature(const Tensor &tokens) const
{
    switch (m_config.moe.fourierMode) {
    case mixmoe::FourierMode::RealFft:
        return torch::real(torch::fft::fft(tokens));
    case mixmoe::FourierMode::RealFftOrtho:
        return torch::real(torch::fft::fft(tokens, std::nullopt, -1, "ortho"));
    case mixmoe::FourierMode::Magnitude:
        return torch::abs(torch::fft::fft(tokens));
    default:
        return torch::linear(tokens, m_featureMatrix.to(tokens.device()));
    }
}

Forward MixMoeModelImpl::forward(const Packed &batch, const PinnedRoutes &pinned, ActiveGroups active)
{
    const auto norm = [this](const Tensor &x, const std::string &name) { return rmsNorm(execution(), x, parameter(name), static_cast<double>(m_config.normEpsilon)); };

    Forward forward;
    Tensor x = embeddingRows(execution(), embedding(), batch.tokens);
    if (batch.crossed.defined())
        x = torch::lerp(embeddingRows(execution(), embedding(), batch.crossed), x, batch.kept.unsqueeze(1));
    const Tensor direction = m_config.hasDirectionEmbedding() && active == ActiveGroups::All ? directionEmbedding(batch) : Tensor();
    std::size_t moeIndex = 0;
    for (int layer = 0; layer < m_config.layerCount; ++layer) {
        x = attentionBlock(norm(x, layerName(layer, "attention_norm.weight")), x, layer, batch);
        const Tensor normed = norm(x, layerName(layer, "ffn_norm.weight"));
        if (m_config.groups() > 0 && m_config.isMixMoeLayer(layer))
            x = x + mixedExperts(normed, direction, layer, moeIndex++, pinned, active, forward);
        else
            x = gatedFfn(normed, x, layer);
    }
    forward.hidden = norm(x, "final_norm.weight");
    return forward;
}

Tensor MixMoeModelImpl::logits(const Tensor &hidden) const
{
    return torch::linear(hidden, embedding());
}

Result<MixMoeModel> modelFor(const mixmoe::ModelConfig &config, const mixmoe::Tokenizer &tokenizer)
{
    Result<mixmoe::DirectionTags> tags = mixmoe::DirectionTags::of(config, &tokenizer);
    if (!tags)
        return std::unexpected(tags.error());
    MixMoeModel model(config);
    model->setDirectionTags(std::move(*tags));
    return model;
}

void loadParameters(MixMoeModelImpl &model, const mixmoe::TensorMap &tensors)
{
    for (auto &item : model.named_parameters())
        copyStored(tensors.at(item.key()), item.value());
}

mixmoe::TensorMap parametersOf(const MixMoeModelImpl &model)
{
    mixmoe::TensorMap tensors;
    for (const auto &item : model.named_parameters())
        tensors[item.key()] = toStored(item.value());
    return tensors;
}

mixmoe::TensorMap modelTensors(const MixMoeModelImpl &model)
{
    const torch::NoGradGuard noGrad;
    mixmoe::TensorMap tensors;
    for (const auto &[name, shape] : mixmoe::expectedTensors(model.config()))
        tensors[name] = toStored(model.parameter(name));
    return tensors;
}

Tensor loadBalance(const RouterOutput &router)
{
    const std::int64_t n = router.probability.size(1);
    const Tensor share = torch::one_hot(router.chosen.flatten(), n).to(router.probability.scalar_type()).mean(0);
    return static_cast<double>(n) * (share * router.probability.mean(0)).sum();
}

}  // namespace interlinear::training
