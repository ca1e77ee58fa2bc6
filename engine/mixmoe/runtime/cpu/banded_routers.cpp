#include "engine/mixmoe/runtime/cpu/banded_routers.h"

#include "engine/mixmoe/model/router_feature.h"

#include <algorithm>
#include <iterator>

namespace interlinear::mixmoe {

namespace {

PackedMatrix::Outputs outputsOf(const ModelConfig &config)
{
    return {static_cast<std::size_t>(config.groups() * config.moe.expertsPerGroup)};
}

std::size_t depthOf(const ModelConfig &config)
{
    return static_cast<std::size_t>(config.hiddenSize);
}

/// [groups * n, d]
std::vector<float> foldedAnew(const ModelConfig &config, std::span<const float> trained, const LayerIntervention &intervention)
{
    const auto groups = static_cast<std::size_t>(config.groups());
    const std::size_t valuesOfGroup = trained.size() / groups;
    std::vector<float> folded;
    for (std::size_t group = 0; group < groups; ++group) {
        const std::span<const float> ofGroup = trained.subspan(group * valuesOfGroup, valuesOfGroup);
        std::ranges::copy(foldRouter(config.moe.fourierMode, ofGroup, config.moe.expertsPerGroup, config.hiddenSize, intervention.binFactors[group]), std::back_inserter(folded));
    }
    return folded;
}

}  // namespace

bool changesBands(const LayerIntervention &intervention)
{
    return std::ranges::any_of(intervention.binFactors, [](const std::vector<float> &factors) { return !factors.empty(); });
}

BandedRouters::BandedRouters(const ModelConfig &config, const PackedModel &packed, std::size_t layer, const LayerIntervention &intervention)
    : m_arena(PackedMatrix::bytesOf(outputsOf(config), depthOf(config), WeightType::Fp32))
{
    const std::vector<float> folded = foldedAnew(config, packed.layers[layer].trainedRouters, intervention);
    m_routers.weights = PackedMatrix(m_arena, outputsOf(config), depthOf(config), WeightType::Fp32);
    m_routers.weights.pack({folded});
    m_routers.bias = packed.layers[layer].routers.bias;
    if (!config.hasDirectionEmbedding())
        return;
    const std::span<const float> translation = std::span(folded).last(folded.size() / static_cast<std::size_t>(groupCount));
    m_fromBias = directionBias(translation, packed.directionFrom, depthOf(config));
    m_toBias = directionBias(translation, packed.directionTo, depthOf(config));
    m_routers.fromBias = m_fromBias;
    m_routers.toBias = m_toBias;
}

}  // namespace interlinear::mixmoe
