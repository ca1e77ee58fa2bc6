#include "engine/training/recipe/stage_start.h"

#include "engine/training/data/manifest.h"
#include "engine/training/transform/blocks.h"
#include "engine/training/transform/experts.h"

#include <algorithm>
#include <set>

namespace interlinear::training {

namespace {

/// Those of the recipe's pairs, or of its shards, where it has some languages of which it has none.
Result<std::vector<std::string>> directionsOf(const Recipe &recipe)
{
    std::set<std::string> directions;
    const auto add = [&](const std::string &from, const std::string &to) { directions.insert(from + "-" + to); };
    const auto addBoth = [&](const std::string &first, const std::string &second) {
        add(first, second);
        add(second, first);
    };
    for (const PairSource &pair : recipe.pairs)
        addBoth(pair.first, pair.second);
    for (const DocumentSource &pair : recipe.documents)
        addBoth(pair.first, pair.second);
    const Result<CorpusManifest> manifest = recipe.shards ? readManifest(*recipe.shards) : Result<CorpusManifest>();
    if (!manifest)
        return std::unexpected(manifest.error());
    for (const GroupReport &group : manifest->groups) {
        if (group.from != group.to)
            add(group.from, group.to);
    }
    const std::size_t languages = recipe.model.languages.size();
    return directions.size() == languages * (languages - 1) ? std::vector<std::string>() : std::vector(directions.begin(), directions.end());
}

mixmoe::StoredModel changed(const Recipe &recipe, const StageRecipe &stage, const mixmoe::StoredModel &previous, std::vector<std::string> directions)
{
    mixmoe::StoredModel next = previous;
    switch (stage.start) {
    case Start::Fresh:
        next = {recipe.model, {}};
        next.config.stage = mixmoe::Stage::Dense;
        break;
    case Start::Merge:
        next = {previous.config, mergeExperts(previous.config, previous.tensors)};
        next.config.stage = mixmoe::Stage::Dense;
        break;
    case Start::Slice:
        next.config.moe = recipe.model.moe;
        next.tensors = sliceIntoExperts(next.config, previous.tensors, recipe.seed);
        next.config.stage = mixmoe::Stage::Sliced;
        break;
    case Start::Upcycle:
        next.config.moe = recipe.model.moe;
        next.tensors = upcycle(next.config, previous.tensors, recipe.seed);
        next.config.stage = mixmoe::Stage::Sliced;
        break;
    case Start::CopyGroups:
        next.tensors = copyGroups(previous.config, previous.tensors, recipe.seed + 1);
        next.config.stage = mixmoe::Stage::MixMoe;
        break;
    case Start::InsertBlocks:
        next.tensors = insertBlocks(previous.config.layerCount, previous.tensors, stage.newBlocks);
        next.config.layerCount += stage.newBlocks;
        break;
    case Start::Previous:
        break;
    }
    next.config.name = recipe.name;
    next.config.confidence.clear();   // measured on the weights as they were
    if (stage.contextShare > 0 && stage.pairShare > 0 && !recipe.documents.empty())
        next.config.contextTokens = std::min(recipe.longestExample, next.config.maxPositions);
    next.config.languages = recipe.model.languages;
    next.config.directions = std::move(directions);
    return next;
}

}  // namespace

Result<StageStart> startOf(const Recipe &recipe, const StageRecipe &stage, const mixmoe::StoredModel &previous, const mixmoe::Tokenizer &tokenizer)
{
    Result<std::vector<std::string>> directions = directionsOf(recipe);
    if (!directions)
        return std::unexpected(directions.error());
    const mixmoe::StoredModel next = changed(recipe, stage, previous, std::move(*directions));
    torch::manual_seed(static_cast<std::int64_t>(recipe.seed));
    Result<MixMoeModel> made = modelFor(next.config, tokenizer);
    if (!made)
        return std::unexpected(made.error());
    MixMoeModel &model = *made;
    if (!next.tensors.empty())
        loadParameters(*model, next.tensors);
    if (stage.trains == Trains::LowRank)
        model->addLowRank(stage.lowRank);
    const bool grew = stage.start == Start::InsertBlocks;
    return StageStart{model, trainableBy(stage.trains, grew ? insertedLayers(previous.config.layerCount, stage.newBlocks) : std::vector<int>())};
}

}  // namespace interlinear::training
