#include "engine/training/transform/experts.h"

#include <cmath>
#include <random>

namespace interlinear::training {

namespace {

using mixmoe::ModelConfig;
using mixmoe::Tensor;
using mixmoe::TensorMap;

constexpr float routerDeviation = 0.02F;

std::string prefixOf(int layer)
{
    return "layers." + std::to_string(layer) + ".";
}

// Rows [n*m, d] seen as n slices [m, d]: the same memory with another shape.
Tensor sliceRows(const Tensor &matrix, std::int64_t n)
{
    return {{n, matrix.shape[0] / n, matrix.shape[1]}, matrix.values};
}

// Columns of [d, n*m] cut into n slices [d, m].
Tensor sliceColumns(const Tensor &matrix, std::int64_t n)
{
    const std::int64_t d = matrix.shape[0], wide = matrix.shape[1], m = wide / n;
    Tensor slices{{n, d, m}, std::vector<float>(matrix.values.size())};
    for (std::int64_t expert = 0; expert < n; ++expert) {
        for (std::int64_t row = 0; row < d; ++row) {
            const auto from = matrix.values.begin() + row * wide + expert * m;
            std::copy(from, from + m, slices.values.begin() + (expert * d + row) * m);
        }
    }
    return slices;
}

// Slices [n, d, m] side by side as columns of [d, n*m].
Tensor joinColumns(const Tensor &slices)
{
    const std::int64_t n = slices.shape[0], d = slices.shape[1], m = slices.shape[2];
    Tensor matrix{{d, n * m}, std::vector<float>(slices.values.size())};
    for (std::int64_t expert = 0; expert < n; ++expert) {
        for (std::int64_t row = 0; row < d; ++row) {
            const auto from = slices.values.begin() + (expert * d + row) * m;
            std::copy(from, from + m, matrix.values.begin() + row * n * m + expert * m);
        }
    }
    return matrix;
}

Tensor copies(const Tensor &matrix, std::int64_t n)
{
    Tensor all{{n, matrix.shape[0], matrix.shape[1]}, {}};
    for (std::int64_t i = 0; i < n; ++i)
        all.values.insert(all.values.end(), matrix.values.begin(), matrix.values.end());
    return all;
}

Tensor freshRouter(const ModelConfig &config, std::mt19937_64 &random)
{
    const std::int64_t n = config.moe.expertsPerGroup, d = config.hiddenSize;
    const bool spectral = config.moe.fourierMode != mixmoe::FourierMode::None;
    const std::int64_t width = spectral ? 2 * d : d;
    const float spectralDeviation = config.moe.balancedFourierInit ? routerDeviation / std::sqrt(static_cast<float>(d) / 2.0F) : routerDeviation;
    Tensor router{{n, width}, std::vector<float>(static_cast<std::size_t>(n * width))};
    std::normal_distribution<float> normal;
    for (std::int64_t i = 0; i < n * width; ++i)
        router.values[static_cast<std::size_t>(i)] = normal(random) * (i % width < d ? routerDeviation : spectralDeviation);
    return router;
}

Tensor zeroBias(const ModelConfig &config)
{
    const std::int64_t n = config.moe.expertsPerGroup;
    return {{n}, std::vector<float>(static_cast<std::size_t>(n), 0.0F)};
}

/// Each converted layer's FFN as experts: its gate and up matrices by one function, its down matrix by another.
template <typename Rows, typename Columns>
TensorMap withLmGroup(const ModelConfig &config, const TensorMap &dense, std::uint64_t seed, Rows rows, Columns columns)
{
    std::mt19937_64 random(seed);
    const std::int64_t n = config.moe.expertsPerGroup;
    TensorMap result = dense;
    for (int layer = 0; layer < config.layerCount; ++layer) {
        if (!config.isMixMoeLayer(layer))
            continue;
        const std::string ffn = prefixOf(layer) + "ffn.", moe = prefixOf(layer) + "moe.lm.";
        result[moe + "gate.weight"] = rows(dense.at(ffn + "gate.weight"), n);
        result[moe + "up.weight"] = rows(dense.at(ffn + "up.weight"), n);
        result[moe + "down.weight"] = columns(dense.at(ffn + "down.weight"), n);
        result[moe + "router.weight"] = freshRouter(config, random);
        result[moe + "router.bias"] = zeroBias(config);
        for (const char *name : {"gate.weight", "up.weight", "down.weight"})
            result.erase(ffn + name);
    }
    return result;
}

}  // namespace

TensorMap sliceIntoExperts(const ModelConfig &config, const TensorMap &dense, std::uint64_t seed)
{
    return withLmGroup(config, dense, seed, sliceRows, sliceColumns);
}

TensorMap upcycle(const ModelConfig &config, const TensorMap &dense, std::uint64_t seed)
{
    return withLmGroup(config, dense, seed, copies, copies);
}

TensorMap copyGroups(const ModelConfig &config, const TensorMap &sliced, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    TensorMap result = sliced;
    for (const int layer : config.mixMoeLayers()) {
        const std::string lm = prefixOf(layer) + "moe.lm.", mt = prefixOf(layer) + "moe.mt.";
        for (const char *name : {"gate.weight", "up.weight", "down.weight", "router.weight", "router.bias"})
            result[mt + name] = sliced.at(lm + name);
        if (!config.moe.copyRouterToTranslation) {
            result[mt + "router.weight"] = freshRouter(config, random);
            result[mt + "router.bias"] = zeroBias(config);
        }
    }
    const Tensor noDirection{{static_cast<std::int64_t>(config.languages.size()), config.hiddenSize},
                             std::vector<float>(config.languages.size() * static_cast<std::size_t>(config.hiddenSize), 0.0F)};
    if (config.moe.directionEmbedding)
        result["direction.from.weight"] = result["direction.to.weight"] = noDirection;
    return result;
}

TensorMap mergeExperts(const ModelConfig &config, const TensorMap &experts)
{
    TensorMap result;
    for (const auto &[name, tensor] : experts) {
        if (name.find(".moe.") == std::string::npos && !name.starts_with("direction."))
            result[name] = tensor;
    }
    for (int layer = 0; layer < config.layerCount; ++layer) {
        if (!config.isMixMoeLayer(layer))
            continue;
        const std::string ffn = prefixOf(layer) + "ffn.", moe = prefixOf(layer) + "moe.lm.";
        for (const char *name : {"gate.weight", "up.weight"}) {
            const Tensor &slices = experts.at(moe + name);
            result[ffn + name] = {{slices.shape[0] * slices.shape[1], slices.shape[2]}, slices.values};
        }
        result[ffn + "down.weight"] = joinColumns(experts.at(moe + "down.weight"));
    }
    return result;
}

}  // namespace interlinear::training
