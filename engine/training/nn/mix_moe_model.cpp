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

Tensor rotateHalf(const Tensor &x)
{
    const auto halves = x.chunk(2, -1);
    return torch::cat({-halves[1], halves[0]}, -1);
}

Tensor gatedFfn(const Tensor &x, const Tensor &gate, const Tensor &up, const Tensor &down)
{
    return torch::linear(torch::silu(torch::linear(x, gate)) * torch::linear(x, up), down);
}

// Each token through its own expert: rows are gathered by expert, multiplied together, and put back.
Tensor expertOutputs(const Tensor &x, const Tensor &chosen, const Tensor &gate, const Tensor &up, const Tensor &down)
{
    std::vector<Tensor> rows, outputs;
    for (std::int64_t expert = 0; expert < gate.size(0); ++expert) {
        const Tensor indices = (chosen == expert).nonzero().squeeze(1);
        if (indices.size(0) == 0)
            continue;
        rows.push_back(indices);
        outputs.push_back(gatedFfn(x.index_select(0, indices), gate[expert], up[expert], down[expert]));
    }
    return torch::zeros_like(x).index_copy(0, torch::cat(rows), torch::cat(outputs));
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

Tensor MixMoeModelImpl::attention(const Tensor &x, int layer, const Tensor &cosine, const Tensor &sine)
{
    const std::int64_t rows = x.size(0), width = x.size(1), size = m_config.headSize;
    const auto heads = [&](const char *name, std::int64_t count) {
        return torch::linear(x, parameter(layerName(layer, name))).view({rows, width, count, size}).transpose(1, 2);
    };
    const Tensor q = heads("attention.q.weight", m_config.headCount);
    const Tensor k = heads("attention.k.weight", m_config.kvHeadCount);
    const Tensor v = heads("attention.v.weight", m_config.kvHeadCount);
    const Tensor rotatedQ = q * cosine + rotateHalf(q) * sine;
    const Tensor rotatedK = k * cosine + rotateHalf(k) * sine;
    const bool grouped = m_config.headCount != m_config.kvHeadCount;
    const Tensor mixed = at::scaled_dot_product_attention(rotatedQ, rotatedK, v, {}, 0.0, /*is_causal=*/true, std::nullopt, grouped);
    return torch::linear(mixed.transpose(1, 2).reshape({rows, width, m_config.headCount * size}), parameter(layerName(layer, "attention.o.weight")));
}

Tensor MixMoeModelImpl::mixedExperts(const Tensor &x, int layer, std::size_t moeIndex, const PinnedRoutes &pinned, ActiveGroups active, Forward &forward)
{
    const Tensor tokens = x.reshape({-1, m_config.hiddenSize});
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
        const Tensor output = weight * expertOutputs(tokens, chosen, parameter(prefix + "gate.weight"), parameter(prefix + "up.weight"), parameter(prefix + "down.weight"));
        sum = group == 0 ? output : sum + output;
        routers.push_back({probability, chosen});
    }
    forward.routers.push_back(std::move(routers));
    if (groups == 2 && m_config.moe.groupCombine == mixmoe::GroupCombine::Mean)
        sum = sum * 0.5;
    return sum.view_as(x);
}

Forward MixMoeModelImpl::forward(const Tensor &inputs, const PinnedRoutes &pinned, ActiveGroups active)
{
    const std::int64_t width = inputs.size(1), half = m_config.headSize / 2;
    const auto options = torch::TensorOptions().device(inputs.device());
    const Tensor frequency = torch::pow(static_cast<double>(m_config.ropeTheta), torch::arange(half, options) * (-2.0 / m_config.headSize));
    const Tensor angle = torch::arange(width, options).unsqueeze(1) * frequency.unsqueeze(0);
    const Tensor cosine = torch::cat({angle, angle}, -1).cos(), sine = torch::cat({angle, angle}, -1).sin();
    const auto norm = [this](const Tensor &x, const std::string &name) { return at::rms_norm(x, {m_config.hiddenSize}, parameter(name), m_config.normEpsilon); };

    Forward forward;
    Tensor x = torch::embedding(parameter("embed.weight"), inputs);
    std::size_t moeIndex = 0;
    for (int layer = 0; layer < m_config.layerCount; ++layer) {
        x = x + attention(norm(x, layerName(layer, "attention_norm.weight")), layer, cosine, sine);
        const Tensor normed = norm(x, layerName(layer, "ffn_norm.weight"));
        if (m_config.groups() > 0 && m_config.isMixMoeLayer(layer)) {
            x = x + mixedExperts(normed, layer, moeIndex++, pinned, active, forward);
        } else {
            x = x + gatedFfn(normed, parameter(layerName(layer, "ffn.gate.weight")), parameter(layerName(layer, "ffn.up.weight")),
                             parameter(layerName(layer, "ffn.down.weight")));
        }
    }
    forward.hidden = norm(x, "final_norm.weight");
    return forward;
}

Tensor MixMoeModelImpl::logits(const Tensor &hidden) const
{
    return torch::linear(hidden, parameter("embed.weight"));
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

Tensor loadBalance(const RouterOutput &router, const Tensor &real)
{
    const std::int64_t n = router.probability.size(1);
    const Tensor count = real.sum();
    const Tensor share = (torch::one_hot(router.chosen, n) * real.unsqueeze(1)).sum(0) / count;
    const Tensor meanProbability = (router.probability * real.unsqueeze(1)).sum(0) / count;
    return static_cast<double>(n) * (share * meanProbability).sum();
}

}  // namespace interlinear::training
