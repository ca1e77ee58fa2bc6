// How a kernel is launched that may begin before those ahead of it have ended, where the card can do that.
//
//   EarlyLaunch launch(capability, blocks, threads, sharedBytes, stream);
//   cudaError_t launched = cudaLaunchKernelEx(&launch.config, kernel, args);
//
// The kernel waits for those ahead itself (PTX ISA, griddepcontrol).
#pragma once

#include <cuda_runtime.h>

#include <cstddef>

namespace interlinear::mixmoe::cuda {

struct EarlyLaunch {
    EarlyLaunch(int capability, dim3 blocks, int threads, int sharedBytes, cudaStream_t stream)
    {
        constexpr int firstThatCan = 90;
        early.id = cudaLaunchAttributeProgrammaticStreamSerialization;
        early.val.programmaticStreamSerializationAllowed = 1;
        config.gridDim = blocks;
        config.blockDim = dim3(static_cast<unsigned>(threads));
        config.dynamicSmemBytes = static_cast<std::size_t>(sharedBytes);
        config.stream = stream;
        config.attrs = &early;
        config.numAttrs = capability >= firstThatCan ? 1 : 0;
    }
    EarlyLaunch(const EarlyLaunch &) = delete;
    EarlyLaunch &operator=(const EarlyLaunch &) = delete;

    cudaLaunchAttribute early{};
    cudaLaunchConfig_t config{};
};

}  // namespace interlinear::mixmoe::cuda
