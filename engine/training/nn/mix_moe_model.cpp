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
        m_featureMatrix = register_buffer("feature_matrix", torch::tensor(mixmoe::featureMatrix(mode, m_config.hiddenSize)).view({m_config.hiddenSize, m_config.hiddenSize}));
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

void MixMoeModelImpl::addAttention(Residual &residual, const Tensor &x, int layer, const Packed &batch) const
{
    const auto matrix = [&](const char *name) { return parameter(layerName(layer, name)); };
    const AttentionShape shape{m_config.headCount, m_config.kvHeadCount, m_config.headSize, static_cast<double>(m_config.ropeTheta)};
    const AttentionWeights weights{matrix("attention.q.weight"), matrix("attention.k.weight"), matrix("attention.v.weight")};
    addLinear(execution(), residual, projectedAttention(execution(), x, weights, shape, batch), matrix("attention.o.weight"));
}

void MixMoeModelImpl::addFfn(Residual &residual, const Tensor &x, int layer) const
{
    const Tensor activated = gatedLinear(execution(), x, parameter(layerName(layer, "ffn.gate.weight")), parameter(layerName(layer, "ffn.up.weight")));
    addLinear(execution(), residual, activated, parameter(layerName(layer, "ffn.down.weight")));
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

// [N, k], or [N, groups, k], what each chosen expert's output is multiplied by.
Tensor MixMoeModelImpl::weightsOf(const RouterOutput &router) const
{
    const Tensor p = router.probability.gather(-1, router.chosen);
    switch (m_config.moe.gateWeight) {
    case mixmoe::GateWeight::ScaledProbability:
        return p * static_cast<double>(m_config.moe.expertsPerGroup);
    case mixmoe::GateWeight::Renormalised:
        return p / p.sum(-1, /*keepdim=*/true);
    case mixmoe::GateWeight::Probability:
        break;
    }
    return p;
}

Tensor MixMoeModelImpl::directionEmbedding(const Packed &batch) const
{
    const auto none = static_cast<std::int64_t>(m_config.languages.size());
    const std::vector<std::int64_t> &ids = batch.tokensOnHost;
    std::vector<std::int64_t> from, to;
    for (std::size_t sequence = 0; sequence + 1 < batch.offsets.size(); ++sequence) {
        mixmoe::SequenceDirection direction;
        for (std::int64_t i = batch.offsets[sequence]; i < batch.offsets[sequence + 1]; ++i) {
            m_directionTags->read(static_cast<mixmoe::TokenId>(ids[static_cast<std::size_t>(i)]), static_cast<int>(i - batch.offsets[sequence]), direction);
            from.push_back(direction.from.language < 0 ? none : direction.from.language);
            to.push_back(direction.to.language < 0 ? none : direction.to.language);
        }
    }
    const auto rows = [&](const char *name, const std::vector<std::int64_t> &languages) {
        const Tensor table = parameter(name);
        return torch::cat({table, torch::zeros({1, table.size(1)}, table.options())}).index_select(0, placed(languages, table.device()));
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
    const int groups = active == ActiveGroups::LanguageModelOnly ? 1 : m_config.groups();
    if (execution() == Execution::Card)
        return mixedAtOnce(tokens, direction, layer, moeIndex, pinned, groups, forward);
    const Tensor plainInput = routerInput(tokens);
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

// A linear feature folds into the router's weights, W_h + W_f C, and their gradients come out the same.
Tensor MixMoeModelImpl::foldedRouter(const Tensor &weight) const
{
    const std::int64_t width = m_config.hiddenSize;
    if (weight.size(1) == width)
        return weight;
    const Tensor direct = weight.narrow(1, 0, width), spectral = weight.narrow(1, width, width);
    return direct + (m_featureMatrix.defined() ? spectral.mm(m_featureMatrix) : spectralFeature(spectral.contiguous()));   // the others are symmetric
}

// [N, groups * experts], always in fp32.
Tensor MixMoeModelImpl::logitsOfRouters(const Tensor &tokens, const Tensor &direction, int layer, int groups) const
{
    const auto prefix = [&](int group) { return layerName(layer, group == 0 ? "moe.lm." : "moe.mt."); };
    const bool folds = m_config.moe.fourierMode != mixmoe::FourierMode::Magnitude && !direction.defined() && card::takesRouters(std::int64_t{groups} * m_config.moe.expertsPerGroup);
    std::vector<Tensor> parts, biases;
    for (int group = 0; group < groups; ++group) {
        const Tensor weight = parameter(prefix(group) + "router.weight"), bias = parameter(prefix(group) + "router.bias");
        const auto input = [&] { return group == 1 && direction.defined() ? tokens + direction : tokens.to(torch::kFloat32); };
        parts.push_back(folds ? foldedRouter(weight) : torch::linear(routerInput(input()), weight, bias));
        biases.push_back(bias);
    }
    return folds ? card::routerLogits(tokens, torch::cat(parts), torch::cat(biases)) : torch::cat(parts, -1);
}

// logits [N, groups, n]. Both groups' mean comes with the weights.
card::Choice MixMoeModelImpl::choose(const Tensor &logits, std::size_t moeIndex, const PinnedRoutes &pinned) const
{
    const std::int64_t n = m_config.moe.expertsPerGroup, k = m_config.moe.topK, groups = logits.size(1);
    const double mean = groups == 2 && m_config.moe.groupCombine == mixmoe::GroupCombine::Mean ? 0.5 : 1.0;
    if (k == 1 && pinned.empty() && m_config.moe.gateWeight != mixmoe::GateWeight::Renormalised)
        return card::likeliest(logits, m_config.moe.gateWeight == mixmoe::GateWeight::ScaledProbability ? mean * static_cast<double>(n) : mean);
    const Tensor probability = torch::softmax(logits, -1);
    const Tensor chosen = pinned.empty() ? std::get<1>(probability.topk(k, -1)) : torch::stack(pinned[moeIndex], 1).slice(1, 0, groups).view({-1, groups, k});
    return {probability, chosen, weightsOf({probability, chosen}) * mean};
}

Tensor MixMoeModelImpl::mixedAtOnce(const Tensor &tokens, const Tensor &direction, int layer, std::size_t moeIndex, const PinnedRoutes &pinned, int groups, Forward &forward) const
{
    const std::int64_t n = m_config.moe.expertsPerGroup, k = m_config.moe.topK;
    const auto [probability, chosen, weights] = choose(logitsOfRouters(tokens, direction, layer, groups).view({-1, groups, n}), moeIndex, pinned);
    const Tensor amongAll = (chosen + torch::arange(0, groups * n, n, chosen.options()).view({groups, 1})).view({-1, groups * k});
    const card::Assignment assignment = card::assignment(amongAll, groups * n);
    const Tensor shares = card::countsOf(assignment).to(torch::kFloat32).view({groups, n}) / static_cast<double>(tokens.size(0) * k), means = probability.mean(0);
    std::vector<RouterOutput> routers;
    for (int group = 0; group < groups; ++group)
        routers.push_back({probability.select(1, group), chosen.select(1, group), shares[group], means[group]});
    forward.routers.push_back(std::move(routers));

    const auto expertsOf = [&](const char *group) -> card::Experts {
        const std::string prefix = layerName(layer, group);
        return {parameter(prefix + "gate.weight"), parameter(prefix + "up.weight"), parameter(prefix + "down.weight")};
    };
    const card::Experts ofFirst = expertsOf("moe.lm.");
    return card::mixture(tokens, assignment, weights.reshape({-1, groups * k}), ofFirst, groups == 2 ? expertsOf("moe.mt.") : card::noExpertsLike(ofFirst));
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
        return torch::linear(tokens, m_featureMatrix);
    }
}

Forward MixMoeModelImpl::forward(const Packed &batch, const PinnedRoutes &pinned, ActiveGroups active)
{
    Residual x;
    const auto norm = [&](const std::string &name) { return normed(execution(), x, parameter(name), static_cast<double>(m_config.normEpsilon)); };

    Forward forward;
    x.sum = embeddingRows(execution(), embedding(), batch.tokens);
    if (batch.crossed.defined())
        x.sum = torch::lerp(embeddingRows(execution(), embedding(), batch.crossed), x.sum, batch.kept.unsqueeze(1));
    const Tensor direction = m_config.hasDirectionEmbedding() && active == ActiveGroups::All ? directionEmbedding(batch) : Tensor();
    std::size_t moeIndex = 0;
    for (int layer = 0; layer < m_config.layerCount; ++layer) {
        addAttention(x, norm(layerName(layer, "attention_norm.weight")), layer, batch);
        const Tensor input = norm(layerName(layer, "ffn_norm.weight"));
        if (m_config.groups() > 0 && m_config.isMixMoeLayer(layer))
            addTo(execution(), x, mixedExperts(input, direction, layer, moeIndex++, pinned, active, forward));
        else
            addFfn(x, input, layer);
    }
    forward.hidden = norm("final_norm.weight");
    return forward;
}

Tensor MixMoeModelImpl::logits(const Tensor &hidden) const
{
    return torch::linear(hidden.to(embedding().scalar_type()), embedding());
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

PinnedRoutes routesOf(const RoutersOfLayers &routers)
{
    PinnedRoutes routes;
    for (const std::vector<RouterOutput> &layer : routers) {
        routes.emplace_back();
        for (const RouterOutput &router : layer)
            routes.back().push_back(router.chosen.contiguous());
    }
    return routes;
}

Tensor shareOf(const RouterOutput &router)
{
    return router.share.defined() ? router.share : torch::one_hot(router.chosen.flatten(), router.probability.size(1)).to(router.probability.scalar_type()).mean(0);
}

Tensor loadBalance(const RouterOutput &router)
{
    return static_cast<double>(router.probability.size(1)) * (shareOf(router) * (router.mean.defined() ? router.mean : router.probability.mean(0))).sum();
}

}  // namespace interlinear::training
