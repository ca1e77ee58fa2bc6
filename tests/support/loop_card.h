// A card that is none: the plug-in's table with the same kernels, run as loops over blocks and threads in the memory of this process.
//
//   const std::shared_ptr<cuda::Card> card = loopCard();
//   const auto runtime = must(makeCudaRuntime(model, card));
//   const auto small = loopCard({.bytes = 1 << 20});              // full soon
//   const auto failing = loopCard({.launchesUntilFailure = 100}); // then gone for good
//
// Memory holds NaN and -1 at first, so that what is read before it was written shows. With `backwards` blocks and threads run in falling order: what comes out must
// not depend on it, or a barrier is missing.
#pragma once

#include "engine/mixmoe/runtime/cuda/card.h"

#include <cstddef>
#include <memory>

namespace interlinear::tests {

struct LoopCardOptions {
    std::size_t bytes = std::size_t(1) << 30;
    int launchesUntilFailure = -1;    ///< -1: it never fails
    bool backwards = false;
    const char *fourierTrouble = nullptr;
};

/// As interlinear_cuda_table::fourier has it, in memory of this process, by FFTW; imaginary parts are no numbers.
void realPartsOfTransforms(const float *in, float *out, int length, int count);

std::shared_ptr<mixmoe::cuda::Card> loopCard(const LoopCardOptions &options = {});

}  // namespace interlinear::tests
