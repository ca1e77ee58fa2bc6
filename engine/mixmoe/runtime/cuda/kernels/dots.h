// Products of some vectors with one, shared out among lanes: of queries with a key, of routers with a row.
//
//   Dots<4> dots;
//   addDots<8>(queries, size, heads, key, size, lane, dots);   // what this one of 8 lanes has of them
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/team.h"

namespace interlinear::mixmoe::cuda {

template <int atOnce>
struct Dots {
    float of[atOnce] = {};
};

/// Of `count` vectors, [vector][stride], the first atOnce.
template <int lanesOfOne, int atOnce>
INTERLINEAR_DEVICE void addDots(const float *vectors, std::int64_t stride, int count, const float *one, int size, int lane, Dots<atOnce> &dots)
{
    if (size % 4 != 0) {
        INTERLINEAR_ROLLED
        for (int i = lane; i < size; i += lanesOfOne) {
            INTERLINEAR_UNROLLED
            for (int vector = 0; vector < atOnce; ++vector)
                dots.of[vector] += vector < count ? vectors[vector * stride + i] * one[i] : 0.0F;
        }
        return;
    }
    for (int first = 4 * lane; first < size; first += 4 * lanesOfOne) {
        const FourFloats four = *reinterpret_cast<const FourFloats *>(one + first);
        INTERLINEAR_UNROLLED
        for (int vector = 0; vector < atOnce; ++vector) {
            const FourFloats of = vector < count ? *reinterpret_cast<const FourFloats *>(vectors + vector * stride + first) : FourFloats{};   // no branch: all are read together
            INTERLINEAR_UNROLLED
            for (int i = 0; i < 4; ++i)
                dots.of[vector] += of.of[i] * four.of[i];
        }
    }
}

}  // namespace interlinear::mixmoe::cuda
