// Sixteen columns of a panel as floats, for kernels whose memory holds fp32 or bf16: everything here is local to the file that includes it.
#pragma once

#include "engine/mixmoe/runtime/kernels/bf16.h"

namespace interlinear::mixmoe {

namespace {

// How columns are read, so many lanes at a time: `depths` of each lie side by side and are loaded at once; column(loaded, i) is the i-th depth as floats.
template <typename Value, int Lanes>
struct Columns;

template <int Lanes>
struct Columns<float, Lanes> {
    typedef float Vector __attribute__((vector_size(Lanes * sizeof(float))));
    using Loaded = Vector;
    static constexpr std::size_t depths = 1;

    [[gnu::always_inline]] static Loaded load(const float *weights) { return *reinterpret_cast<const Vector *>(weights); }
    [[gnu::always_inline]] static Vector column(Loaded loaded, std::size_t) { return loaded; }
};

template <int Lanes>
struct Columns<Bf16, Lanes> {
    typedef float Vector __attribute__((vector_size(Lanes * sizeof(float))));
    typedef std::uint32_t Loaded __attribute__((vector_size(Lanes * sizeof(float)), may_alias));
    static constexpr std::size_t depths = depthsOfBf16;

    [[gnu::always_inline]] static Loaded load(const Bf16 *weights) { return *reinterpret_cast<const Loaded *>(weights); }
    [[gnu::always_inline]] static Vector column(Loaded loaded, std::size_t depth) { return reinterpret_cast<Vector>(depth == 0 ? loaded << 16 : loaded & 0xFFFF0000U); }
};

}  // namespace

}  // namespace interlinear::mixmoe
