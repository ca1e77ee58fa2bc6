// A model folder in memory: config, fp32 weights and vocabulary, checked against each other, with its fingerprint.
//
//   Result<std::shared_ptr<const Model>> model = loadModel("resources/models/european");
//   (*model)->weights.layers[1].moe->groups[0].router.weight;   // [n, 2d]
//   (*model)->fingerprint;                                      // 64 hex digits; the first 8 are shown
//
// Tensor names (all row-major, [out, in]):
//   embed.weight [V,d]; final_norm.weight [d]; layers.L.attention_norm.weight, layers.L.ffn_norm.weight [d];
//   layers.L.attention.{q,k,v}.weight [heads*headSize, d]; layers.L.attention.o.weight [d, heads*headSize];
//   layers.L.ffn.{gate,up}.weight [F,d]; layers.L.ffn.down.weight [d,F];
//   layers.L.moe.{lm,mt}.router.weight [n,2d] ([n,d] without Fourier feature); layers.L.moe.{lm,mt}.router.bias [n];
//   layers.L.moe.{lm,mt}.{gate,up}.weight [n,m,d]; layers.L.moe.{lm,mt}.down.weight [n,d,m];
//   direction.{from,to}.weight [languages, d] with a direction embedding, rows in the order of config.languages.
// The embedding is also the output projection.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/model/model_note.h"
#include "engine/mixmoe/model/safetensors.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

class Tokenizer;

struct RouterWeights {
    std::vector<float> weight;   ///< [n, 2d] as trained, or [n, d] once folded or without the feature
    std::vector<float> bias;     ///< [n]
};

struct ExpertGroupWeights {
    RouterWeights router;        ///< as trained: with the spectral half
    RouterWeights folded;        ///< [n, d]: W_h + W_f C, made at load; as the router where the feature cannot be folded
    std::vector<float> gate, up; ///< [n, m, d]
    std::vector<float> down;     ///< [n, d, m]
};

struct FfnWeights {
    std::vector<float> gate, up; ///< [F, d]
    std::vector<float> down;     ///< [d, F]
};

struct LayerWeights {
    std::vector<float> attentionNorm, ffnNorm;   ///< [d]
    std::vector<float> q, k, v, o;
    FfnWeights ffn;                              ///< empty in a Mix-MoE layer
    std::vector<ExpertGroupWeights> groups;      ///< empty in a dense layer; [0] LM, [1] MT
};

struct ModelWeights {
    std::vector<float> embedding;                ///< [V, d]
    std::vector<float> finalNorm;                ///< [d]
    std::vector<LayerWeights> layers;
    std::vector<float> directionFrom, directionTo;   ///< [languages, d]; empty without direction embedding
};

/// Every tensor that a model of this config has, with its shape; nothing else may be in the file.
std::vector<std::pair<std::string, std::vector<std::int64_t>>> expectedTensors(const ModelConfig &config);

/// A missing, surplus or misshapen tensor, or one that holds a NaN or an infinity, is an Error that names it.
Result<void> checkTensors(const ModelConfig &config, const TensorMap &tensors, const std::string &where);

/// Sorts named tensors into their places and folds the routers. Errors as of checkTensors().
Result<ModelWeights> assembleWeights(const ModelConfig &config, TensorMap tensors, const std::string &where);

struct Model {
    ModelConfig config;
    ModelWeights weights;                        ///< empty where a runtime has its own: see loadModelHead()
    std::shared_ptr<const Tokenizer> tokenizer;
    std::string fingerprint;                     ///< SHA-256 over config without its calibration, tensors and vocabulary
    std::string vocabularyFingerprint;           ///< SHA-256 over the vocabulary alone
    std::filesystem::path folder;                ///< empty for a model made in memory
    bool noteFitsBf16 = false;                   ///< of a model without weights in memory: none loses anything as bf16

    bool hasWeights() const { return !weights.embedding.empty(); }
};

/// Loads config.json, model.safetensors (or the shards that model.safetensors.index.json lists) and tokenizer.model.
/// The weights are copied; the folder may vanish afterwards. Seconds for large models: call off the interface thread.
Result<std::shared_ptr<const Model>> loadModel(const std::filesystem::path &folder);

/// The same without reading the weights, of which the note tells: for a runtime that has them already. Tens of milliseconds.
Result<std::shared_ptr<const Model>> loadModelHead(const std::filesystem::path &folder, const ModelNote &note);

/// The same of a model that is in memory.
std::shared_ptr<const Model> headOf(const Model &model, const ModelNote &note);

/// A model as its files have it: what training goes on from and what figures about training compare.
struct StoredModel {
    ModelConfig config;
    TensorMap tensors;           ///< those of expectedTensors()
};

/// config.json and the tensors of a folder, checked as loadModel() checks them; the vocabulary is not read.
Result<StoredModel> readStoredModel(const std::filesystem::path &folder);

/// The named tensors of a model folder, from one file or its shards, as they were stored.
Result<TensorMap> readModelTensors(const std::filesystem::path &folder);

/// Writes a folder that loadModel() reads; shards of at most 16 MiB when the tensors need more than one.
Result<void> saveModel(const std::filesystem::path &folder, const ModelConfig &config, const TensorMap &tensors,
                       const Tokenizer &tokenizer, StoredType type);

}  // namespace interlinear::mixmoe
