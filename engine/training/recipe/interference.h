// Whether text and pairs pull a model the same way: the cosine between their gradients.
//
//   Result<std::vector<GradientCosine>> cosines = gradientCosines({.model = "runs/base/base", .recipe = "dense-base.json", .batches = 20});
//   cosines->front().module;     // Module::Embedding
//   cosines->front().cosine;     // 1 the same way, 0 neither with nor against each other, below 0 against
//
// Source of the measure: Yu et al. 2020 (gradient surgery), definition 1. Nothing of the model changes. On the CPU.
#pragma once

#include "engine/core/result.h"
#include "engine/training/transform/modules.h"

#include <filesystem>
#include <vector>

namespace interlinear::training {

struct InterferenceRequest {
    std::filesystem::path model, recipe;
    std::filesystem::path corpus;      ///< replaces the recipe's when not empty
    int batches = 20;                  ///< of each kind, of the tokens that the recipe's first stage reads a step
    int threads = 0;                   ///< 0: all cores
};

struct GradientCosine {
    Module module = Module::Embedding;
    double cosine = 0;
};

/// One for each module that the model has. InvalidArgument when the recipe lists no text or no pairs.
Result<std::vector<GradientCosine>> gradientCosines(const InterferenceRequest &request);

}  // namespace interlinear::training
