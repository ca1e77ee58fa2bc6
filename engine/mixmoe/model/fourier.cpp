#include "engine/mixmoe/model/fourier.h"

#include <fftw3.h>

#include <map>
#include <memory>
#include <mutex>

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

// Making a plan is not thread-safe in FFTW, executing one on other arrays is. Plans live as long as the process, one a length.
fftwf_plan planFor(int length)
{
    static std::mutex mutex;
    static std::map<int, fftwf_plan> plans;
    const std::lock_guard lock(mutex);
    fftwf_plan &plan = plans[length];
    if (!plan) {
        const auto in = fftwArray<float>(static_cast<std::size_t>(length));
        const auto out = fftwArray<fftwf_complex>(static_cast<std::size_t>(length) / 2 + 1);
        plan = fftwf_plan_dft_r2c_1d(length, in.get(), out.get(), FFTW_ESTIMATE | FFTW_UNALIGNED);
    }
    return plan;
}

}  // namespace

void realFourier(std::span<const float> in, std::span<float> out)
{
    const std::size_t d = in.size();
    std::vector<float> signal(in.begin(), in.end());
    const auto half = fftwArray<fftwf_complex>(d / 2 + 1);
    fftwf_execute_dft_r2c(planFor(static_cast<int>(d)), signal.data(), half.get());
    for (std::size_t k = 0; k <= d / 2; ++k)
        out[k] = half[k][0];
    for (std::size_t k = d / 2 + 1; k < d; ++k)
        out[k] = half[d - k][0];   // the real part is even: f[k] = f[d - k]
}

std::vector<float> foldRouter(std::span<const float> weight, int n, int d)
{
    const auto width = static_cast<std::size_t>(d);
    std::vector<float> folded(static_cast<std::size_t>(n) * width);
    for (std::size_t row = 0; row < static_cast<std::size_t>(n); ++row) {
        const std::span<float> target(folded.data() + row * width, width);
        realFourier(weight.subspan(row * 2 * width + width, width), target);
        for (std::size_t i = 0; i < width; ++i)
            target[i] += weight[row * 2 * width + i];
    }
    return folded;
}

}  // namespace interlinear::mixmoe
