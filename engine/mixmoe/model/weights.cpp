#include "engine/mixmoe/model/model.h"

#include "engine/mixmoe/model/router_feature.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

using Shape = std::vector<std::int64_t>;

std::string layerPrefix(int layer)
{
    return "layers." + std::to_string(layer) + ".";
}

std::string groupPrefix(int layer, int group)
{
    return layerPrefix(layer) + (group == 0 ? "moe.lm." : "moe.mt.");
}

std::string shapeText(const Shape &shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

std::vector<float> take(TensorMap &tensors, const std::string &name)
{
    return std::move(tensors.at(name).values);
}

ExpertGroupWeights assembleGroup(const ModelConfig &config, TensorMap &tensors, const std::string &prefix)
{
    ExpertGroupWeights group;
    group.router = {take(tensors, prefix + "router.weight"), take(tensors, prefix + "router.bias")};
    group.folded = group.router;
    if (config.moe.fourierMode != FourierMode::None && isFoldable(config.moe.fourierMode))
        group.folded.weight = foldRouter(config.moe.fourierMode, group.router.weight, config.moe.expertsPerGroup, config.hiddenSize);
    group.gate = take(tensors, prefix + "gate.weight");
    group.up = take(tensors, prefix + "up.weight");
    group.down = take(tensors, prefix + "down.weight");
    return group;
}

LayerWeights assembleLayer(const ModelConfig &config, TensorMap &tensors, int layer)
{
    const std::string prefix = layerPrefix(layer);
    LayerWeights weights;
    weights.attentionNorm = take(tensors, prefix + "attention_norm.weight");
    weights.ffnNorm = take(tensors, prefix + "ffn_norm.weight");
    weights.q = take(tensors, prefix + "attention.q.weight");
    weights.k = take(tensors, prefix + "attention.k.weight");
    weights.v = take(tensors, prefix + "attention.v.weight");
    weights.o = take(tensors, prefix + "attention.o.weight");
    if (config.stage == Stage::Dense || !config.isMixMoeLayer(layer)) {
        weights.ffn = {take(tensors, prefix + "ffn.gate.weight"), take(tensors, prefix + "ffn.up.weight"), take(tensors, prefix + "ffn.down.weight")};
        return weights;
    }
    for (int group = 0; group < config.groups(); ++group)
        weights.groups.push_back(assembleGroup(config, tensors, groupPrefix(layer, group)));
    return weights;
}

}  // namespace

std::vector<std::pair<std::string, Shape>> expectedTensors(const ModelConfig &config)
{
    const std::int64_t d = config.hiddenSize;
    const std::int64_t qWidth = static_cast<std::int64_t>(config.headCount) * config.headSize;
    const std::int64_t kvWidth = static_cast<std::int64_t>(config.kvHeadCount) * config.headSize;
    const std::int64_t n = config.moe.expertsPerGroup;
    const std::int64_t m = config.expertSize();
    const std::int64_t routerWidth = config.moe.fourierMode == FourierMode::None ? d : 2 * d;

    std::vector<std::pair<std::string, Shape>> tensors{{"embed.weight", {config.vocabSize, d}}, {"final_norm.weight", {d}}};
    for (int layer = 0; layer < config.layerCount; ++layer) {
        const std::string prefix = layerPrefix(layer);
        tensors.insert(tensors.end(), {{prefix + "attention_norm.weight", {d}},
                                       {prefix + "ffn_norm.weight", {d}},
                                       {prefix + "attention.q.weight", {qWidth, d}},
                                       {prefix + "attention.k.weight", {kvWidth, d}},
                                       {prefix + "attention.v.weight", {kvWidth, d}},
                                       {prefix + "attention.o.weight", {d, qWidth}}});
        if (config.stage == Stage::Dense || !config.isMixMoeLayer(layer)) {
            tensors.insert(tensors.end(), {{prefix + "ffn.gate.weight", {config.ffnSize, d}},
                                           {prefix + "ffn.up.weight", {config.ffnSize, d}},
                                           {prefix + "ffn.down.weight", {d, config.ffnSize}}});
            continue;
        }
        for (int group = 0; group < config.groups(); ++group) {
            const std::string moe = groupPrefix(layer, group);
            tensors.insert(tensors.end(), {{moe + "router.weight", {n, routerWidth}},
                                           {moe + "router.bias", {n}},
                                           {moe + "gate.weight", {n, m, d}},
                                           {moe + "up.weight", {n, m, d}},
                                           {moe + "down.weight", {n, d, m}}});
        }
    }
    if (config.hasDirectionEmbedding()) {
        const auto languages = static_cast<std::int64_t>(config.languages.size());
        tensors.insert(tensors.end(), {{"direction.from.weight", {languages, d}}, {"direction.to.weight", {languages, d}}});
    }
    return tensors;
}

Result<void> checkTensors(const ModelConfig &config, const TensorMap &tensors, const std::string &where)
{
    const auto expected = expectedTensors(config);
    for (const auto &[name, shape] : expected) {
        const auto found = tensors.find(name);
        if (found == tensors.end())
            return fail(ErrorCode::WrongModel, where, "tensor \"%1\" is missing; the file has %2 tensors, the config asks for %3", name, tensors.size(), expected.size());
        if (found->second.shape != shape)
            return fail(ErrorCode::WrongModel, where, "tensor \"%1\" has shape %2; the config asks for %3", name, shapeText(found->second.shape), shapeText(shape));
        const auto &values = found->second.values;
        const auto bad = std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
        if (bad != values.end())
            return fail(ErrorCode::Damaged, where, "tensor \"%1\" holds a value that is no finite number, at index %2", name, bad - values.begin());
    }
    if (tensors.size() != expected.size()) {
        for (const auto &[name, tensor] : tensors) {
            if (std::none_of(expected.begin(), expected.end(), [&](const auto &entry) { return entry.first == name; }))
                return fail(ErrorCode::WrongModel, where, "tensor \"%1\" is not part of a model with this config", name);
        }
    }
    return {};
}

Result<ModelWeights> assembleWeights(const ModelConfig &config, TensorMap tensors, const std::string &where)
{
    if (auto whole = checkTensors(config, tensors, where); !whole)
        return std::unexpected(whole.error());
    ModelWeights weights;
    weights.embedding = take(tensors, "embed.weight");
    weights.finalNorm = take(tensors, "final_norm.weight");
    for (int layer = 0; layer < config.layerCount; ++layer)
        weights.layers.push_back(assembleLayer(config, tensors, layer));
    if (config.hasDirectionEmbedding()) {
        weights.directionFrom = take(tensors, "direction.from.weight");
        weights.directionTo = take(tensors, "direction.to.weight");
    }
    return weights;
}

}  // namespace interlinear::mixmoe
