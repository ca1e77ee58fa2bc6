#include "engine/training/nn/mix_moe_model.h"

#include "engine/mixmoe/model/model.h"

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
}

Tensor MixMoeModelImpl::parameter(const std::string &name) const
{
    return m_named.at(name);
}

Tensor MixMoeModelImpl::attentionBlock(const Tensor &x, const Tensor &residual, int layer, const Packed &batch)
{
    const auto project = [&](const char *name) { return torch::linear(x, parameter(layerName(layer, name))); };
    const AttentionShape shape{m_config.headCount, m_config.kvHeadCount, m_config.headSize, static_cast<double>(m_config.ropeTheta)};
    const Tensor mixed = attention(execution(), project("attention.q.weight"), project("attention.k.weight"), project("attention.v.weight"), shape, batch);
    return torch::addmm(residual, mixed, parameter(layerName(layer, "attention.o.weight")).t());
}

Tensor MixMoeModelImpl::gatedFfn(const Tensor &x, const Tensor &residual, int layer) const
{
    const Tensor gate = torch::linear(x, parameter(layerName(layer, "ffn.gate.weight"))), up = torch::linear(x, parameter(layerName(layer, "ffn.up.weight")));
    return torch::addmm(residual, gatedActivation(execution(), gate, up), parameter(layerName(layer, "ffn.down.weight")).t());
}

// Each token through its own expert: rows are sorted by expert, multiplied together, and put back.
Tensor MixMoeModelImpl::expertOutputs(const Tensor &x, const Tensor &chosen, const std::string &prefix) const
{
    const Tensor order = torch::argsort(chosen, /*stable=*/true), inverse = torch::argsort(order);
    const Tensor counted = torch::bincount(chosen, {}, m_config.moe.expertsPerGroup).to(torch::kCPU);
    const std::vector<std::int64_t> counts(counted.const_data_ptr<std::int64_t>(), counted.const_data_ptr<std::int64_t>() + counted.numel());
    const Tensor sorted = permuteRows(x, order, inverse);
    const Tensor gate = groupedLinear(sorted, parameter(prefix + "gate.weight"), counts), up = groupedLinear(sorted, parameter(prefix + "up.weight"), counts);
    return permuteRows(groupedLinear(gatedActivation(execution(), gate, up), parameter(prefix + "down.weight"), counts), inverse, order);
}

Tensor MixMoeModelImpl::mixedExperts(const Tensor &tokens, int layer, std::size_t moeIndex, const PinnedRoutes &pinned, ActiveGroups active, Forward &forward)
{
    Tensor routerInput = tokens;
    if (m_config.moe.fourierMode == mixmoe::FourierMode::RealFft)
        routerInput = torch::cat({tokens, torch::real(torch::fft::fft(tokens))}, -1);

    const int groups = active == ActiveGroups::LanguageModelOnly ? 1 : m_config.groups();
    const double scale = m_config.moe.gateWeight == mixmoe::GateWeight::ScaledProbability ? m_config.moe.expertsPerGroup : 1.0;
    std::vector<RouterOutput> routers;
    Tensor sum;
    for (int group = 0; group < groups; ++group) {
        const std::string prefix = layerName(layer, group == 0 ? "moe.lm." : "moe.mt.");
        const Tensor probability = torch::softmax(torch::linear(routerInput, parameter(prefix + "router.weight"), parameter(prefix + "router.bias")), -1);
        const Tensor chosen = pinned.empty() ? probability.argmax(-1) : pinned[moeIndex][static_cast<std::size_t>(group)];
        const Tensor weight = probability.gather(1, chosen.unsqueeze(1)) * scale;
        const Tensor output = weight * expertOutputs(tokens, chosen, prefix);
        sum = group == 0 ? output : sum + output;
        routers.push_back({probability, chosen});
    }
    forward.routers.push_back(std::move(routers));
    return groups == 2 && m_config.moe.groupCombine == mixmoe::GroupCombine::Mean ? sum * 0.5 : sum;
}

Forward MixMoeModelImpl::forward(const Packed &batch, const PinnedRoutes &pinned, ActiveGroups active)
{
    const auto norm = [this](const Tensor &x, const std::string &name) { return rmsNorm(execution(), x, parameter(name), static_cast<double>(m_config.normEpsilon)); };

    Forward forward;
    Tensor x = torch::embedding(embedding(), batch.tokens);
    std::size_t moeIndex = 0;
    for (int layer = 0; layer < m_config.layerCount; ++layer) {
        x = attentionBlock(norm(x, layerName(layer, "attention_norm.weight")), x, layer, batch);
        const Tensor normed = norm(x, layerName(layer, "ffn_norm.weight"));
        if (m_config.groups() > 0 && m_config.isMixMoeLayer(layer))
            x = x + mixedExperts(normed, layer, moeIndex++, pinned, active, forward);
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

void loadTensors(MixMoeModelImpl &model, const mixmoe::TensorMap &tensors)
{
    const torch::NoGradGuard noGrad;
    for (auto &item : model.named_parameters()) {
        const mixmoe::Tensor &tensor = tensors.at(item.key());
        item.value().copy_(torch::from_blob(const_cast<float *>(tensor.values.data()), tensor.shape));
    }
}

mixmoe::TensorMap toTensors(const MixMoeModelImpl &model)
{
    mixmoe::TensorMap tensors;
    for (const auto &item : model.named_parameters()) {
        const Tensor value = item.value().detach().to(torch::kCPU, torch::kFloat32).contiguous();
        const float *data = value.const_data_ptr<float>();
        tensors[item.key()] = {value.sizes().vec(), std::vector<float>(data, data + value.numel())};
    }
    return tensors;
}

Tensor loadBalance(const RouterOutput &router)
{
    const std::int64_t n = router.probability.size(1);
    const Tensor share = torch::one_hot(router.chosen, n).to(router.probability.scalar_type()).mean(0);
    return static_cast<double>(n) * (share * router.probability.mean(0)).sum();
}

}  // namespace interlinear::training
