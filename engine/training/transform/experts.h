// From a dense model to experts, from one group to two, and back: pure functions of named tensors.
//
//   TensorMap sliced = sliceIntoExperts(config, dense, seed);   // config.stage == Dense
//   TensorMap both = copyGroups(config, stage1, seed);          // config.stage == Sliced
//   TensorMap again = mergeExperts(config, both);               // dense
//
// Slicing cuts each converted FFN along its inner dimension into n experts, so that the experts' sum is the FFN (Mix-MoE, arXiv 2605.24681 v1,
// construction of LM experts). Copying gives the MT group the LM experts and, if the config says so, the LM router.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/model/safetensors.h"

#include <cstdint>

namespace interlinear::training {

/// LM experts from a dense model; routers are drawn from N(0, 0.02), the spectral half sqrt(hidden/2) smaller when balancedFourierInit is set.
/// The result belongs to the same config with Stage::Sliced.
mixmoe::TensorMap sliceIntoExperts(const mixmoe::ModelConfig &config, const mixmoe::TensorMap &dense, std::uint64_t seed);

/// LM experts that are whole copies of the FFN each, for a config whose experts are whole; routers as sliceIntoExperts() draws them.
mixmoe::TensorMap upcycle(const mixmoe::ModelConfig &config, const mixmoe::TensorMap &dense, std::uint64_t seed);

/// Adds an MT group beside each LM group, and a direction embedding of zeros if the config has one. The result belongs to the same config with Stage::MixMoe.
mixmoe::TensorMap copyGroups(const mixmoe::ModelConfig &config, const mixmoe::TensorMap &sliced, std::uint64_t seed);

/// The dense model whose FFNs are the LM experts side by side; MT experts and routers are left out. Undoes sliceIntoExperts() exactly.
mixmoe::TensorMap mergeExperts(const mixmoe::ModelConfig &config, const mixmoe::TensorMap &experts);

}  // namespace interlinear::training
