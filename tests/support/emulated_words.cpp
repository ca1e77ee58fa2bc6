#include "tests/support/emulated_words.h"

#include "engine/mixmoe/runtime/cuda/kernels/team.h"

#include <bit>
#include <utility>

using interlinear::tests::EmulatedThreads;

namespace {

EmulatedThreads &threads()
{
    return *EmulatedThreads::running;
}

std::uint32_t exchanged(std::uint32_t word, int mask)
{
    const int lane = threads().thread() % 32;
    threads().shown(lane)[0] = word;
    threads().exchange();
    const std::uint32_t other = threads().shown(lane ^ mask)[0];
    threads().exchange();
    return other;
}

/// Number `index` of the depth among the pairs of a row or column.
float half(std::uint32_t pair, int index)
{
    return interlinear::mixmoe::cuda::toFloat(interlinear::mixmoe::cuda::Half{static_cast<std::uint16_t>(index == 0 ? pair : pair >> 16)});
}

}  // namespace

namespace interlinear::tests {

void checkStreamed(const void *place)
{
    threads().touchedAsStream(place);
}

EmulatedIndex emulatedThread()
{
    return {threads().thread(), 0};
}

EmulatedIndex emulatedBlock()
{
    return {threads().block().x, threads().block().y};
}

EmulatedIndex emulatedSize()
{
    return {threads().block().threads, 1};
}

}  // namespace interlinear::tests

void __syncthreads()
{
    threads().blockBarrier();
}

void __syncwarp()
{
    threads().warpBarrier();
}

void __threadfence()
{
    threads().fence();
}

int atomicAdd(std::int32_t *place, int value)
{
    threads().touchedInTurn(place, sizeof *place, false);
    return std::exchange(*place, *place + value);
}

std::int32_t __ldcg(const std::int32_t *place)
{
    threads().touchedFresh(place);
    return *place;
}

float __shfl_xor_sync(unsigned, float value, int mask)
{
    return std::bit_cast<float>(exchanged(std::bit_cast<std::uint32_t>(value), mask));
}

int __shfl_xor_sync(unsigned, int value, int mask)
{
    return std::bit_cast<int>(exchanged(std::bit_cast<std::uint32_t>(value), mask));
}

namespace interlinear::mixmoe::cuda {

// Fragments as the PTX manual has them for mma.m16n8k16 with bf16: register r of a has row lane / 4 + 8 (r % 2) and depth 2 (lane % 4) + 8 (r / 2) and the next; register r of b has column
// lane / 4 and depth 2 (lane % 4) + 8 r and the next; number i of the sums has row lane / 4 + 8 (i / 2) and column 2 (lane % 4) + i % 2.
void tensorMultiplyAdd(float (&sums)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2])
{
    const int lane = threads().thread() % lanes;
    for (int r = 0; r < 4; ++r)
        threads().shown(lane)[r] = a[r];
    for (int r = 0; r < 2; ++r)
        threads().shown(lane)[4 + r] = b[r];
    threads().exchange();
    for (int i = 0; i < 4; ++i) {
        const int row = lane / 4 + i / 2 * 8, column = lane % 4 * 2 + i % 2;
        for (int k = 0; k < 16; ++k) {
            const int laneOfDepth = k % 8 / 2, upper = k / 8;
            sums[i] += half(threads().shown(row % 8 * 4 + laneOfDepth)[row / 8 + 2 * upper], k % 2) * half(threads().shown(column * 4 + laneOfDepth)[4 + upper], k % 2);
        }
    }
    threads().exchange();
}

unsigned char *blockMemory()
{
    return tests::emulatedShared();
}

void prefetchLine(const void *) {}

void awaitKernelsAhead()
{
    threads().awaitKernelsAhead();
}

void copyPiece(std::uint32_t *to, const void *from)
{
    threads().copyLater(to, from);
}

void endPieces()
{
    threads().endCopies();
}

void awaitPiecesBut(int pending)
{
    threads().awaitCopies(pending);
}

}  // namespace interlinear::mixmoe::cuda
