// How a kernel's body is written, once for the card and for loops on the processor that tests hold against the other runtimes.
//
//   template <class Team>
//   INTERLINEAR_DEVICE void run(Team &team, const NormaliseArgs &args)
//   {
//       const float sum = team.sum(args.width, [&](int i) { return x[i] * x[i]; });   // one order, whatever the batch; all threads get it
//       team.each(args.width, [&](int i) { out[i] = x[i] * scale; });                 // shared among the threads, then a barrier
//   }
//
// A Team is one block of threads: blockX(), blockY(), each(), map(), one(), sum(), highest(), best(), eachWarp(), shared<T>(), takeTicket(), addOne(), publish(). map<atOnce>(n, read,
// write) is each() of write(i, read(i)), with so many i of a thread read before any of them is written: they wait for the memory together. What a
// thread knows outside of these calls is the same for all threads of the block, so that a loop over the threads inside of each call is the same program. A barrier ends
// each of them but two: warpsAlone(), and copyAhead(), whose copies into shared memory are there when awaitCopies<n>() lets all but the last n calls be under way, then a barrier.
// A kernel may begin before those ahead of it are through: until awaitEarlierKernels() it touches nothing but its arguments, the StepBlock, gates and weights. prefetch() brings
// what is read later closer, and changes nothing.
// A Warp, which eachWarp() hands out, has lanes: each(), sum() and sums() over values that every lane has of its own, PerLane<T>.
#pragma once

#include <cmath>
#include <cstdint>

// INTERLINEAR_DEVICE: what kernels call; INTERLINEAR_BOTH: what the host reckons with too. INTERLINEAR_ROLLED: of a step of one row, kernels wait for their instructions more than for
// anything else, so loops that are short or seldom run stay loops.
#ifdef __CUDACC__
#define INTERLINEAR_DEVICE __device__ __forceinline__
#define INTERLINEAR_BOTH __host__ __device__ constexpr
#define INTERLINEAR_UNROLLED _Pragma("unroll")
#define INTERLINEAR_ROLLED _Pragma("unroll 1")
#else
#define INTERLINEAR_DEVICE inline
#define INTERLINEAR_BOTH constexpr
#define INTERLINEAR_UNROLLED _Pragma("GCC unroll 8")
#define INTERLINEAR_ROLLED
#endif

namespace interlinear::mixmoe::cuda {

inline constexpr int lanes = 32;

/// Of numbers that are not negative, which is quicker.
INTERLINEAR_BOTH int quotient(int a, int b) { return static_cast<int>(static_cast<unsigned>(a) / static_cast<unsigned>(b)); }
INTERLINEAR_BOTH int remainder(int a, int b) { return static_cast<int>(static_cast<unsigned>(a) % static_cast<unsigned>(b)); }

/// A value and where it stood; -1: nowhere.
struct Ranked {
    float value;
    int place;
};
INTERLINEAR_BOTH Ranked nothingRanked() { return {0, -1}; }

/// The larger value, ties by the lower place.
INTERLINEAR_DEVICE Ranked betterOf(Ranked a, Ranked b)
{
    if (a.place < 0 || b.place < 0)
        return a.place < 0 ? b : a;
    return a.value > b.value || (a.value == b.value && a.place < b.place) ? a : b;
}

struct alignas(16) FourFloats {
    float of[4];
};

struct alignas(8) TwoWords {
    std::uint32_t of[2];
};

#ifndef INTERLINEAR_STREAMED
#define INTERLINEAR_STREAMED(place)   // what an emulated card checks
#endif

/// Two words of the card's memory, not of shared memory, that are read once and never written by a kernel: they take no room in the first cache, and bring along what stands beside them
/// (PTX ISA, "ld.global.nc").
INTERLINEAR_DEVICE TwoWords streamed(const void *place)
{
#ifdef __CUDA_ARCH__
    TwoWords words;
    asm("ld.global.nc.L1::no_allocate.L2::256B.v2.b32 {%0, %1}, [%2];" : "=r"(words.of[0]), "=r"(words.of[1]) : "l"(place));
    return words;
#else
    INTERLINEAR_STREAMED(place);
    return *static_cast<const TwoWords *>(place);
#endif
}

/// 16 bytes into shared memory.
struct PieceCopy {
    std::uint32_t *to;
    const void *from;
};

/// bf16 as it is stored: the upper half of a float.
struct Half {
    std::uint16_t bits;
};

INTERLINEAR_DEVICE float toFloat(float value) { return value; }
INTERLINEAR_DEVICE float toFloat(Half half)
{
    union {
        std::uint32_t bits;
        float value;
    } wide{static_cast<std::uint32_t>(half.bits) << 16};
    return wide.value;
}

}  // namespace interlinear::mixmoe::cuda
