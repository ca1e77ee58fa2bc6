// What card_team.cuh needs of nvcc besides its functions.
#pragma once

#include <cstdint>

namespace interlinear::mixmoe::cuda {

extern __shared__ __align__(16) unsigned char sharedMemory[];

/// As much as the launch asked for, aligned to 16 bytes.
__device__ __forceinline__ unsigned char *blockMemory()
{
    return sharedMemory;
}

/// Into the card's second cache.
__device__ __forceinline__ void prefetchLine(const void *place)
{
    asm volatile("prefetch.global.L2 [%0];" : : "l"(place));
}

/// The next kernel may begin, as far as there is room for it: its awaitKernelsAhead() still waits for the end of this one. (PTX ISA, griddepcontrol.)
__device__ __forceinline__ void letNextKernelBegin()
{
#if __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.launch_dependents;" : : : "memory");
#endif
}
/// Until the kernels ahead have ended, and what they wrote is there.
__device__ __forceinline__ void awaitKernelsAhead()
{
#if __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.wait;" : : : "memory");
#endif
}

/// sums += a b with the fragments of mma.m16n8k16; all lanes of the warp together.
__device__ __forceinline__ void tensorMultiplyAdd(float (&sums)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2])
{
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

/// 16 bytes from the card's memory into shared memory, as part of the group that this thread ends next.
__device__ __forceinline__ void copyPiece(std::uint32_t *to, const void *from)
{
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" : : "r"(static_cast<std::uint32_t>(__cvta_generic_to_shared(to))), "l"(from) : "memory");
}
__device__ __forceinline__ void endPieces()
{
    asm volatile("cp.async.commit_group;" : : : "memory");
}
/// Until this thread's groups are there but for the last ones.
template <int pending>
__device__ __forceinline__ void awaitPieces()
{
    asm volatile("cp.async.wait_group %0;" : : "n"(pending) : "memory");
}

}  // namespace interlinear::mixmoe::cuda
