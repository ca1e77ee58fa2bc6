// What a stage begins with: the model of the stage before, changed as the recipe says.
//
//   Result<StageStart> start = startOf(recipe, stage, previous);
//   StageRun run(start->model, stage, start->trainable, sampler);
//   ModelState next{start->model->config(), modelTensors(*start->model)};
#pragma once

#include "engine/training/nn/mix_moe_model.h"
#include "engine/training/recipe/recipe.h"
#include "engine/training/recipe/stage.h"

namespace interlinear::training {

/// A model between two stages; without tensors before the first one.
struct ModelState {
    mixmoe::ModelConfig config;
    mixmoe::TensorMap tensors;
};

struct StageStart {
    MixMoeModel model{nullptr};
    Trainable trainable;
};

/// The recipe has been checked: each start fits what is there before it. WrongModel for a vocabulary without the tags that a direction embedding reads.
/// Draws from torch's generator, seeded by the recipe.
Result<StageStart> startOf(const Recipe &recipe, const StageRecipe &stage, const ModelState &previous, const mixmoe::Tokenizer &tokenizer);

}  // namespace interlinear::training
