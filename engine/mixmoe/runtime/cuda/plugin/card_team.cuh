// A block of threads on the card, as kernels/team.h wants it.
//
// Tests run it on the processor too, thread by thread: what no other compiler has stands in card_instructions.cuh, which is included before.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/team.h"

namespace interlinear::mixmoe::cuda {

/// What a lane has of its own: on the card a register.
template <class T>
class PerLane {
public:
    __device__ T &operator[](int) { return m_own; }
    __device__ const T &operator[](int) const { return m_own; }

private:
    T m_own{};
};

class CardWarp {
public:
    template <class T>
    using PerLane = cuda::PerLane<T>;

    __device__ explicit CardWarp(int lane) : m_lane(lane) {}

    template <class F>
    __device__ void each(const F &f)
    {
        f(m_lane);
    }
    template <class F>
    __device__ void one(const F &f)
    {
        __syncwarp();   // what f writes was read before
        if (m_lane == 0)
            f();
        __syncwarp();
    }
    template <class F>
    __device__ float sum(const F &f)
    {
        return total(f(m_lane));
    }
    template <class F>
    __device__ float highest(const F &f)
    {
        float value = f(m_lane);
#pragma unroll
        for (int mask = lanes / 2; mask > 0; mask /= 2)
            value = fmaxf(value, __shfl_xor_sync(~0U, value, mask));
        return value;
    }
    /// Lane i has the sum over all lanes of value i, of n values, 32 or a few.
    template <int n, class Values>
    __device__ PerLane<float> sums(const PerLane<Values> &values)
    {
        PerLane<float> result;
        if constexpr (n == lanes) {
            float left[lanes];
#pragma unroll
            for (int i = 0; i < lanes; ++i)
                left[i] = values[0].of[i];
            halve<lanes / 2>(left);
            result[0] = left[0];
        } else {
#pragma unroll
            for (int i = 0; i < n; ++i) {
                const float value = total(values[0].of[i]);
                result[0] = m_lane == i ? value : result[0];
            }
        }
        return result;
    }
    /// sums += a b: a has 16 columns, b 8 rows, both 16 of the depth in bf16. What a lane has of them: of a column lane / 4 and 8 more, of b row lane / 4, each depth
    /// 2 (lane % 4) and 8 more, in pairs.
    template <class Sums, class A, class B>
    __device__ void multiplyAdd(const Sums &sums, const A &a, const B &b)
    {
        std::uint32_t left[4], right[2];
        a(m_lane, left);
        b(m_lane, right);
        tensorMultiplyAdd(sums(m_lane), left, right);
    }
    /// What the lane with the other bit has.
    __device__ PerLane<float> exchanged(const PerLane<float> &values, int bit)
    {
        PerLane<float> result;
        result[0] = __shfl_xor_sync(~0U, values[0], bit);
        return result;
    }

private:
    /// Each lane keeps the half whose bit it has, and gives the other away.
    template <int bit>
    __device__ void halve(float (&left)[lanes])
    {
        const bool upper = (m_lane & bit) != 0;
#pragma unroll
        for (int i = 0; i < bit; ++i) {
            const float given = upper ? left[i] : left[i + bit], kept = upper ? left[i + bit] : left[i];
            left[i] = kept + __shfl_xor_sync(~0U, given, bit);
        }
        if constexpr (bit > 1)
            halve<bit / 2>(left);
    }
    __device__ float total(float value)
    {
#pragma unroll
        for (int mask = lanes / 2; mask > 0; mask /= 2)
            value += __shfl_xor_sync(~0U, value, mask);
        return value;
    }

    int m_lane;
};

class CardTeam {
public:
    template <class T>
    class PerWarp {
    public:
        __device__ PerLane<T> &operator[](int) { return m_own; }

    private:
        PerLane<T> m_own;
    };

    __device__ int blockX() const { return static_cast<int>(blockIdx.x); }
    __device__ int blockY() const { return static_cast<int>(blockIdx.y); }
    __device__ int warps() const { return threads() / lanes; }

    template <class T>
    __device__ T *shared(int words)
    {
        return reinterpret_cast<T *>(blockMemory()) + words;
    }
    template <class F>
    __device__ void each(int count, const F &f)
    {
        INTERLINEAR_ROLLED
        for (int i = thread(); i < count; i += threads())
            f(i);
        __syncthreads();
    }
    template <int atOnce = 2, class Read, class Write>
    __device__ void map(int count, const Read &read, const Write &write)
    {
        INTERLINEAR_ROLLED
        for (int first = thread(); first < count; first += atOnce * threads()) {
            decltype(read(0)) values[atOnce];
#pragma unroll
            for (int j = 0; j < atOnce; ++j) {
                if (first + j * threads() < count)
                    values[j] = read(first + j * threads());
            }
#pragma unroll
            for (int j = 0; j < atOnce; ++j) {
                if (first + j * threads() < count)
                    write(first + j * threads(), values[j]);
            }
        }
        __syncthreads();
    }
    template <class F>
    __device__ void one(const F &f)
    {
        if (thread() == 0)
            f();
        __syncthreads();
    }
    template <class F>
    __device__ void eachWarp(int count, const F &f)
    {
        CardWarp warp(thread() % lanes);
        INTERLINEAR_ROLLED
        for (int i = thread() / lanes; i < count; i += warps())
            f(i, warp);
        __syncthreads();
    }

    template <class F>
    __device__ void warpsAlone(const F &f)
    {
        CardWarp warp(thread() % lanes);
        f(thread() / lanes, warp);
    }
    template <class F>
    __device__ void copyAhead(int count, const F &pieceOf)
    {
        INTERLINEAR_ROLLED
        for (int i = thread(); i < count; i += threads()) {
            const PieceCopy piece = pieceOf(i);
            copyPiece(piece.to, piece.from);
        }
        endPieces();
    }
    template <int pending>
    __device__ void awaitCopies()
    {
        awaitPieces<pending>();
        __syncthreads();
    }

    template <class F>
    __device__ float sum(int count, const F &f)
    {
        float part = 0;
        INTERLINEAR_ROLLED
        for (int i = thread(); i < count; i += threads())
            part += f(i);
        return reduced<float>(part, 0.0F, [](float a, float b) { return a + b; });
    }
    template <class F>
    __device__ float highest(int count, const F &f)
    {
        float part = -INFINITY;
        INTERLINEAR_ROLLED
        for (int i = thread(); i < count; i += threads())
            part = fmaxf(part, f(i));
        return reduced<float>(part, -INFINITY, [](float a, float b) { return fmaxf(a, b); });
    }
    template <class F>
    __device__ Ranked best(int count, const F &f)
    {
        Ranked part = nothingRanked();
        INTERLINEAR_ROLLED
        for (int i = thread(); i < count; i += threads())
            part = betterOf(part, f(i));
        return reduced<Ranked>(part, nothingRanked(), [](Ranked a, Ranked b) { return betterOf(a, b); });
    }

    __device__ void prefetch(const void *first, std::int64_t bytes) const
    {
        constexpr int line = 128;
        INTERLINEAR_ROLLED
        for (std::int64_t i = thread(); i * line < bytes; i += threads())
            prefetchLine(static_cast<const char *>(first) + i * line);
    }
    __device__ void awaitEarlierKernels() { awaitKernelsAhead(); }

    /// The value before.
    __device__ int addOne(std::int32_t *place) { return atomicAdd(place, 1); }
    /// What this block wrote is seen by those that take a ticket later.
    __device__ void publish()
    {
        __threadfence();
        __syncthreads();
    }
    /// How many blocks came before; all threads get it.
    __device__ int takeTicket(std::int32_t *ticket)
    {
        __shared__ int taken;
        if (thread() == 0) {
            taken = atomicAdd(ticket, 1);
            __threadfence();
        }
        __syncthreads();
        return taken;
    }
    /// What other blocks of this launch wrote.
    __device__ std::int32_t fresh(const std::int32_t *place) const { return __ldcg(place); }

private:
    __device__ static int thread() { return static_cast<int>(threadIdx.x); }
    __device__ static int threads() { return static_cast<int>(blockDim.x); }

    __device__ static float shuffled(float value, int mask) { return __shfl_xor_sync(~0U, value, mask); }
    __device__ static Ranked shuffled(Ranked value, int mask) { return {__shfl_xor_sync(~0U, value.value, mask), __shfl_xor_sync(~0U, value.place, mask)}; }

    /// In the warps by halves, then over the warps in their order.
    template <class T, class F>
    __device__ T reduced(T part, T nothing, const F &join)
    {
        __shared__ T ofWarp[lanes];
#pragma unroll
        for (int mask = lanes / 2; mask > 0; mask /= 2)
            part = join(part, shuffled(part, mask));
        if (thread() % lanes == 0)
            ofWarp[thread() / lanes] = part;
        __syncthreads();
        T result = nothing;
        INTERLINEAR_ROLLED
        for (int warp = 0; warp < warps(); ++warp)
            result = join(result, ofWarp[warp]);
        __syncthreads();
        return result;
    }
};

}  // namespace interlinear::mixmoe::cuda
