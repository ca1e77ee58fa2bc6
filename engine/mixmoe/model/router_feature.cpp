#include "engine/mixmoe/model/router_feature.h"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <numbers>
#include <random>

namespace interlinear::mixmoe {

namespace {

struct FreeFftw {
    void operator()(void *memory) const { fftwf_free(memory); }
};

template <typename T>
std::unique_ptr<T[], FreeFftw> fftwArray(std::size_t count)
{
    return std::unique_ptr<T[], FreeFftw>(static_cast<T *>(fftwf_malloc(count * sizeof(T))));
}

// Making a plan is not thread-safe in FFTW, executing one on other arrays is. Plans live until the process ends, one a length.
class Plans {
public:
    Plans() = default;
    Plans(const Plans &) = delete;
    Plans &operator=(const Plans &) = delete;
    ~Plans()
    {
        for (const auto &[length, plan] : m_plans)
            fftwf_destroy_plan(plan);
        fftwf_cleanup();
    }

    fftwf_plan of(int length)
    {
        const std::lock_guard lock(m_mutex);
        fftwf_plan &plan = m_plans[length];
        if (!plan) {
            const auto in = fftwArray<float>(static_cast<std::size_t>(length));
            const auto out = fftwArray<fftwf_complex>(static_cast<std::size_t>(length) / 2 + 1);
            plan = fftwf_plan_dft_r2c_1d(length, in.get(), out.get(), FFTW_ESTIMATE | FFTW_UNALIGNED);
        }
        return plan;
    }

private:
    std::mutex m_mutex;
    std::map<int, fftwf_plan> m_plans;
};

fftwf_plan planFor(int length)
{
    static Plans plans;
    return plans.of(length);
}

using Half = std::unique_ptr<fftwf_complex[], FreeFftw>;

// The first d/2 + 1 values of the transform; the others are their conjugates in reverse.
Half halfSpectrum(std::span<const float> in)
{
    std::vector<float> signal(in.begin(), in.end());
    Half half = fftwArray<fftwf_complex>(in.size() / 2 + 1);
    fftwf_execute_dft_r2c(planFor(static_cast<int>(in.size())), signal.data(), half.get());
    return half;
}

void magnitude(std::span<const float> in, std::span<float> out)
{
    const Half half = halfSpectrum(in);
    for (std::size_t k = 0; k < in.size(); ++k) {
        const auto &value = half[std::min(k, in.size() - k)];
        out[k] = std::hypot(value[0], value[1]);
    }
}

/// Box and Muller (1958), so that every machine draws the same.
std::vector<float> randomMatrix(std::size_t d)
{
    std::mt19937_64 random(0x4D69784D6F45ULL);
    const auto uniform = [&random] { return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; };
    std::vector<float> matrix(d * d);
    for (float &value : matrix)
        value = static_cast<float>(std::sqrt(-std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform()));
    return matrix;
}

double entryOf(FourierMode mode, std::size_t k, std::size_t n, std::size_t d)
{
    const double row = static_cast<double>(k), column = static_cast<double>(n), size = static_cast<double>(d);
    if (mode == FourierMode::Dct2)
        return std::cos(std::numbers::pi * (column + 0.5) * row / size);
    const double cosine = std::cos(2 * std::numbers::pi * static_cast<double>(k * n % d) / size);
    return mode == FourierMode::RealFftOrtho ? cosine / std::sqrt(size) : cosine;
}

}  // namespace

void realFourier(std::span<const float> in, std::span<float> out)
{
    const std::size_t d = in.size();
    const Half half = halfSpectrum(in);
    for (std::size_t k = 0; k < d; ++k)
        out[k] = half[std::min(k, d - k)][0];   // the real part is even: f[k] = f[d - k]
}

void routerFeature(FourierMode mode, std::span<const float> in, std::span<float> out)
{
    if (mode == FourierMode::RealFft)
        return realFourier(in, out);
    if (mode == FourierMode::Magnitude)
        return magnitude(in, out);
    const std::vector<float> matrix = featureMatrix(mode, static_cast<int>(in.size()));
    for (std::size_t k = 0; k < in.size(); ++k) {
        double sum = 0;
        for (std::size_t n = 0; n < in.size(); ++n)
            sum += static_cast<double>(matrix[k * in.size() + n]) * static_cast<double>(in[n]);
        out[k] = static_cast<float>(sum);
    }
}

std::vector<float> featureMatrix(FourierMode mode, int d)
{
    const auto size = static_cast<std::size_t>(d);
    if (mode == FourierMode::Random)
        return randomMatrix(size);
    std::vector<float> matrix;
    for (std::size_t k = 0; k < size; ++k) {
        for (std::size_t n = 0; n < size; ++n)
            matrix.push_back(static_cast<float>(entryOf(mode, k, n, size)));
    }
    return matrix;
}

int spectrumBins(FourierMode mode, int d)
{
    switch (mode) {
    case FourierMode::RealFft:
    case FourierMode::RealFftOrtho:
    case FourierMode::Magnitude:
        return d / 2 + 1;
    case FourierMode::Dct2:
        return d;
    case FourierMode::None:
    case FourierMode::Random:
        break;
    }
    return 0;
}

void scaleBins(FourierMode mode, std::span<float> values, int first, int last, float factor)
{
    const int d = static_cast<int>(values.size());
    for (int k = 0; k < d; ++k) {
        const int bin = mode == FourierMode::Dct2 ? k : std::min(k, d - k);
        if (bin >= first && bin <= last)
            values[static_cast<std::size_t>(k)] *= factor;
    }
}

std::vector<float> foldRouter(FourierMode mode, std::span<const float> weight, int n, int d, std::span<const float> binFactors)
{
    const auto width = static_cast<std::size_t>(d);
    const std::vector<float> matrix = mode == FourierMode::RealFft ? std::vector<float>() : featureMatrix(mode, d);
    std::vector<float> folded(static_cast<std::size_t>(n) * width);
    for (std::size_t row = 0; row < static_cast<std::size_t>(n); ++row) {
        const std::span<const float> direct = weight.subspan(row * 2 * width, width);
        const std::span<const float> asTrained = weight.subspan(row * 2 * width + width, width);
        std::vector<float> spectral(asTrained.begin(), asTrained.end());
        for (std::size_t k = 0; k < binFactors.size(); ++k)
            spectral[k] *= binFactors[k];
        const std::span<float> target(folded.data() + row * width, width);
        if (mode == FourierMode::RealFft) {
            realFourier(spectral, target);   // C is symmetric
        } else {
            for (std::size_t k = 0; k < width; ++k) {
                for (std::size_t i = 0; i < width; ++i)
                    target[i] += spectral[k] * matrix[k * width + i];
            }
        }
        for (std::size_t i = 0; i < width; ++i)
            target[i] += direct[i];
    }
    return folded;
}

}  // namespace interlinear::mixmoe
