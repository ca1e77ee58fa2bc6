// What plugin/hopper_product.cuh takes from nvcc and from a Hopper card, on the processor: the threads of one block after the other, each on a stack of its own, in an order drawn by chance.
//
//   EmulatedHopper card(7);
//   const bool ended = card.run(132, 384, 168, [&] { hopperProduct<Half>(args, tensors); });   // blocks, threads, registers of a thread at first; false: all wait for each other
//
// Copies come when chance will, multiplies are done when they are waited for, registers are given and taken: what is read too early is no number, what is overwritten too early is wrong. Included before
// the kernel.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>

#define __device__
#define __global__
#define __grid_constant__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define threadIdx (interlinear::tests::hopperThread())
#define blockIdx (interlinear::tests::hopperBlock())
#define gridDim (interlinear::tests::hopperGrid())

struct uint4 {
    std::uint32_t x, y, z, w;
};
struct float2 {
    float x, y;
};
void __syncthreads();
void __syncwarp();
std::uint32_t __shfl_xor_sync(unsigned lanes, std::uint32_t value, int mask);

namespace interlinear::tests {

struct HopperIndex {
    int x;
};
HopperIndex hopperThread();
HopperIndex hopperBlock();
HopperIndex hopperGrid();

class EmulatedHopper {
public:
    explicit EmulatedHopper(unsigned seed);
    ~EmulatedHopper();

    /// False: threads wait for ever. What ended badly otherwise is in fault().
    bool run(int blocks, int threads, int registers, const std::function<void()> &kernel);
    const char *fault() const;

    struct State;

private:
    std::unique_ptr<State> m_state;
};

}  // namespace interlinear::tests

namespace interlinear::mixmoe::cuda {

/// [matrix][line][depth] of so many bytes each; a box has some lines and 64 of the depth, zeros behind the depth and the last line.
struct TensorMap {
    const void *values;
    int valueBytes, depth;
    std::int64_t lines, matrixValues;
    int linesOfBox;
};

unsigned char *blockMemory();
void letNextKernelBegin();
void awaitKernelsAhead();
std::uint32_t sharedAddress(const void *place);
void makeBarrier(std::uint32_t barrier, int arrivals);
void showBarriers();
void arriveExpecting(std::uint32_t barrier, int bytes);
void arrive(std::uint32_t barrier);
void arriveWithPieces(std::uint32_t barrier);
void await(std::uint32_t barrier, std::uint32_t phase);
void prefetchTensor(const TensorMap &tensor);
void copyBox(std::uint32_t to, const TensorMap &tensor, int x, int y, int z, std::uint32_t barrier);
void copyPieceTo(std::uint32_t to, const void *from);
uint4 readPiece(std::uint32_t place);
void writePiece(std::uint32_t place, const uint4 &piece);
void showPieces();
void changeRegisters(int count);
template <int count>
void giveRegisters()
{
    changeRegisters(count);
}
template <int count>
void takeRegisters()
{
    changeRegisters(count);
}

inline constexpr std::uint64_t matrixStep = 2;
std::uint64_t matrixAt(std::uint32_t address);
void beginMultiplies();
void endMultiplies();
void awaitMultipliesBut(int pending);
template <int pending>
void awaitMultiplies()
{
    awaitMultipliesBut(pending);
}
template <int count>
void settleSums(float (&)[count])
{
}
void multiplyAsync(float (&sums)[64], std::uint64_t rows, std::uint64_t columns, std::uint32_t adds);
inline float plainQuotient(float dividend, float divisor) { return dividend / divisor; }

}  // namespace interlinear::mixmoe::cuda
