#include "engine/mixmoe/runtime/kernels/by_instruction_set.h"
#include "engine/mixmoe/runtime/kernels/int8_tiles.h"

#include <cstring>
#include <immintrin.h>

namespace interlinear::mixmoe {

namespace {

// Widened to 16 bits: products of 8-bit numbers added in pairs would not fit 16. Depths 0 and 1 of a column have a sum, 2 and 3 another.
struct Lanes {
    struct Weights {
        __m256i columns[4];   // [4 columns][4 depths]
    };
    using Inputs = __m256i;   // four depths, again and again
    typedef std::int32_t Vector __attribute__((vector_size(32)));   // not __m256i, which may alias all: GCC would keep such sums in memory
    struct Sums {
        Vector columns[4];
    };

    static Weights load(const std::uint8_t *weights)
    {
        Weights loaded;
        for (int i = 0; i < 4; ++i)
            loaded.columns[i] = _mm256_cvtepu8_epi16(_mm_load_si128(reinterpret_cast<const __m128i *>(weights) + i));
        return loaded;
    }
    static Inputs spread(const std::int8_t *x)
    {
        std::int32_t four;
        std::memcpy(&four, x, sizeof four);
        return _mm256_broadcastq_epi64(_mm_cvtepi8_epi16(_mm_cvtsi32_si128(four)));
    }
    static void clear(Sums &sums)
    {
        for (Vector &part : sums.columns)
            part = Vector{};
    }
    static void add(Sums &sums, const Weights &weights, Inputs inputs)
    {
        for (int i = 0; i < 4; ++i)
            sums.columns[i] += reinterpret_cast<Vector>(_mm256_madd_epi16(weights.columns[i], inputs));
    }
    static void finish(const Sums &sums, std::int32_t correction, const float *scales, float xScale, const float *addend, float *out)
    {
        for (int half = 0; half < 2; ++half) {
            const __m256i mixed = _mm256_hadd_epi32(reinterpret_cast<__m256i>(sums.columns[2 * half]), reinterpret_cast<__m256i>(sums.columns[2 * half + 1]));   // columns 0 1 4 5 2 3 6 7
            const __m256i whole = _mm256_sub_epi32(_mm256_permute4x64_epi64(mixed, 0b11011000), _mm256_set1_epi32(correction));
            const __m256 factors = _mm256_mul_ps(_mm256_loadu_ps(scales + 8 * half), _mm256_set1_ps(xScale));
            const __m256 start = addend ? _mm256_loadu_ps(addend + 8 * half) : _mm256_setzero_ps();
            _mm256_storeu_ps(out + 8 * half, _mm256_add_ps(start, _mm256_mul_ps(_mm256_cvtepi32_ps(whole), factors)));
        }
    }
};

}  // namespace

void int8ProductAvx2(const Int8Product &product)
{
    int8Panels<Lanes, 2, 1>(product);
}

}  // namespace interlinear::mixmoe
