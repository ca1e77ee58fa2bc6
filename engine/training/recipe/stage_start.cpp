#include "engine/training/recipe/stage_start.h"

#include "engine/training/transform/blocks.h"
#include "engine/training/transform/experts.h"

#include <algorithm>
#include <set>

namespace interlinear::training {

namespace {

/// Those of the recipe's pairs, where it has some languages of which it has none.
std::vector<std::string> directionsOf(const Recipe &recipe)
{
    std::set<std::string> directions;
    const auto add = [&](const std::string &first, const std::string &second) { directions.insert({first + "-" + second, second + "-" + first}); };
    for (const PairSource &pair : recipe.pairs)
        add(pair.first, pair.second);
    for (const DocumentSource &pair : recipe.documents)
        add(pair.first, pair.second);
    const std::size_t languages = recipe.model.languages.size();
    return directions.size() == languages * (languages - 1) ? std::vector<std::string>() : std::vector(directions.begin(), directions.end());
}

mixmoe::StoredModel changed(const Recipe &recipe, const StageRecipe &stage, const mixmoe::StoredModel &previous)
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
    next.config.directions = directionsOf(recipe);
    return next;
}

}  // namespace

Result<StageStart> startOf(const Recipe &recipe, const StageRecipe &stage, const mixmoe::StoredModel &previous, const mixmoe::Tokenizer &tokenizer)
{
    const mixmoe::StoredModel next = changed(recipe, stage, previous);
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
