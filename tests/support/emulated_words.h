// What plugin/card_team.cuh takes from nvcc, for EmulatedThreads. Nothing is defined here: what this file's users do is told access by access, and what the card itself does is not.
#pragma once

#include "tests/support/emulated_threads.h"

#include <cstdint>

#define __device__
#define __shared__ static   // one block runs at a time
#define threadIdx (interlinear::tests::emulatedThread())
#define blockIdx (interlinear::tests::emulatedBlock())
#define blockDim (interlinear::tests::emulatedSize())

#define INTERLINEAR_STREAMED(place) interlinear::tests::checkStreamed(place)

namespace interlinear::tests {

/// A fault where it is not the card's memory.
void checkStreamed(const void *place);

struct EmulatedIndex {
    int x, y;
};
EmulatedIndex emulatedThread();
EmulatedIndex emulatedBlock();
EmulatedIndex emulatedSize();

}  // namespace interlinear::tests

void __syncthreads();
void __syncwarp();
void __threadfence();
int atomicAdd(std::int32_t *place, int value);
std::int32_t __ldcg(const std::int32_t *place);
float __shfl_xor_sync(unsigned lanes, float value, int mask);
int __shfl_xor_sync(unsigned lanes, int value, int mask);

namespace interlinear::mixmoe::cuda {

void tensorMultiplyAdd(float (&sums)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2]);
unsigned char *blockMemory();
void prefetchLine(const void *place);
void awaitKernelsAhead();
void copyPiece(std::uint32_t *to, const void *from);
void endPieces();
void awaitPiecesBut(int pending);
template <int pending>
void awaitPieces()
{
    awaitPiecesBut(pending);
}

}  // namespace interlinear::mixmoe::cuda
