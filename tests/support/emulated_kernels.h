// The kernels as the card has them, plugin/card_team.cuh included, for the threads of EmulatedThreads.
#pragma once

#include "tests/support/emulated_threads.h"

#include <cstdint>

namespace interlinear::tests {

/// What one thread of a block does; kernel: a mixmoe::cuda::Kernel.
void runEmulatedThread(std::int32_t kernel, const void *args);

const char *nameOfKernel(std::int32_t kernel);
std::size_t argumentBytes(std::int32_t kernel);

}  // namespace interlinear::tests
