// New blocks between old ones: a pure function of named tensors.
//
//   const std::vector<int> at = insertedLayers(6, 2);           // {3, 7}: after the third and the sixth of the old blocks
//   TensorMap deeper = insertBlocks(6, dense, 2);               // layers.0 to layers.7
//
// A new block is a copy of the one before it whose last projections are zero, so that it passes its input through (LLaMA Pro, arXiv 2401.02415, section 3.2).
#pragma once

#include "engine/mixmoe/model/safetensors.h"

#include <vector>

namespace interlinear::training {

/// Indices that count new blocks get among layers + count, one after each even part of the old ones. count is 1 to layers.
std::vector<int> insertedLayers(int layers, int count);

/// A dense model with insertedLayers(layers, count) added.
mixmoe::TensorMap insertBlocks(int layers, const mixmoe::TensorMap &dense, int count);

}  // namespace interlinear::training
