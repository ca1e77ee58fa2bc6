// The stages of a recipe: read one by one, and checked against each other and the model.
//
//   Result<StageRecipe> stage = readStage(json, "mix-moe.json", "stages[1].");
//   if (auto ordered = checkOrder(stages, std::nullopt, "mix-moe.json"); !ordered) return std::unexpected(ordered.error());
//
// Errors name the file and the key or the stage.
#pragma once

#include "engine/training/recipe/recipe.h"

#include <nlohmann/json_fwd.hpp>

namespace interlinear::training {

/// Every key is there and in its range.
Result<StageRecipe> readStage(const nlohmann::json &json, const std::string &where, const std::string &prefix);

/// Cutting makes slices, upcycling whole experts, and only slices can be put together again.
Result<void> checkExpertSize(const std::vector<StageRecipe> &stages, mixmoe::ExpertSize size, const std::string &where);

/// Each stage can start from what the one before leaves, the first from the initial model, and each has a name of its own.
Result<void> checkOrder(const std::vector<StageRecipe> &stages, std::optional<mixmoe::Stage> initial, const std::string &where);

}  // namespace interlinear::training
