// Model folders: loadModel(), saveModel() and readModelTensors().
#include "engine/mixmoe/model/model.h"

#include "engine/core/files.h"
#include "engine/mixmoe/model/json_object.h"
#include "engine/mixmoe/model/sha256.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <nlohmann/json.hpp>

#include <set>

namespace interlinear::mixmoe {

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr const char *singleFile = "model.safetensors";
constexpr const char *indexFile = "model.safetensors.index.json";
constexpr std::size_t shardBytes = 16 * 1024 * 1024;

Result<std::set<std::string>> shardNames(const fs::path &index)
{
    const Result<Json> json = readJsonObject(index, "an index of safetensors shards");
    if (!json)
        return std::unexpected(json.error());
    const auto map = json->find("weight_map");
    if (map == json->end() || !map->is_object())
        return fail(ErrorCode::BadFormat, index.string(), "has no \"weight_map\" object; an index of safetensors shards was expected");
    std::set<std::string> names;
    for (const auto &[tensor, file] : map->items()) {
        const std::string name = file.is_string() ? file.get<std::string>() : std::string();
        if (name.empty() || fs::path(name).filename() != name)
            return fail(ErrorCode::BadFormat, index.string(), "tensor \"%1\" lies in %2; expected the name of a file in this folder", tensor, file.dump());
        names.insert(name);
    }
    return names;
}

/// Opening a pipe would wait for whoever writes into it.
Result<void> checkRegular(const fs::path &file)
{
    std::error_code ignored;
    if (fs::exists(file, ignored) && !fs::is_regular_file(file, ignored))
        return fail(ErrorCode::WrongModel, file.string(), "is no regular file; a model's files were expected");
    return {};
}

// How sure the model is of a text, and what it was trained for, change nothing of the text: captures of it stay captures of this model.
std::string fingerprintOf(ModelConfig config, const TensorMap &tensors, const Tokenizer &tokenizer)
{
    Sha256 hash;
    config.confidence.clear();
    config.directions.clear();
    hash.add(toJson(config));
    hash.add(tokenizer.serialized());
    for (const auto &[name, tensor] : tensors) {
        hash.add(name);
        hash.add({reinterpret_cast<const char *>(tensor.values.data()), tensor.values.size() * sizeof(float)});
    }
    return hash.hex();
}

Result<void> checkVocabulary(const ModelConfig &config, const Tokenizer &tokenizer, const std::string &where)
{
    if (tokenizer.vocabSize() != config.vocabSize)
        return fail(ErrorCode::WrongModel, where, "has %1 pieces, but the model's config says %2; it belongs to another model", tokenizer.vocabSize(), config.vocabSize);
    for (const std::string &language : config.languages) {
        if (!tokenizer.languageToken(language) || !tokenizer.directionToken(language))
            return fail(ErrorCode::WrongModel, where, "has no control pieces for the language \"%1\" that the config names", language);
    }
    return {};
}

// Everything but weights and fingerprint.
Result<Model> readHead(const fs::path &folder)
{
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        return fail(ErrorCode::NotFound, folder.string(), "is no folder; a model folder with config.json, model.safetensors and tokenizer.model was expected");
    for (const char *name : {"config.json", "tokenizer.model", indexFile}) {
        if (auto regular = checkRegular(folder / name); !regular)
            return std::unexpected(regular.error());
    }
    Model model;
    model.folder = folder;
    Result<ModelConfig> config = readModelConfig(folder / "config.json");
    if (!config)
        return std::unexpected(config.error());
    model.config = std::move(*config);
    Result<std::shared_ptr<const Tokenizer>> tokenizer = Tokenizer::load(folder / "tokenizer.model");
    if (!tokenizer)
        return std::unexpected(tokenizer.error());
    model.tokenizer = std::move(*tokenizer);
    if (auto fits = checkVocabulary(model.config, *model.tokenizer, (folder / "tokenizer.model").string()); !fits)
        return std::unexpected(fits.error());
    model.vocabularyFingerprint = sha256Of(model.tokenizer->serialized());
    return model;
}

Result<void> writeShards(const fs::path &folder, const TensorMap &tensors, StoredType type)
{
    const std::size_t size = type == StoredType::Float32 ? 4 : 2;
    std::vector<TensorMap> shards(1);
    std::size_t filled = 0, total = 0;
    for (const auto &[name, tensor] : tensors) {
        const std::size_t bytes = tensor.values.size() * size;
        if (filled > 0 && filled + bytes > shardBytes) {
            shards.emplace_back();
            filled = 0;
        }
        shards.back()[name] = tensor;
        filled += bytes;
        total += bytes;
    }
    std::error_code ignored;
    if (shards.size() == 1) {
        fs::remove(folder / indexFile, ignored);
        return writeSafetensors(folder / singleFile, tensors, type, {{"format", "pt"}});
    }
    Json map = Json::object();
    for (std::size_t i = 0; i < shards.size(); ++i) {
        char name[64];
        std::snprintf(name, sizeof name, "model-%05zu-of-%05zu.safetensors", i + 1, shards.size());
        for (const auto &[tensorName, tensor] : shards[i])
            map[tensorName] = name;
        if (auto written = writeSafetensors(folder / name, shards[i], type, {{"format", "pt"}}); !written)
            return written;
    }
    fs::remove(folder / singleFile, ignored);
    return writeFileAtomically(folder / indexFile, Json{{"metadata", {{"total_size", total}}}, {"weight_map", map}}.dump(2) + "\n");
}

}  // namespace

Result<TensorMap> readModelTensors(const fs::path &folder)
{
    std::set<std::string> names{singleFile};
    std::error_code ignored;
    if (!fs::exists(folder / singleFile, ignored) && fs::exists(folder / indexFile, ignored)) {
        Result<std::set<std::string>> shards = shardNames(folder / indexFile);
        if (!shards)
            return std::unexpected(shards.error());
        names = std::move(*shards);
    }
    TensorMap tensors;
    for (const std::string &name : names) {
        if (auto regular = checkRegular(folder / name); !regular)
            return std::unexpected(regular.error());
        Result<TensorFile> file = readSafetensors(folder / name);
        if (!file)
            return std::unexpected(file.error());
        tensors.merge(file->tensors);
        if (!file->tensors.empty())
            return fail(ErrorCode::BadFormat, (folder / name).string(), "tensor \"%1\" is in another shard too", file->tensors.begin()->first);
    }
    return tensors;
}

Result<StoredModel> readStoredModel(const fs::path &folder)
{
    Result<ModelConfig> config = readModelConfig(folder / "config.json");
    if (!config)
        return std::unexpected(config.error());
    Result<TensorMap> tensors = readModelTensors(folder);
    if (!tensors)
        return std::unexpected(tensors.error());
    if (auto whole = checkTensors(*config, *tensors, (folder / singleFile).string()); !whole)
        return std::unexpected(whole.error());
    return StoredModel{std::move(*config), std::move(*tensors)};
}

Result<std::shared_ptr<const Model>> loadModelHead(const fs::path &folder, const ModelNote &note)
{
    Result<Model> model = readHead(folder);
    if (!model)
        return std::unexpected(model.error());
    model->fingerprint = note.fingerprint;
    model->noteFitsBf16 = note.weightsFitBf16;
    return std::make_shared<const Model>(std::move(*model));
}

std::shared_ptr<const Model> headOf(const Model &model, const ModelNote &note)
{
    return std::make_shared<const Model>(Model{.config = model.config,
                                               .weights = {},
                                               .tokenizer = model.tokenizer,
                                               .fingerprint = note.fingerprint,
                                               .vocabularyFingerprint = model.vocabularyFingerprint,
                                               .folder = model.folder,
                                               .noteFitsBf16 = note.weightsFitBf16});
}

Result<std::shared_ptr<const Model>> loadModel(const fs::path &folder)
{
    Result<Model> model = readHead(folder);
    if (!model)
        return std::unexpected(model.error());
    Result<TensorMap> tensors = readModelTensors(folder);
    if (!tensors)
        return std::unexpected(tensors.error());
    model->fingerprint = fingerprintOf(model->config, *tensors, *model->tokenizer);
    Result<ModelWeights> weights = assembleWeights(model->config, std::move(*tensors), (folder / singleFile).string());
    if (!weights)
        return std::unexpected(weights.error());
    model->weights = std::move(*weights);
    return std::make_shared<const Model>(std::move(*model));
}

Result<void> saveModel(const fs::path &folder, const ModelConfig &config, const TensorMap &tensors, const Tokenizer &tokenizer, StoredType type)
{
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        return fail(ErrorCode::Unwritable, folder.string(), "cannot be made: %1", problem.message());
    if (auto written = writeFileAtomically(folder / "tokenizer.model", tokenizer.serialized()); !written)
        return written;
    if (auto written = writeShards(folder, tensors, type); !written)
        return written;
    return writeFileAtomically(folder / "config.json", toJson(config));
}

}  // namespace interlinear::mixmoe
