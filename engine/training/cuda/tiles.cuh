// Tiles of 16 rows in shared memory, and the products of tensor cores on them, by one warp.
//
//   Fragment a = rowsOf(tile, stride, 16 * k);              // 16 rows, 16 columns: the left side of a product
//   multiplyAdd(sums, a, right);                            // 16 x 8 += 16 x 16 times 16 x 8
//
// Fragments as the PTX manual has them for mma.m16n8k16 and ldmatrix.
#pragma once

#include "engine/training/cuda/values.h"

namespace interlinear::training::cuda {

struct Fragment {
    std::uint32_t of[4];
};

#ifdef __CUDACC__
__device__ __forceinline__ int laneOfWarp()
{
    return static_cast<int>(threadIdx.x) % 32;
}

__device__ __forceinline__ void loadMatrices(Fragment &to, const Bf16 *row)
{
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to.of[0]), "=r"(to.of[1]), "=r"(to.of[2]), "=r"(to.of[3])
                 : "r"(static_cast<std::uint32_t>(__cvta_generic_to_shared(row)))
                 : "memory");
}

__device__ __forceinline__ void loadTransposed(Fragment &to, const Bf16 *row)
{
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to.of[0]), "=r"(to.of[1]), "=r"(to.of[2]), "=r"(to.of[3])
                 : "r"(static_cast<std::uint32_t>(__cvta_generic_to_shared(row)))
                 : "memory");
}

__device__ __forceinline__ void multiplyAdd(float (&sums)[4], const Fragment &a, std::uint32_t b0, std::uint32_t b1)
{
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
                 : "r"(a.of[0]), "r"(a.of[1]), "r"(a.of[2]), "r"(a.of[3]), "r"(b0), "r"(b1));
}

/// What the lane with the other bit has.
__device__ __forceinline__ float shuffled(float value, int bit)
{
    return __shfl_xor_sync(~0U, value, bit);
}

/// What other lanes wrote is there, and what they read may be written over.
__device__ __forceinline__ void waitForWarp()
{
    __syncwarp();
}
#else
// On the processor, where a test has lanes of its own.
int laneOfWarp();
void loadMatrices(Fragment &to, const Bf16 *row);
void loadTransposed(Fragment &to, const Bf16 *row);
void multiplyAdd(float (&sums)[4], const Fragment &a, std::uint32_t b0, std::uint32_t b1);
float shuffled(float value, int bit);
void waitForWarp();
#endif

/// The left side of a product: rows of the tile, 16 columns from c.
INTERLINEAR_ANYWHERE Fragment rowsOf(const Bf16 *tile, int stride, int c)
{
    const int lane = laneOfWarp();
    Fragment fragment;
    loadMatrices(fragment, tile + lane % 16 * stride + c + lane / 16 * 8);
    return fragment;
}

/// The right side, transposed: its columns are rows of the tile, 16 columns from c are the depth. Words 0 and 1 are of the first eight rows, 2 and 3 of the others.
INTERLINEAR_ANYWHERE Fragment rowsAsColumns(const Bf16 *tile, int stride, int c)
{
    const int lane = laneOfWarp();
    Fragment fragment;
    loadMatrices(fragment, tile + (lane % 8 + lane / 16 * 8) * stride + c + lane / 8 % 2 * 8);
    return fragment;
}

/// The right side: the tile's 16 rows are the depth. Words 0 and 1 are of the eight columns from c, 2 and 3 of the next eight.
INTERLINEAR_ANYWHERE Fragment columnsOf(const Bf16 *tile, int stride, int c)
{
    const int lane = laneOfWarp();
    Fragment fragment;
    loadTransposed(fragment, tile + lane % 16 * stride + c + lane / 16 * 8);
    return fragment;
}

INTERLINEAR_ANYWHERE std::uint32_t pairOf(float low, float high)
{
    return static_cast<std::uint32_t>(toBf16(low).bits) | static_cast<std::uint32_t>(toBf16(high).bits) << 16;
}

/// Sums of 16 x 16 as the left side of the next product.
INTERLINEAR_ANYWHERE Fragment leftSide(const float (&sums)[2][4])
{
    return {pairOf(sums[0][0], sums[0][1]), pairOf(sums[0][2], sums[0][3]), pairOf(sums[1][0], sums[1][1]), pairOf(sums[1][2], sums[1][3])};
}

}  // namespace interlinear::training::cuda
