// How far training moved a model, part by part.
//
//   std::vector<ModuleDrift> drift = driftBetween(*readStoredModel("run/base"), *readStoredModel("run/mt-experts"));
//   drift[0].module;      // Module::Embedding
//   drift[0].relative;    // |after - before| / |before|, Euclidean over all its parameters; 0 where nothing moved
//
// An expert is compared with what it was made from: a slice or copy of the dense FFN, the MT group with the LM group.
#pragma once

#include "engine/mixmoe/model/model.h"
#include "engine/training/transform/modules.h"

#include <vector>

namespace interlinear::training {

struct ModuleDrift {
    Module module = Module::Embedding;
    double relative = 0;
};

/// Only modules that have something to be compared with: routers of a model that was dense before have not, nor have the layers of models of another depth.
std::vector<ModuleDrift> driftBetween(const mixmoe::StoredModel &before, const mixmoe::StoredModel &after);

}  // namespace interlinear::training
