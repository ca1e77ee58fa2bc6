// What a stage begins with: the model of the stage before, changed as the recipe says.
//
//   Result<StageStart> start = startOf(recipe, stage, previous);
//   StageRun run(start->model, stage, start->trainable, sampler);
//   mixmoe::StoredModel next{start->model->config(), modelTensors(*start->model)};
#pragma once

#include "engine/mixmoe/model/model.h"
#include "engine/training/nn/mix_moe_model.h"
#include "engine/training/recipe/recipe.h"
#include "engine/training/recipe/stage.h"

namespace interlinear::training {

struct StageStart {
    MixMoeModel model{nullptr};
    Trainable trainable;
};

/// The model before has no tensors where the stage is the first. The recipe has been checked: each start fits what is there before it. WrongModel for a vocabulary without the tags that a direction embedding reads.
/// Draws from torch's generator, seeded by the recipe.
Result<StageStart> startOf(const Recipe &recipe, const StageRecipe &stage, const mixmoe::StoredModel &previous, const mixmoe::Tokenizer &tokenizer);

}  // namespace interlinear::training
