// A model in memory, drawn from a seed: small, random, and of any shape.
//
//   auto model = tinyModel({.seed = 7});
//   auto lmOnly = tinyModel({.seed = 7, .config = sliced(tinyConfig())});   // the same LM experts bit for bit, no MT group
//
// Every tensor is drawn by its name and the seed, so that models of one seed share the tensors that they have in common.
#pragma once

#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace interlinear::tests {

/// Four layers, every second one mixed, with the vocabulary of TinyTokenizer::standard().
mixmoe::ModelConfig tinyConfig();
/// The same with LM experts only.
mixmoe::ModelConfig sliced(mixmoe::ModelConfig config);

struct TinyModel {
    std::uint64_t seed = 1;
    mixmoe::ModelConfig config = tinyConfig();
    std::shared_ptr<const mixmoe::Tokenizer> tokenizer{};   ///< null: TinyTokenizer::standard()
};

/// The named tensors of such a model: norms near 1, embedding and projections scaled so that routing and logits vary, with the direction too.
mixmoe::TensorMap tinyTensors(const mixmoe::ModelConfig &config, std::uint64_t seed);

/// The config's vocabSize is replaced by that of the tokenizer. Aborts the test when the config is not valid.
std::shared_ptr<const mixmoe::Model> tinyModel(const TinyModel &wanted = {});

/// Such a model as a folder that programs load, with the vocabulary of the model that ships.
void writeTinyModel(const std::filesystem::path &folder, std::uint64_t seed = 1);

}  // namespace interlinear::tests
