// What the product on Hopper needs of sm_90a besides C++: barriers in shared memory, copies by tensor maps, and multiplies of a warpgroup (PTX ISA, "mbarrier", "cp.async.bulk.tensor",
// "wgmma"). Shared memory is given by its 32-bit address.
#pragma once

#include <cuda.h>
#include <vector_types.h>

#include <cstdint>

namespace interlinear::mixmoe::cuda {

using TensorMap = CUtensorMap;

__device__ __forceinline__ std::uint32_t sharedAddress(const void *place)
{
    return static_cast<std::uint32_t>(__cvta_generic_to_shared(place));
}

/// A barrier completes its phase, 0 at first, then 1, 0, …, when so many have arrived and all bytes that were announced are there.
__device__ __forceinline__ void makeBarrier(std::uint32_t barrier, int arrivals)
{
    asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" : : "r"(barrier), "r"(arrivals) : "memory");
}
__device__ __forceinline__ void showBarriers()
{
    asm volatile("fence.mbarrier_init.release.cluster;" : : : "memory");
}
__device__ __forceinline__ void arriveExpecting(std::uint32_t barrier, int bytes)
{
    asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" : : "r"(barrier), "r"(bytes) : "memory");
}
__device__ __forceinline__ void arrive(std::uint32_t barrier)
{
    asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" : : "r"(barrier) : "memory");
}
__device__ __forceinline__ void arriveWithPieces(std::uint32_t barrier)
{
    asm volatile("cp.async.mbarrier.arrive.noinc.shared::cta.b64 [%0];" : : "r"(barrier) : "memory");
}
/// Until that phase is complete.
__device__ __forceinline__ void await(std::uint32_t barrier, std::uint32_t phase)
{
    std::uint32_t complete = 0;
    while (complete == 0)
        asm volatile("{\n.reg .pred complete;\nmbarrier.try_wait.parity.shared::cta.b64 complete, [%1], %2;\nselp.u32 %0, 1, 0, complete;\n}" : "=r"(complete) : "r"(barrier), "r"(phase) : "memory");
}

__device__ __forceinline__ void prefetchTensor(const TensorMap &tensor)
{
    asm volatile("prefetch.tensormap [%0];" : : "l"(&tensor) : "memory");
}
/// A box of a tensor of three dimensions into shared memory, counted at the barrier.
__device__ __forceinline__ void copyBox(std::uint32_t to, const TensorMap &tensor, int x, int y, int z, std::uint32_t barrier)
{
    asm volatile("cp.async.bulk.tensor.3d.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1, {%2, %3, %4}], [%5];"
                 : : "r"(to), "l"(&tensor), "r"(x), "r"(y), "r"(z), "r"(barrier) : "memory");
}
/// 16 bytes, which arriveWithPieces() counts.
__device__ __forceinline__ void copyPieceTo(std::uint32_t to, const void *from)
{
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" : : "r"(to), "l"(from) : "memory");
}
__device__ __forceinline__ uint4 readPiece(std::uint32_t place)
{
    uint4 piece;
    asm volatile("ld.shared.v4.u32 {%0, %1, %2, %3}, [%4];" : "=r"(piece.x), "=r"(piece.y), "=r"(piece.z), "=r"(piece.w) : "r"(place) : "memory");
    return piece;
}
__device__ __forceinline__ void writePiece(std::uint32_t place, const uint4 &piece)
{
    asm volatile("st.shared.v4.u32 [%0], {%1, %2, %3, %4};" : : "r"(place), "r"(piece.x), "r"(piece.y), "r"(piece.z), "r"(piece.w) : "memory");
}
template <int count>
__device__ __forceinline__ void giveRegisters()
{
    asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" : : "n"(count));
}
template <int count>
__device__ __forceinline__ void takeRegisters()
{
    asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" : : "n"(count));
}
/// What was written to shared memory is seen by multiplies.
__device__ __forceinline__ void showPieces()
{
    asm volatile("fence.proxy.async.shared::cta;" : : : "memory");
}

/// Lines of 128 bytes in shared memory, 64 of the depth in bf16, of which the 16-byte pieces are swizzled: piece p of line l lies at place p ^ l % 8 of it. In the units of
/// 16 bytes that descriptors have, 8 lines are 64 ("Matrix descriptor", 128-byte swizzle); the 16 of the depth that follow are 2 further.
inline constexpr std::uint64_t matrixStep = 2;
__device__ __forceinline__ std::uint64_t matrixAt(std::uint32_t address)
{
    return std::uint64_t{1} << 62 | std::uint64_t{64} << 32 | std::uint64_t{1} << 16 | (address & 0x3FFFFU) >> 4;
}
__device__ __forceinline__ void beginMultiplies()
{
    asm volatile("wgmma.fence.sync.aligned;" : : : "memory");
}
__device__ __forceinline__ void endMultiplies()
{
    asm volatile("wgmma.commit_group.sync.aligned;" : : : "memory");
}
template <int pending>
__device__ __forceinline__ void awaitMultiplies()
{
    asm volatile("wgmma.wait_group.sync.aligned %0;" : : "n"(pending) : "memory");
}
/// The compiler may not read them earlier.
template <int count>
__device__ __forceinline__ void settleSums(float (&values)[count])
{
#pragma unroll
    for (float &value : values)
        asm volatile("" : "+f"(value) : : "memory");
}

/// sums of 64 rows and 128 columns, D as "Register fragments for wgmma" has it: += or = the products of 16 of the depth. The sums may not be touched until they are awaited.
__device__ __forceinline__ void multiplyAsync(float (&sums)[64], std::uint64_t rows, std::uint64_t columns, std::uint32_t adds)
{
    asm volatile(
        "{\n.reg .pred adds;\nsetp.ne.b32 adds, %66, 0;\n"
        "wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 {"
        "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "
        "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, "
        "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, "
        "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63"
        "}, %64, %65, adds, 1, 1, 0, 0;\n}"
        : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3]), "+f"(sums[4]), "+f"(sums[5]), "+f"(sums[6]), "+f"(sums[7]),
          "+f"(sums[8]), "+f"(sums[9]), "+f"(sums[10]), "+f"(sums[11]), "+f"(sums[12]), "+f"(sums[13]), "+f"(sums[14]), "+f"(sums[15]),
          "+f"(sums[16]), "+f"(sums[17]), "+f"(sums[18]), "+f"(sums[19]), "+f"(sums[20]), "+f"(sums[21]), "+f"(sums[22]), "+f"(sums[23]),
          "+f"(sums[24]), "+f"(sums[25]), "+f"(sums[26]), "+f"(sums[27]), "+f"(sums[28]), "+f"(sums[29]), "+f"(sums[30]), "+f"(sums[31]),
          "+f"(sums[32]), "+f"(sums[33]), "+f"(sums[34]), "+f"(sums[35]), "+f"(sums[36]), "+f"(sums[37]), "+f"(sums[38]), "+f"(sums[39]),
          "+f"(sums[40]), "+f"(sums[41]), "+f"(sums[42]), "+f"(sums[43]), "+f"(sums[44]), "+f"(sums[45]), "+f"(sums[46]), "+f"(sums[47]),
          "+f"(sums[48]), "+f"(sums[49]), "+f"(sums[50]), "+f"(sums[51]), "+f"(sums[52]), "+f"(sums[53]), "+f"(sums[54]), "+f"(sums[55]),
          "+f"(sums[56]), "+f"(sums[57]), "+f"(sums[58]), "+f"(sums[59]), "+f"(sums[60]), "+f"(sums[61]), "+f"(sums[62]), "+f"(sums[63])
        : "l"(rows), "l"(columns), "r"(adds));
}

/// dividend / divisor, as it is rounded by IEEE 754, of numbers whose quotient and remainders are far from the ends of a float's range: the steps that the compiler's own division takes then.
__device__ __forceinline__ float plainQuotient(float dividend, float divisor)
{
    float inverse;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(inverse) : "f"(divisor));
    inverse = fmaf(fmaf(-divisor, inverse, 1.0F), inverse, inverse);
    float quotient = dividend * inverse;
    quotient = fmaf(fmaf(-divisor, quotient, dividend), inverse, quotient);
    return fmaf(fmaf(-divisor, quotient, dividend), inverse, quotient);
}

}  // namespace interlinear::mixmoe::cuda
