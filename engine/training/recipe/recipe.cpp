#include "engine/training/recipe/recipe.h"

#include "engine/mixmoe/model/json_object.h"
#include "engine/training/recipe/stage_recipe.h"

namespace interlinear::training {

namespace {

using Json = nlohmann::json;
using mixmoe::JsonObjectReader;

constexpr int mostExtensions = 8;

enum class Preset { Default, Paper };
const mixmoe::EnumNames<Preset> presetNames{{Preset::Default, "default"}, {Preset::Paper, "paper"}};

Result<mixmoe::ModelConfig> readModel(const Json &json, const std::string &where)
{
    mixmoe::ModelConfig model;
    Preset preset = Preset::Default;
    JsonObjectReader reader(json, where, "model.");
    reader.oneOf("preset", presetNames, preset);
    if (preset == Preset::Paper)
        model = mixmoe::withPaperPreset(model);
    reader.integer("hidden_size", model.hiddenSize);
    reader.integer("num_layers", model.layerCount);
    reader.integer("num_heads", model.headCount);
    reader.integer("num_kv_heads", model.kvHeadCount);
    reader.integer("head_size", model.headSize);
    reader.integer("ffn_size", model.ffnSize);
    reader.integer("max_positions", model.maxPositions);
    reader.integer("moe_every", model.moe.every);
    reader.integer("experts_per_group", model.moe.expertsPerGroup);
    reader.integer("alignment_layer", model.alignmentLayer);
    reader.oneOf("fourier_mode", mixmoe::fourierModeNames(), model.moe.fourierMode);
    if (reader.has("top_k"))
        reader.integer("top_k", model.moe.topK);
    if (reader.has("expert_size"))
        reader.oneOf("expert_size", mixmoe::expertSizeNames(), model.moe.expertSize);
    if (reader.has("direction_embedding"))
        reader.boolean("direction_embedding", model.moe.directionEmbedding);
    if (reader.has("gate_weight"))
        reader.oneOf("gate_weight", mixmoe::gateWeightNames(), model.moe.gateWeight);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return model;
}

template <typename Source>
Result<Source> readPairSource(const Json &json, const std::string &where, const std::string &prefix)
{
    Source source;
    JsonObjectReader reader(json, where, prefix);
    reader.string("file", source.file);
    reader.string("first", source.first);
    reader.string("second", source.second);
    reader.number("weight", source.weight);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (!(source.weight > 0))
        return fail(ErrorCode::OutOfRange, where, "\"%1\" is %2; expected more than 0", prefix + "weight", source.weight);
    return source;
}

Result<MonoSource> readMonoSource(const Json &json, const std::string &where, const std::string &prefix)
{
    MonoSource source;
    JsonObjectReader reader(json, where, prefix);
    reader.string("file", source.file);
    reader.string("language", source.language);
    reader.number("weight", source.weight);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (!(source.weight > 0))
        return fail(ErrorCode::OutOfRange, where, "\"%1\" is %2; expected more than 0", prefix + "weight", source.weight);
    return source;
}

template <typename T, typename Read>
Result<std::vector<T>> readList(const Json &list, const std::string &where, const std::string &key, Read read)
{
    std::vector<T> items;
    for (const Json &json : list) {
        const std::string prefix = key + "[" + std::to_string(items.size()) + "].";
        if (!json.is_object())
            return fail(ErrorCode::BadFormat, where, "\"%1\" is %2; expected an object", prefix.substr(0, prefix.size() - 1), json.dump());
        Result<T> item = read(json, where, prefix);
        if (!item)
            return std::unexpected(item.error());
        items.push_back(std::move(*item));
    }
    return items;
}

Result<Json> resolve(const std::filesystem::path &file, int depth)
{
    Result<Json> root = mixmoe::readJsonObject(file, "a recipe");
    if (!root || !root->contains("extends"))
        return root;
    const Json parent = (*root)["extends"];
    if (!parent.is_string() || depth >= mostExtensions)
        return fail(ErrorCode::BadFormat, file.string(), "\"extends\" is %1; expected the name of a recipe beside this one that does not lead back here", parent.dump());
    Result<Json> whole = resolve(file.parent_path() / parent.get<std::string>(), depth + 1);
    if (!whole)
        return whole;
    const Json then = root->value("then", Json::array());
    if (!then.is_array() || (root->contains("then") && root->contains("stages")))
        return fail(ErrorCode::BadFormat, file.string(), "\"then\" is %1; expected a list of stages, and no \"stages\" beside it", then.dump());
    root->erase("extends");
    root->erase("then");
    whole->merge_patch(*root);
    for (const Json &stage : then)
        (*whole)["stages"].push_back(stage);
    return whole;
}

/// Each stage with what all stages have in common.
Result<Json> completeStages(const Json &every, const Json &stages, const std::string &where)
{
    Json complete = Json::array();
    for (const Json &stage : stages) {
        if (!stage.is_object())
            return fail(ErrorCode::BadFormat, where, "\"stages[%1]\" is %2; expected an object", complete.size(), stage.dump());
        complete.push_back(every);
        complete.back().update(stage);
    }
    return complete;
}

}  // namespace

Result<Recipe> readRecipe(const std::filesystem::path &file)
{
    const std::string where = file.string();
    const Result<Json> root = resolve(file, 0);
    if (!root)
        return std::unexpected(root.error());

    Recipe recipe;
    std::string corpus, shards, initial;
    int seed = 0;
    std::vector<std::string> languages;
    JsonObjectReader reader(*root, where, "");
    reader.string("name", recipe.name);
    reader.integer("seed", seed);
    reader.string("corpus", corpus);
    reader.string("shards", shards);
    reader.string("initial_model", initial);
    reader.strings("languages", languages);
    reader.integer("vocabulary_size", recipe.vocabularySize);
    reader.integer("longest_example", recipe.longestExample);
    const Json *model = reader.object("model");
    const Json *mono = reader.list("mono");
    const Json *pairs = reader.list("pairs");
    const Json *documents = reader.list("documents");
    const Json *dev = reader.object("dev");
    const Json *every = reader.object("every_stage");
    const Json *stages = reader.list("stages");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    recipe.seed = static_cast<std::uint64_t>(seed);
    recipe.corpus = file.parent_path() / corpus;
    if (!shards.empty())
        recipe.shards = file.parent_path() / shards;

    Result<mixmoe::ModelConfig> config = readModel(*model, where);
    if (!config)
        return std::unexpected(config.error());
    recipe.model = std::move(*config);
    recipe.model.name = recipe.name;
    recipe.model.languages = languages;
    recipe.model.vocabSize = recipe.vocabularySize;
    if (auto valid = mixmoe::validate(recipe.model, where); !valid)
        return std::unexpected(valid.error());

    auto monoSources = readList<MonoSource>(*mono, where, "mono", readMonoSource);
    auto pairSources = readList<PairSource>(*pairs, where, "pairs", readPairSource<PairSource>);
    auto documentSources = readList<DocumentSource>(*documents, where, "documents", readPairSource<DocumentSource>);
    auto devSource = readPairSource<PairSource>(*dev, where, "dev.");
    const Result<Json> complete = completeStages(*every, *stages, where);
    if (!complete)
        return std::unexpected(complete.error());
    auto stageList = readList<StageRecipe>(*complete, where, "stages", readStage);
    if (!monoSources)
        return std::unexpected(monoSources.error());
    if (!pairSources)
        return std::unexpected(pairSources.error());
    if (!documentSources)
        return std::unexpected(documentSources.error());
    if (!devSource)
        return std::unexpected(devSource.error());
    if (!stageList)
        return std::unexpected(stageList.error());
    recipe.mono = std::move(*monoSources);
    recipe.pairs = std::move(*pairSources);
    recipe.documents = std::move(*documentSources);
    if (recipe.shards && !(recipe.mono.empty() && recipe.pairs.empty() && recipe.documents.empty()))
        return fail(ErrorCode::OutOfRange, where, "\"shards\" names %1, and \"mono\", \"pairs\" or \"documents\" hold files; expected the one or the others", shards);
    recipe.dev = std::move(*devSource);
    recipe.stages = std::move(*stageList);
    for (const StageRecipe &stage : recipe.stages) {
        if (stage.longestBegin > recipe.longestExample)
            return fail(ErrorCode::OutOfRange, where, "stage \"%1\" has a longest_begin of %2; expected at most longest_example, %3", stage.name, stage.longestBegin, recipe.longestExample);
    }
    std::optional<mixmoe::Stage> initialStage;
    if (!initial.empty()) {
        recipe.initialModel = file.parent_path() / initial;
        const Result<mixmoe::ModelConfig> there = mixmoe::readModelConfig(*recipe.initialModel / "config.json");
        if (!there)
            return std::unexpected(there.error());
        initialStage = there->stage;
    }
    if (auto sized = checkExpertSize(recipe.stages, recipe.model.moe.expertSize, where); !sized)
        return std::unexpected(sized.error());
    if (auto ordered = checkOrder(recipe.stages, initialStage, where); !ordered)
        return std::unexpected(ordered.error());
    return recipe;
}

Result<std::string> resolvedRecipe(const std::filesystem::path &file)
{
    const Result<Json> root = resolve(file, 0);
    if (!root)
        return std::unexpected(root.error());
    return root->dump(2) + "\n";
}

}  // namespace interlinear::training
