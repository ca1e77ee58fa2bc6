// The CUDA plug-in at run time: opens libinterlinear_cuda.so beside the program, or says why there is no card to use.
//
//   Result<std::shared_ptr<cuda::Card>> card = cuda::openCard();
//   if (!card) std::puts(card.error().sentence().c_str());   // "device cuda: this machine has no driver for NVIDIA cards; …"
//
// The library stays open until the program ends; each call opens the card anew. Any thread.
#pragma once

#include "engine/mixmoe/runtime/cuda/card.h"

#include <filesystem>
#include <memory>

namespace interlinear::mixmoe::cuda {

/// libinterlinear_cuda.so in the folder of the program.
std::filesystem::path cardLibrary();

/// Of several cards the one with the most free memory. Unsupported without plug-in, driver or a card that is new enough; EngineFailure when the plug-in cannot be opened,
/// is of another version, or the card fails at once.
Result<std::shared_ptr<Card>> openCard(const std::filesystem::path &library = cardLibrary());

/// What a refusal of interlinear_cuda_open() means; about: what the table's name then holds.
std::unexpected<Error> refusalOf(int refusal, const std::string &about);

}  // namespace interlinear::mixmoe::cuda
