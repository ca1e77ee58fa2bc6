#include "engine/mixmoe/runtime/kernels/by_instruction_set.h"
#include "engine/mixmoe/runtime/kernels/int8_tiles.h"

#include <cstring>
#include <immintrin.h>

namespace interlinear::mixmoe {

namespace {

// One instruction multiplies four depths of 16 columns and adds them up.
struct Lanes {
    using Weights = __m512i;
    using Inputs = __m512i;
    typedef std::int32_t Sums __attribute__((vector_size(64)));   // not __m512i, which may alias all: GCC would keep such sums in memory

    static Weights load(const std::uint8_t *weights) { return _mm512_load_si512(weights); }
    static Inputs spread(const std::int8_t *x)
    {
        std::int32_t four;
        std::memcpy(&four, x, sizeof four);
        return _mm512_set1_epi32(four);
    }
    static void clear(Sums &sums) { sums = Sums{}; }
    static void add(Sums &sums, Weights weights, Inputs inputs) { sums = reinterpret_cast<Sums>(_mm512_dpbusd_epi32(reinterpret_cast<__m512i>(sums), weights, inputs)); }
    static void finish(Sums sums, std::int32_t correction, const float *scales, float xScale, const float *addend, float *out)
    {
        const __m512 whole = _mm512_cvtepi32_ps(_mm512_sub_epi32(reinterpret_cast<__m512i>(sums), _mm512_set1_epi32(correction)));
        const __m512 factors = _mm512_mul_ps(_mm512_loadu_ps(scales), _mm512_set1_ps(xScale));
        const __m512 start = addend ? _mm512_loadu_ps(addend) : _mm512_setzero_ps();
        _mm512_storeu_ps(out, _mm512_add_ps(start, _mm512_mul_ps(whole, factors)));
    }
};

}  // namespace

void int8ProductAvx512Vnni(const Int8Product &product)
{
    int8Panels<Lanes, 6, 4>(product);
}

}  // namespace interlinear::mixmoe
