#include "engine/mixmoe/runtime/kernels/by_instruction_set.h"
#include "engine/mixmoe/runtime/kernels/int8_tiles.h"

#include <cstring>
#include <immintrin.h>

namespace interlinear::mixmoe {

namespace {

// As in AVX2, eight columns a register.
struct Lanes {
    struct Weights {
        __m512i columns[2];
    };
    using Inputs = __m512i;
    typedef std::int32_t Vector __attribute__((vector_size(64)));   // not __m512i, which may alias all: GCC would keep such sums in memory
    struct Sums {
        Vector columns[2];
    };

    static Weights load(const std::uint8_t *weights)
    {
        const auto *halves = reinterpret_cast<const __m256i *>(weights);
        return {{_mm512_cvtepu8_epi16(_mm256_load_si256(halves)), _mm512_cvtepu8_epi16(_mm256_load_si256(halves + 1))}};
    }
    static Inputs spread(const std::int8_t *x)
    {
        std::int32_t four;
        std::memcpy(&four, x, sizeof four);
        return _mm512_broadcastq_epi64(_mm_cvtepi8_epi16(_mm_cvtsi32_si128(four)));
    }
    static void clear(Sums &sums) { sums.columns[0] = sums.columns[1] = Vector{}; }
    static void add(Sums &sums, const Weights &weights, Inputs inputs)
    {
        for (int i = 0; i < 2; ++i)
            sums.columns[i] += reinterpret_cast<Vector>(_mm512_madd_epi16(weights.columns[i], inputs));
    }
    static void finish(const Sums &sums, std::int32_t correction, const float *scales, float xScale, const float *addend, float *out)
    {
        const auto whole = [](__m512i pairs) { return _mm512_cvtepi64_epi32(_mm512_add_epi32(pairs, _mm512_srli_epi64(pairs, 32))); };
        for (int half = 0; half < 2; ++half) {
            const __m256i sum = _mm256_sub_epi32(whole(reinterpret_cast<__m512i>(sums.columns[half])), _mm256_set1_epi32(correction));
            const __m256 factors = _mm256_mul_ps(_mm256_loadu_ps(scales + 8 * half), _mm256_set1_ps(xScale));
            const __m256 start = addend ? _mm256_loadu_ps(addend + 8 * half) : _mm256_setzero_ps();
            _mm256_storeu_ps(out + 8 * half, _mm256_add_ps(start, _mm256_mul_ps(_mm256_cvtepi32_ps(sum), factors)));
        }
    }
};

}  // namespace

void int8ProductAvx512(const Int8Product &product)
{
    int8Panels<Lanes, 4, 2>(product);
}

}  // namespace interlinear::mixmoe
