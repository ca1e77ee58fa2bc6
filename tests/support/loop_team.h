// A block of threads as loops, as kernels/team.h wants it. Sums run in the order of the card's.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/team.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <span>
#include <vector>

namespace interlinear::tests {

using mixmoe::cuda::lanes;
using mixmoe::cuda::Ranked;

template <class T>
using PerLane = std::array<T, lanes>;

/// Joins halves of a warp until one value is left.
template <class T, class Join>
T joinedByHalves(PerLane<T> values, const Join &join)
{
    for (int half = lanes / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; ++lane)
            values[static_cast<std::size_t>(lane)] = join(values[static_cast<std::size_t>(lane)], values[static_cast<std::size_t>(lane + half)]);
    }
    return values[0];
}

class LoopWarp {
public:
    template <class T>
    using PerLane = tests::PerLane<T>;

    explicit LoopWarp(bool backwards) : m_backwards(backwards) {}

    template <class F>
    void each(const F &f)
    {
        for (int i = 0; i < lanes; ++i)
            f(m_backwards ? lanes - 1 - i : i);
    }
    template <class F>
    void one(const F &f)
    {
        f();
    }
    template <class F>
    float sum(const F &f)
    {
        return joinedByHalves(valuesOf(f), [](float a, float b) { return a + b; });
    }
    template <class F>
    float highest(const F &f)
    {
        return joinedByHalves(valuesOf(f), [](float a, float b) { return std::fmax(a, b); });
    }
    template <int n, class Values>
    PerLane<float> sums(const PerLane<Values> &values)
    {
        PerLane<float> result{};
        for (std::size_t i = 0; i < n; ++i)
            result[i] = sum([&](int lane) { return values[static_cast<std::size_t>(lane)].of[i]; });
        return result;
    }
    /// As mma.sync's m16n8k16 has it, in the order of the depth.
    template <class Sums, class A, class B>
    void multiplyAdd(const Sums &sums, const A &a, const B &b)
    {
        float columns[16][16], rows[8][16];
        const auto half = [](std::uint32_t pair, int i) { return mixmoe::cuda::toFloat(mixmoe::cuda::Half{static_cast<std::uint16_t>(i == 0 ? pair & 0xFFFF : pair >> 16)}); };
        each([&](int lane) {
            const int group = lane / 4, k = lane % 4 * 2;
            std::uint32_t left[4], right[2];
            a(lane, left);
            b(lane, right);
            for (int i = 0; i < 2; ++i) {
                columns[group][k + i] = half(left[0], i);
                columns[group + 8][k + i] = half(left[1], i);
                columns[group][k + 8 + i] = half(left[2], i);
                columns[group + 8][k + 8 + i] = half(left[3], i);
                rows[group][k + i] = half(right[0], i);
                rows[group][k + 8 + i] = half(right[1], i);
            }
        });
        each([&](int lane) {
            float(&own)[4] = sums(lane);
            for (int i = 0; i < 4; ++i) {
                for (int k = 0; k < 16; ++k)
                    own[i] += columns[lane / 4 + i / 2 * 8][k] * rows[lane % 4 * 2 + i % 2][k];
            }
        });
    }
    PerLane<float> exchanged(const PerLane<float> &values, int bit)
    {
        PerLane<float> result{};
        for (std::size_t lane = 0; lane < lanes; ++lane)
            result[lane] = values[lane ^ static_cast<std::size_t>(bit)];
        return result;
    }

private:
    template <class F>
    PerLane<float> valuesOf(const F &f)
    {
        PerLane<float> values{};
        each([&](int lane) { values[static_cast<std::size_t>(lane)] = f(lane); });
        return values;
    }

    bool m_backwards;
};

class LoopTeam {
public:
    static constexpr int mostWarps = 8;
    template <class T>
    using PerWarp = std::array<PerLane<T>, mostWarps>;

    LoopTeam(int blockX, int blockY, int threads, std::span<float> shared, bool backwards)
        : m_blockX(blockX), m_blockY(blockY), m_threads(threads), m_shared(shared), m_backwards(backwards)
    {
    }

    int blockX() const { return m_blockX; }
    int blockY() const { return m_blockY; }
    int warps() const { return m_threads / lanes; }
    template <class T>
    T *shared(int words)
    {
        return reinterpret_cast<T *>(m_shared.data()) + words;
    }

    template <class F>
    void each(int count, const F &f)
    {
        for (int i = 0; i < count; ++i)
            f(m_backwards ? count - 1 - i : i);
    }
    template <int atOnce = 2, class Read, class Write>
    void map(int count, const Read &read, const Write &write)
    {
        each(count, [&](int i) { write(i, read(i)); });
    }
    template <class F>
    void one(const F &f)
    {
        f();
    }
    template <class F>
    void eachWarp(int count, const F &f)
    {
        LoopWarp warp(m_backwards);
        each(count, [&](int i) { f(i, warp); });
    }
    template <class F>
    void warpsAlone(const F &f)
    {
        eachWarp(warps(), f);
    }
    template <class F>
    void copyAhead(int count, const F &pieceOf)
    {
        each(count, [&](int i) {
            const mixmoe::cuda::PieceCopy piece = pieceOf(i);
            std::memcpy(piece.to, piece.from, 16);
        });
    }
    template <int pending>
    void awaitCopies()
    {
    }

    template <class F>
    float sum(int count, const F &f)
    {
        return reduced<float>(count, 0.0F, f, [](float a, float b) { return a + b; });
    }
    template <class F>
    float highest(int count, const F &f)
    {
        return reduced<float>(count, -INFINITY, f, [](float a, float b) { return std::fmax(a, b); });
    }
    template <class F>
    Ranked best(int count, const F &f)
    {
        return reduced<Ranked>(count, mixmoe::cuda::nothingRanked(), f, [](Ranked a, Ranked b) { return mixmoe::cuda::betterOf(a, b); });
    }

    void prefetch(const void *, std::int64_t) const {}
    void awaitEarlierKernels() {}

    int addOne(std::int32_t *place) { return (*place)++; }
    void publish() {}
    int takeTicket(std::int32_t *ticket) { return (*ticket)++; }
    std::int32_t fresh(const std::int32_t *place) const { return *place; }

private:
    template <class T, class F, class Join>
    T reduced(int count, T nothing, const F &f, const Join &join)
    {
        T result = nothing;
        for (int warp = 0; warp < warps(); ++warp) {
            PerLane<T> parts;
            for (int lane = 0; lane < lanes; ++lane) {
                T part = nothing;
                for (int i = warp * lanes + lane; i < count; i += m_threads)
                    part = join(part, f(i));
                parts[static_cast<std::size_t>(lane)] = part;
            }
            result = join(result, joinedByHalves(parts, join));
        }
        return result;
    }

    int m_blockX, m_blockY, m_threads;
    std::span<float> m_shared;
    bool m_backwards;
};

}  // namespace interlinear::tests
