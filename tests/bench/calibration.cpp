#include "tests/bench/calibration.h"

#include "engine/core/stopwatch.h"

#include <algorithm>
#include <barrier>
#include <cstdint>
#include <functional>
#include <thread>

#if defined(__x86_64__)
#include <immintrin.h>
#define INTERLINEAR_WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define INTERLINEAR_WIDEST
#endif

namespace interlinear::bench {

namespace {


constexpr double gigabyte = 1e9;
constexpr std::size_t largeWorkingSet = std::size_t(1) << 30;
constexpr std::size_t bytesPerMeasurement = std::size_t(2) << 30;

// Keeps the compiler from dropping work whose result nobody wants.
void use(const void *value)
{
    asm volatile("" : : "r"(value) : "memory");
}

INTERLINEAR_WIDEST std::uint64_t sumOf(const std::uint64_t *words, std::size_t count)
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += words[i];
    return sum;
}

// Seconds from the moment when all threads have prepared until the last has done its work.
double timeTogether(int threads, const std::function<void(int)> &prepare, const std::function<void(int)> &work)
{
    Stopwatch watch;
    std::barrier ready(threads, [&watch]() noexcept { watch = Stopwatch(); });
    {
        std::vector<std::jthread> running;
        for (int thread = 0; thread < threads; ++thread) {
            running.emplace_back([&, thread] {
                prepare(thread);
                ready.arrive_and_wait();
                work(thread);
            });
        }
    }
    return watch.seconds();
}

constexpr int chains = 12;   // enough to hide the latency of a multiply-add on two units, and they fit 16 registers

// Twelve independent multiply-adds a round on vectors of this many lanes; ends near 1 whatever the number of rounds.
template <int lanes>
[[gnu::always_inline]] inline void multiplyAdd(std::int64_t rounds)
{
    typedef float Vector __attribute__((vector_size(lanes * sizeof(float))));
    Vector sums[chains] = {};
    use(&sums);   // or the compiler finds the chains alike and runs one for all
    const Vector factor = Vector{} + 0.5F;
    const Vector summand = Vector{} + 0.5F;
    for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
        for (Vector &sum : sums)
            sum = sum * factor + summand;
    }
    use(&sums);
}

struct PeakKernel {
    void (*run)(std::int64_t rounds);
    int lanes;
};

#if defined(__x86_64__)
[[gnu::target("avx512f")]] void multiplyAdd512(std::int64_t rounds) { multiplyAdd<16>(rounds); }
[[gnu::target("avx2,fma")]] void multiplyAdd256(std::int64_t rounds) { multiplyAdd<8>(rounds); }
#endif
void multiplyAdd128(std::int64_t rounds) { multiplyAdd<4>(rounds); }

#if defined(__x86_64__)
// As multiplyAdd, for products of bytes: one instruction, or products of pairs of words that are then added.
[[gnu::target("avx512f,avx512bw,avx512vnni")]] void multiplyBytes512(std::int64_t rounds)
{
    __m512i sums[chains] = {};
    use(&sums);
    __m512i left = _mm512_set1_epi8(1), right = _mm512_set1_epi8(1);
    use(&left);
    for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
        for (__m512i &sum : sums)
            sum = _mm512_dpbusd_epi32(sum, left, right);
    }
    use(&sums);
}

[[gnu::target("avx2")]] void multiplyWords256(std::int64_t rounds)
{
    __m256i sums[chains] = {};
    use(&sums);
    __m256i left = _mm256_set1_epi16(1);
    use(&left);
    for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
        for (__m256i &sum : sums)
            sum = _mm256_add_epi32(sum, _mm256_madd_epi16(left, sum));
    }
    use(&sums);
}
#endif
void multiplyIntegers(std::int64_t rounds)
{
    typedef std::int32_t Vector __attribute__((vector_size(16)));
    Vector sums[chains] = {};
    use(&sums);
    for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
        for (Vector &sum : sums)
            sum = sum * sum + 1;
    }
    use(&sums);
}

// lanes: products of one instruction.
PeakKernel widestInt8Kernel()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vnni"))
        return {multiplyBytes512, 64};
    if (__builtin_cpu_supports("avx2"))
        return {multiplyWords256, 16};
#endif
    return {multiplyIntegers, 4};
}

PeakKernel widestKernel()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        return {multiplyAdd512, 16};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return {multiplyAdd256, 8};
#endif
    return {multiplyAdd128, 4};
}

// Operations per second; a multiply and an add count two.
double peakOf(const PeakKernel &kernel, int threads)
{
    constexpr std::int64_t rounds = 20'000'000;
    const double seconds = timeTogether(threads, [&](int) { kernel.run(rounds / 10); }, [&](int) { kernel.run(rounds); });
    return 2.0 * chains * kernel.lanes * static_cast<double>(rounds) * threads / seconds;
}

}  // namespace

WorkingSet::WorkingSet(std::size_t bytes, int threads)
    : m_words(std::max<std::size_t>(bytes / sizeof(std::uint64_t) / static_cast<std::size_t>(threads), 1)), m_shares(static_cast<std::size_t>(threads))
{
}

double WorkingSet::readBandwidth()
{
    const std::size_t shareBytes = m_words * sizeof(std::uint64_t), threads = m_shares.size();
    const std::size_t passes = std::max<std::size_t>(bytesPerMeasurement / shareBytes / threads, 1);
    const double seconds = timeTogether(
        static_cast<int>(threads),
        [&](int thread) {
            auto &share = m_shares[static_cast<std::size_t>(thread)];
            if (share.empty())
                share.assign(m_words, 1);
            use(share.data());
        },
        [&](int thread) {
            const auto &share = m_shares[static_cast<std::size_t>(thread)];
            for (std::size_t pass = 0; pass < passes; ++pass) {
                const std::uint64_t sum = sumOf(share.data(), share.size());
                use(&sum);
            }
        });
    return static_cast<double>(shareBytes * passes * threads) / seconds;
}

double singlePrecisionPeak(int threads)
{
    return peakOf(widestKernel(), threads);
}

double int8Peak(int threads)
{
    return peakOf(widestInt8Kernel(), threads);
}

std::vector<Measurement> calibrate(int repetitions, int threads)
{
    const auto figure = [&](const char *id, const char *unit, const auto &measure) {
        return Measurement{.id = id, .unit = unit, .samples = repeat(repetitions, [&] { return measure() / gigabyte; })};
    };
    WorkingSet large(largeWorkingSet, threads);
    return {
        figure("calibration.read_bandwidth", "GB/s", [&large] { return large.readBandwidth(); }),
        figure("calibration.int8_peak", "GOP/s", [threads] { return int8Peak(threads); }),
        figure("calibration.fp32_peak", "GFLOP/s", [threads] { return singlePrecisionPeak(threads); }),
    };
}

}  // namespace interlinear::bench
