#include "engine/training/recipe/recipe.h"

#include "engine/mixmoe/model/json_object.h"

#include <set>

namespace interlinear::training {

namespace {

using Json = nlohmann::json;
using mixmoe::JsonObjectReader;

const mixmoe::EnumNames<Start> startNames{{Start::Fresh, "fresh"}, {Start::Merge, "merge"},            {Start::Previous, "previous"},
                                          {Start::Slice, "slice"}, {Start::Upcycle, "upcycle"},     {Start::CopyGroups, "copy_groups"},
                                          {Start::InsertBlocks, "insert_blocks"}};
const mixmoe::EnumNames<Trains> trainsNames{{Trains::Everything, "everything"}, {Trains::LmExperts, "lm_experts"}, {Trains::MtExperts, "mt_experts"},
                                            {Trains::NewExperts, "new_experts"}, {Trains::LmRouters, "lm_routers"}, {Trains::Experts, "experts"},       {Trains::NewBlocks, "new_blocks"}, {Trains::LowRank, "low_rank"}};
const mixmoe::EnumNames<OptimiserKind> optimiserNames{{OptimiserKind::AdamW, "adamw"}, {OptimiserKind::Muon, "muon"}};
const mixmoe::EnumNames<Schedule> scheduleNames{{Schedule::Cosine, "cosine"}, {Schedule::Trapezoid, "trapezoid"}};

constexpr int mostExtensions = 8;

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
    mixmoe::MoeConfig rival = model.moe;   // what the presets do not speak of
    if (reader.has("top_k"))
        reader.integer("top_k", rival.topK);
    if (reader.has("expert_size"))
        reader.oneOf("expert_size", mixmoe::expertSizeNames(), rival.expertSize);
    if (reader.has("direction_embedding"))
        reader.boolean("direction_embedding", rival.directionEmbedding);
    std::optional<mixmoe::GateWeight> gateWeight;
    if (reader.has("gate_weight"))
        reader.oneOf("gate_weight", mixmoe::gateWeightNames(), gateWeight.emplace());
    mixmoe::FourierMode fourier = mixmoe::FourierMode::RealFft;
    reader.oneOf("fourier_mode", mixmoe::fourierModeNames(), fourier);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (preset == Preset::Paper)
        model = mixmoe::withPaperPreset(model);
    model.moe.every = every;
    model.moe.fourierMode = fourier;
    model.moe.topK = rival.topK;
    model.moe.expertSize = rival.expertSize;
    model.moe.directionEmbedding = rival.directionEmbedding;
    model.moe.gateWeight = gateWeight.value_or(model.moe.gateWeight);
    return model;
}

Result<void> checkRanges(const StageRecipe &stage, const std::string &where, const std::string &prefix)
{
    struct Range {
        const char *key;
        float value, low, high;
    };
    const Range ranges[] = {
        {"steps", static_cast<float>(stage.steps), 1, 1e9F},
        {"tokens_per_step", static_cast<float>(stage.tokensPerStep), 16, 1e8F},
        {"accumulate", static_cast<float>(stage.accumulate), 1, 1e4F},
        {"pair_share", stage.pairShare, 0, 1},
        {"context_share", stage.contextShare, 0, 1},
        {"mixing_share", stage.mixingShare, 0, 1},
        {"temperature_begin", stage.temperatureBegin, 1, 100},
        {"temperature_end", stage.temperatureEnd, 1, 100},
        {"longest_begin", static_cast<float>(stage.longestBegin), 0, 1e6F},
        {"prompt_loss_weight", stage.promptLossWeight, 0, 1},
        {"learning_rate", stage.learningRate, 1e-9F, 1},
        {"matrix_learning_rate", stage.matrixLearningRate, 1e-9F, 1},
        {"router_rate_scale", stage.routerRateScale, 0, 1e4F},
        {"warmup_share", stage.warmupShare, 0, 0.9F},
        {"decay_share", stage.decayShare, 0, 1},
        {"final_rate_share", stage.finalRateShare, 0, 1},
        {"weight_decay", stage.weightDecay, 0, 1},
        {"label_smoothing", stage.labelSmoothing, 0, 0.9F},
        {"balance_weight", stage.balanceWeight, 0, 100},
        {"prior_weight", stage.priorWeight, 0, 100},
        {"clip_norm", stage.clipNorm, 1e-6F, 1e6F},
        {"low_rank", static_cast<float>(stage.lowRank), 1, 1024},
        {"new_blocks", static_cast<float>(stage.newBlocks), 1, 1024},
    };
    for (const Range &range : ranges) {
        if (!(range.value >= range.low && range.value <= range.high))
            return fail(ErrorCode::OutOfRange, where, "\"%1\" is %2; expected %3 to %4", prefix + range.key, range.value, range.low, range.high);
    }
    return {};
}

Result<StageRecipe> readStage(const Json &json, const std::string &where, const std::string &prefix)
{
    StageRecipe stage;
    JsonObjectReader reader(json, where, prefix);
    reader.string("name", stage.name);
    reader.oneOf("start", startNames, stage.start);
    reader.oneOf("trains", trainsNames, stage.trains);
    reader.integer("steps", stage.steps);
    reader.integer("tokens_per_step", stage.tokensPerStep);
    reader.integer("accumulate", stage.accumulate);
    reader.number("pair_share", stage.pairShare);
    reader.number("context_share", stage.contextShare);
    reader.number("mixing_share", stage.mixingShare);
    reader.number("temperature_begin", stage.temperatureBegin);
    reader.number("temperature_end", stage.temperatureEnd);
    reader.integer("longest_begin", stage.longestBegin);
    reader.number("prompt_loss_weight", stage.promptLossWeight);
    reader.oneOf("optimiser", optimiserNames, stage.optimiser);
    reader.oneOf("schedule", scheduleNames, stage.schedule);
    reader.number("learning_rate", stage.learningRate);
    reader.number("matrix_learning_rate", stage.matrixLearningRate);
    reader.number("router_rate_scale", stage.routerRateScale);
    reader.number("warmup_share", stage.warmupShare);
    reader.number("decay_share", stage.decayShare);
    reader.number("final_rate_share", stage.finalRateShare);
    reader.number("weight_decay", stage.weightDecay);
    reader.number("label_smoothing", stage.labelSmoothing);
    reader.number("balance_weight", stage.balanceWeight);
    reader.number("prior_weight", stage.priorWeight);
    reader.number("clip_norm", stage.clipNorm);
    reader.integer("low_rank", stage.lowRank);
    reader.integer("new_blocks", stage.newBlocks);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (auto inside = checkRanges(stage, where, prefix); !inside)
        return std::unexpected(inside.error());
    if (stage.trains == Trains::NewExperts && stage.weightDecay > 0)
        return fail(ErrorCode::OutOfRange, where, "\"%1\" is %2; expected 0 where new_experts are trained, because it would wear down the first expert too", prefix + "weight_decay",
                    stage.weightDecay);
    return stage;
}

/// What a model is between two stages: nothing yet, dense, LM experts, or both groups.
enum class Shape { None, Dense, Sliced, MixMoe };

std::optional<Shape> shapeAfter(Start start, Shape before)
{
    switch (start) {
    case Start::Fresh:
        return before == Shape::None ? std::optional(Shape::Dense) : std::nullopt;
    case Start::Merge:
        return before == Shape::Sliced || before == Shape::MixMoe ? std::optional(Shape::Dense) : std::nullopt;
    case Start::Previous:
        return before != Shape::None ? std::optional(before) : std::nullopt;
    case Start::Slice:
    case Start::Upcycle:
        return before == Shape::Dense ? std::optional(Shape::Sliced) : std::nullopt;
    case Start::CopyGroups:
        return before == Shape::Sliced ? std::optional(Shape::MixMoe) : std::nullopt;
    case Start::InsertBlocks:
        break;
    }
    return before == Shape::Dense ? std::optional(Shape::Dense) : std::nullopt;
}

bool hasWhatItTrains(Trains trains, Start start, Shape shape)
{
    switch (trains) {
    case Trains::LmExperts:
    case Trains::NewExperts:
    case Trains::LmRouters:
    case Trains::Experts:
        return shape == Shape::Sliced || shape == Shape::MixMoe;
    case Trains::MtExperts:
        return shape == Shape::MixMoe;
    case Trains::NewBlocks:
        return start == Start::InsertBlocks;
    case Trains::Everything:
    case Trains::LowRank:
        break;
    }
    return true;
}

/// Cutting makes slices, upcycling whole experts, and only slices can be put together again.
Result<void> checkExpertSize(const std::vector<StageRecipe> &stages, mixmoe::ExpertSize size, const std::string &where)
{
    const bool whole = size == mixmoe::ExpertSize::Whole;
    for (const StageRecipe &stage : stages) {
        if (whole ? stage.start == Start::Slice || stage.start == Start::Merge : stage.start == Start::Upcycle)
            return fail(ErrorCode::OutOfRange, where, "stage \"%1\" has the start \"%2\", but \"model.expert_size\" is \"%3\"; whole experts come from upcycle, slices from slice",
                        stage.name, mixmoe::nameOf(startNames, stage.start), mixmoe::nameOf(mixmoe::expertSizeNames(), size));
    }
    return {};
}

Result<void> checkOrder(const std::vector<StageRecipe> &stages, std::optional<mixmoe::Stage> initial, const std::string &where)
{
    Shape shape = !initial ? Shape::None : *initial == mixmoe::Stage::Dense ? Shape::Dense : *initial == mixmoe::Stage::Sliced ? Shape::Sliced : Shape::MixMoe;
    std::set<std::string> names;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const StageRecipe &stage = stages[i];
        const std::optional<Shape> next = shapeAfter(stage.start, shape);
        if (!next) {
            return fail(ErrorCode::OutOfRange, where, "stage %1 (\"%2\") has the start \"%3\", which cannot follow what is there before it; expected fresh first, then slice or upcycle, then copy_groups; merge after experts, insert_blocks while dense",
                        i + 1, stage.name, mixmoe::nameOf(startNames, stage.start));
        }
        shape = *next;
        if (!hasWhatItTrains(stage.trains, stage.start, shape))
            return fail(ErrorCode::OutOfRange, where, "stage %1 (\"%2\") trains \"%3\", which its model does not have", i + 1, stage.name, mixmoe::nameOf(trainsNames, stage.trains));
        if (stage.name.empty() || stage.name.find_first_of("/\\") != std::string::npos || stage.name == "model" || stage.name.starts_with('.') || !names.insert(stage.name).second)
            return fail(ErrorCode::OutOfRange, where, "stage %1 has the name \"%2\"; expected another one for each stage, fit for a folder", i + 1, stage.name);
    }
    if (stages.empty())
        return fail(ErrorCode::OutOfRange, where, "\"stages\" is empty; expected at least one stage");
    return {};
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
