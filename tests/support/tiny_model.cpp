#include "tests/support/tiny_model.h"

#include "tests/support/tiny_tokenizer.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace interlinear::tests {

using mixmoe::ModelConfig;
using mixmoe::Tensor;
using mixmoe::TensorMap;

namespace {

std::uint64_t stableHash(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037U;   // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return hash;
}

Tensor drawn(const std::string &name, const std::vector<std::int64_t> &shape, std::uint64_t seed)
{
    std::size_t count = 1;
    for (const std::int64_t size : shape)
        count *= static_cast<std::size_t>(size);
    const bool norm = name.ends_with("norm.weight");
    const bool router = name.find("router.") != std::string::npos;
    const double mean = norm ? 1.0 : 0.0;
    const double deviation = norm ? 0.1 : name.starts_with("direction.") ? 1.0 : name == "embed.weight" ? 2.0 / std::sqrt(static_cast<double>(shape.back())) : 1.0 / std::sqrt(static_cast<double>(shape.back()));

    std::mt19937_64 random(seed ^ stableHash(name));
    Tensor tensor{shape, std::vector<float>(count)};
    for (float &value : tensor.values) {
        const double uniform = static_cast<double>(random() >> 11) * 0x1.0p-53;   // the library's distributions differ between implementations
        value = static_cast<float>(mean + deviation * std::sqrt(3.0) * (2.0 * uniform - 1.0));
    }
    if (router && shape.size() == 2) {
        // The spectral half sees a feature sqrt(d / 2) times larger.
        const auto width = static_cast<std::size_t>(shape.back());
        for (std::size_t i = 0; i < count; ++i) {
            if (i % width >= width / 2)
                tensor.values[i] /= std::sqrt(static_cast<float>(width) / 4.0F);
        }
    }
    return tensor;
}

template <typename T>
T valueOrAbort(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "tiny model: %s\n", result.error().sentence().c_str());
        std::abort();
    }
    return std::move(*result);
}

}  // namespace

ModelConfig tinyConfig()
{
    ModelConfig config;
    config.vocabSize = TinyTokenizer::standard()->vocabSize();
    config.hiddenSize = 24;
    config.layerCount = 4;
    config.headCount = 4;
    config.kvHeadCount = 2;
    config.headSize = 6;
    config.ffnSize = 32;
    config.maxPositions = 160;
    config.stage = mixmoe::Stage::MixMoe;
    config.languages = {"de", "en"};
    config.name = "tiny";
    return config;
}

ModelConfig sliced(ModelConfig config)
{
    config.stage = mixmoe::Stage::Sliced;
    return config;
}

TensorMap tinyTensors(const ModelConfig &config, std::uint64_t seed)
{
    TensorMap tensors;
    for (const auto &[name, shape] : mixmoe::expectedTensors(config))
        tensors.emplace(name, drawn(name, shape, seed));
    return tensors;
}

std::shared_ptr<const mixmoe::Model> tinyModel(const TinyModel &wanted)
{
    auto model = std::make_shared<mixmoe::Model>();
    model->tokenizer = wanted.tokenizer ? wanted.tokenizer : TinyTokenizer::standard();
    model->config = wanted.config;
    model->config.vocabSize = model->tokenizer->vocabSize();
    if (const auto valid = mixmoe::validate(model->config, "tiny model"); !valid) {
        std::fprintf(stderr, "%s\n", valid.error().sentence().c_str());
        std::abort();
    }
    model->weights = valueOrAbort(mixmoe::assembleWeights(model->config, tinyTensors(model->config, wanted.seed), "tiny model"));
    model->fingerprint = "tiny " + std::to_string(wanted.seed);
    model->vocabularyFingerprint = "tiny vocabulary";
    return model;
}

void writeTinyModel(const std::filesystem::path &folder, std::uint64_t seed)
{
    const auto tokenizer = valueOrAbort(mixmoe::Tokenizer::load(INTERLINEAR_SOURCE_DIR "/resources/models/european/tokenizer.model"));
    ModelConfig config = tinyConfig();
    config.vocabSize = tokenizer->vocabSize();
    if (const auto saved = mixmoe::saveModel(folder, config, tinyTensors(config, seed), *tokenizer, mixmoe::StoredType::Float32); !saved) {
        std::fprintf(stderr, "tiny model: %s\n", saved.error().sentence().c_str());
        std::abort();
    }
}

}  // namespace interlinear::tests
