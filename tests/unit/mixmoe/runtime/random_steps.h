// Models of many shapes, tokens for them, and how two outputs are compared: what tests of a runtime share.
//
//   for (const Shape &shape : shapes()) {
//       const auto model = tinyModel({.seed = 1, .config = shape.config});
//       const SequenceOutput output = fresh(*runtime, someTokens(21, 1, model->config.vocabSize));
//       QVERIFY(relativeError(output.logits, expected.logits) < 1e-4);
//   }
#pragma once

#include "engine/mixmoe/runtime/runtime.h"
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

namespace interlinear::tests {

using namespace mixmoe;

struct Shape {
    const char *name;
    ModelConfig config;
};

inline ModelConfig with(void (*change)(ModelConfig &))
{
    ModelConfig config = tinyConfig();
    change(config);
    return config;
}

inline std::vector<Shape> shapes()
{
    return {
        {"default", tinyConfig()},
        {"dense", with([](ModelConfig &c) { c.stage = Stage::Dense; })},
        {"sliced", sliced(tinyConfig())},
        {"paper preset", withPaperPreset(tinyConfig())},
        {"cosine transform", with([](ModelConfig &c) { c.moe.fourierMode = FourierMode::Dct2; })},
        {"no Fourier feature", with([](ModelConfig &c) { c.moe.fourierMode = FourierMode::None; })},
        {"odd widths", with([](ModelConfig &c) { c.hiddenSize = 37; c.headCount = 3; c.kvHeadCount = 3; c.headSize = 10; c.ffnSize = 33; c.moe.expertsPerGroup = 3; })},
        {"one kv head", with([](ModelConfig &c) { c.hiddenSize = 48; c.headCount = 5; c.kvHeadCount = 1; c.headSize = 18; })},
        {"eight experts, every layer", with([](ModelConfig &c) { c.moe.every = 1; c.moe.expertsPerGroup = 8; c.ffnSize = 136; })},
        {"one expert", with([](ModelConfig &c) { c.moe.expertsPerGroup = 1; })},
        {"two of four", with([](ModelConfig &c) { c.moe.topK = 2; })},
        {"three of six whole experts, renormalised", with([](ModelConfig &c) { c.moe = {.expertsPerGroup = 6, .topK = 3, .expertSize = ExpertSize::Whole, .gateWeight = GateWeight::Renormalised}; })},
        {"all of four LM experts", with([](ModelConfig &c) { c.stage = Stage::Sliced; c.moe.topK = 4; c.moe.gateWeight = GateWeight::Renormalised; })},
        {"direction embedding", with([](ModelConfig &c) { c.moe.directionEmbedding = true; })},
        {"direction embedding, two of three, sum", with([](ModelConfig &c) { c.ffnSize = 33; c.moe = {.expertsPerGroup = 3, .topK = 2, .gateWeight = GateWeight::Probability, .groupCombine = GroupCombine::Sum, .directionEmbedding = true}; })},
        {"direction embedding, magnitude", with([](ModelConfig &c) { c.moe.fourierMode = FourierMode::Magnitude; c.moe.directionEmbedding = true; })},
        {"one layer, tiny", with([](ModelConfig &c) { c.layerCount = 1; c.moe.every = 1; c.hiddenSize = 2; c.headCount = 1; c.kvHeadCount = 1; c.headSize = 2; c.ffnSize = 4; })},
    };
}

// Every fourth or so is a control token, so that languages are told early and late.
inline std::vector<TokenId> someTokens(std::size_t count, unsigned seed, int vocabSize)
{
    constexpr unsigned controls = 5;
    std::mt19937 random(seed);
    std::vector<TokenId> tokens(count);
    for (TokenId &token : tokens)
        token = static_cast<TokenId>(random() % (random() % 4 == 0 ? controls : static_cast<unsigned>(vocabSize)));
    return tokens;
}

/// A model of this shape whose weights lose nothing as bf16.
inline std::shared_ptr<const Model> modelInBf16(unsigned seed, const ModelConfig &config)
{
    auto model = std::make_shared<Model>(*tinyModel({.seed = seed, .config = config}));
    TensorMap tensors = tinyTensors(model->config, seed);
    for (auto &[name, tensor] : tensors)
        for (float &value : tensor.values)
            value = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) & 0xFFFF0000U);
    model->weights = must(assembleWeights(model->config, std::move(tensors), "tiny model"));
    return model;
}

inline const StepOptions everything{.capture = CaptureLevel::Probabilities, .wantAttention = true};

inline SequenceOutput feed(Runtime &runtime, SequenceId sequence, std::vector<TokenId> tokens, const StepOptions &options = everything)
{
    return must(runtime.step({{.sequence = sequence, .tokens = std::move(tokens), .selection = {.topK = 3, .wantLogits = true}}}, options)).front();
}

inline SequenceOutput fresh(Runtime &runtime, const std::vector<TokenId> &tokens)
{
    const SequenceId sequence = must(runtime.openSequence());
    SequenceOutput output = feed(runtime, sequence, tokens);
    runtime.closeSequence(sequence);
    return output;
}

inline double relativeError(const std::vector<float> &a, const std::vector<float> &b)
{
    double largest = 0, scale = 1e-6;
    for (std::size_t i = 0; i < a.size(); ++i) {
        largest = std::max(largest, static_cast<double>(std::abs(a[i] - b[i])));
        scale = std::max(scale, static_cast<double>(std::abs(b[i])));
    }
    return largest / scale;
}

// A choice may differ only where the next best expert is as good as equal; what follows it then differs too.
inline bool choicesAgreeUpToNearTies(const SequenceOutput &a, const SequenceOutput &b, const MoeConfig &moe)
{
    const auto n = static_cast<std::size_t>(moe.expertsPerGroup), k = static_cast<std::size_t>(moe.topK);
    for (std::size_t token = 0; token < a.routing.size(); ++token) {
        for (std::size_t choice = 0; choice < a.routing[token].choices.size(); ++choice) {
            if (a.routing[token].choices[choice] == b.routing[token].choices[choice])
                continue;
            const auto first = b.routing[token].gateProbabilities.begin() + static_cast<std::ptrdiff_t>(choice / k * n);
            std::vector<float> p(first, first + static_cast<std::ptrdiff_t>(n));
            std::sort(p.rbegin(), p.rend());
            const std::size_t rank = choice % k;
            return rank + 1 < n && p[rank] - p[rank + 1] < 1e-3F;
        }
    }
    return true;
}

inline bool identical(const std::vector<TokenRouting> &a, const std::vector<TokenRouting> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const TokenRouting &x, const TokenRouting &y) {
        return x.choices == y.choices && x.weights == y.weights && x.gateProbabilities == y.gateProbabilities;
    });
}

}  // namespace interlinear::tests
