#include "engine/training/recipe/recipe.h"

#include "engine/core/files.h"
#include "engine/mixmoe/model/json_object.h"

namespace interlinear::training {

namespace {

using Json = nlohmann::json;
using mixmoe::JsonObjectReader;

const mixmoe::EnumNames<Trains> trainsNames{{Trains::Everything, "everything"}, {Trains::LmExperts, "lm_experts"}, {Trains::MtExperts, "mt_experts"}};

enum class Preset { Default, Paper };
const mixmoe::EnumNames<Preset> presetNames{{Preset::Default, "default"}, {Preset::Paper, "paper"}};

Result<mixmoe::ModelConfig> readModel(const Json &json, const std::string &where)
{
    mixmoe::ModelConfig model;
    Preset preset = Preset::Default;
    int every = 0;
    JsonObjectReader reader(json, where, "model.");
    reader.oneOf("preset", presetNames, preset);
    reader.integer("hidden_size", model.hiddenSize);
    reader.integer("num_layers", model.layerCount);
    reader.integer("num_heads", model.headCount);
    reader.integer("num_kv_heads", model.kvHeadCount);
    reader.integer("head_size", model.headSize);
    reader.integer("ffn_size", model.ffnSize);
    reader.integer("max_positions", model.maxPositions);
    reader.integer("moe_every", every);
    reader.integer("experts_per_group", model.moe.expertsPerGroup);
    reader.integer("alignment_layer", model.alignmentLayer);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (preset == Preset::Paper)
        model = mixmoe::withPaperPreset(model);
    model.moe.every = every;
    return model;
}

Result<StageRecipe> readStage(const Json &json, const std::string &where, const std::string &prefix)
{
    StageRecipe stage;
    JsonObjectReader reader(json, where, prefix);
    reader.string("name", stage.name);
    reader.oneOf("trains", trainsNames, stage.trains);
    reader.integer("steps", stage.steps);
    reader.integer("tokens_per_step", stage.tokensPerStep);
    reader.number("pair_share", stage.pairShare);
    reader.number("prompt_loss_weight", stage.promptLossWeight);
    reader.number("learning_rate", stage.learningRate);
    reader.number("warmup_share", stage.warmupShare);
    reader.number("final_rate_share", stage.finalRateShare);
    reader.number("weight_decay", stage.weightDecay);
    reader.number("label_smoothing", stage.labelSmoothing);
    reader.number("balance_weight", stage.balanceWeight);
    reader.number("clip_norm", stage.clipNorm);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());

    struct Range {
        const char *key;
        float value, low, high;
    };
    const Range ranges[] = {
        {"steps", static_cast<float>(stage.steps), 1, 1e9F},         {"tokens_per_step", static_cast<float>(stage.tokensPerStep), 16, 1e8F},
        {"pair_share", stage.pairShare, 0, 1},                       {"prompt_loss_weight", stage.promptLossWeight, 0, 1},
        {"learning_rate", stage.learningRate, 1e-9F, 1},             {"warmup_share", stage.warmupShare, 0, 0.9F},
        {"final_rate_share", stage.finalRateShare, 0, 1},            {"weight_decay", stage.weightDecay, 0, 1},
        {"label_smoothing", stage.labelSmoothing, 0, 0.9F},          {"balance_weight", stage.balanceWeight, 0, 100},
        {"clip_norm", stage.clipNorm, 1e-6F, 1e6F},
    };
    for (const Range &range : ranges) {
        if (!(range.value >= range.low && range.value <= range.high))
            return fail(ErrorCode::OutOfRange, where, "\"%1\" is %2; expected %3 to %4", prefix + range.key, range.value, range.low, range.high);
    }
    return stage;
}

Result<void> checkOrder(const std::vector<StageRecipe> &stages, const std::string &where)
{
    for (std::size_t i = 0; i < stages.size(); ++i) {
        if (static_cast<std::size_t>(stages[i].trains) != i)
            return fail(ErrorCode::OutOfRange, where, "stage %1 trains \"%2\"; expected the order everything, lm_experts, mt_experts", i + 1,
                        mixmoe::nameOf(trainsNames, stages[i].trains));
    }
    if (stages.empty())
        return fail(ErrorCode::OutOfRange, where, "\"stages\" is empty; expected at least one stage");
    return {};
}

Result<PairSource> readPairSource(const Json &json, const std::string &where, const std::string &prefix)
{
    PairSource source;
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

}  // namespace

Result<Recipe> readRecipe(const std::filesystem::path &file)
{
    const std::string where = file.string();
    const Result<std::string> text = readTextFile(file);
    if (!text)
        return std::unexpected(text.error());
    const Json root = Json::parse(*text, nullptr, false);
    if (!root.is_object())
        return fail(ErrorCode::BadFormat, where, "is no JSON object; a recipe was expected");

    Recipe recipe;
    std::string corpus;
    int seed = 0;
    std::vector<std::string> languages;
    JsonObjectReader reader(root, where, "");
    reader.string("name", recipe.name);
    reader.integer("seed", seed);
    reader.string("corpus", corpus);
    reader.strings("languages", languages);
    reader.integer("vocabulary_size", recipe.vocabularySize);
    reader.integer("longest_example", recipe.longestExample);
    const Json *model = reader.object("model");
    const Json *mono = reader.list("mono");
    const Json *pairs = reader.list("pairs");
    const Json *dev = reader.object("dev");
    const Json *stages = reader.list("stages");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    recipe.seed = static_cast<std::uint64_t>(seed);
    recipe.corpus = file.parent_path() / corpus;

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
    auto pairSources = readList<PairSource>(*pairs, where, "pairs", readPairSource);
    auto devSource = readPairSource(*dev, where, "dev.");
    auto stageList = readList<StageRecipe>(*stages, where, "stages", readStage);
    if (!monoSources)
        return std::unexpected(monoSources.error());
    if (!pairSources)
        return std::unexpected(pairSources.error());
    if (!devSource)
        return std::unexpected(devSource.error());
    if (!stageList)
        return std::unexpected(stageList.error());
    recipe.mono = std::move(*monoSources);
    recipe.pairs = std::move(*pairSources);
    recipe.dev = std::move(*devSource);
    recipe.stages = std::move(*stageList);
    if (auto ordered = checkOrder(recipe.stages, where); !ordered)
        return std::unexpected(ordered.error());
    return recipe;
}

}  // namespace interlinear::training
