#include "engine/mixmoe/runtime/cpu/int8_kernels.h"
#include "engine/mixmoe/runtime/cpu/int8_tiles.h"

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
    struct Sums {
        __m512i columns[2];
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
    static void clear(Sums &sums) { sums.columns[0] = sums.columns[1] = _mm512_setzero_si512(); }
    static void add(Sums &sums, const Weights &weights, Inputs inputs)
    {
        for (int i = 0; i < 2; ++i)
            sums.columns[i] = _mm512_add_epi32(sums.columns[i], _mm512_madd_epi16(weights.columns[i], inputs));
    }
    static void finish(const Sums &sums, std::int32_t correction, const float *scales, float xScale, float *out)
    {
        const auto whole = [](__m512i pairs) { return _mm512_cvtepi64_epi32(_mm512_add_epi32(pairs, _mm512_srli_epi64(pairs, 32))); };
        for (int half = 0; half < 2; ++half) {
            const __m256i sum = _mm256_sub_epi32(whole(sums.columns[half]), _mm256_set1_epi32(correction));
            const __m256 factors = _mm256_mul_ps(_mm256_loadu_ps(scales + 8 * half), _mm256_set1_ps(xScale));
            _mm256_storeu_ps(out + 8 * half, _mm256_add_ps(_mm256_loadu_ps(out + 8 * half), _mm256_mul_ps(_mm256_cvtepi32_ps(sum), factors)));
        }
    }
};

}  // namespace

void int8ProductAvx512(const Int8Product &product)
{
    int8Panels<Lanes, 4, 2>(product);
}

}  // namespace interlinear::mixmoe
