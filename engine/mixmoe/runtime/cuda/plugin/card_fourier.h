// cuFFT, found at run time: the plug-in opens without it.
//
//   CardFourier fourier;
//   if (fourier.trouble()) …                                  // "libcufft.so.12: cannot open shared object file: …"
//   fourier.queue(stream, in, out, length, count);            // [count][length] real to [count][length / 2 + 1] complex
#pragma once

#include <cuda_runtime.h>
#include <dlfcn.h>

#include <map>
#include <string>
#include <utility>

namespace interlinear::mixmoe::cuda {

class CardFourier {
public:
    CardFourier()
    {
        void *library = dlopen("libcufft.so.12", RTLD_NOW | RTLD_LOCAL);
        if (library) {
            m_plan = reinterpret_cast<Plan>(dlsym(library, "cufftPlan1d"));
            m_setStream = reinterpret_cast<SetStream>(dlsym(library, "cufftSetStream"));
            m_execute = reinterpret_cast<Execute>(dlsym(library, "cufftExecR2C"));
            m_destroy = reinterpret_cast<Destroy>(dlsym(library, "cufftDestroy"));
        }
        if (!library || !m_plan || !m_setStream || !m_execute || !m_destroy)
            m_trouble = library ? "libcufft.so.12 lacks a function that is needed" : dlerror();
    }
    ~CardFourier()
    {
        for (const auto &[shape, plan] : m_plans)
            m_destroy(plan);
    }
    CardFourier(const CardFourier &) = delete;
    CardFourier &operator=(const CardFourier &) = delete;

    /// Null: it can be used.
    const char *trouble() const { return m_trouble.empty() ? nullptr : m_trouble.c_str(); }

    /// Of a shape that comes for the first time memory is taken, which no graph may record. False: it failed.
    bool queue(cudaStream_t stream, const float *in, void *out, int length, int count)
    {
        auto found = m_plans.find({length, count});
        if (found == m_plans.end()) {
            int plan = 0;
            if (m_plan(&plan, length, realToComplex, count) != 0)
                return false;
            found = m_plans.emplace(std::pair(length, count), plan).first;
        }
        return m_setStream(found->second, stream) == 0 && m_execute(found->second, const_cast<float *>(in), static_cast<float2 *>(out)) == 0;
    }

private:
    // As cufft.h declares them; 0 is success.
    using Plan = int (*)(int *plan, int length, int type, int count);
    using SetStream = int (*)(int plan, cudaStream_t stream);
    using Execute = int (*)(int plan, float *in, float2 *out);
    using Destroy = int (*)(int plan);
    static constexpr int realToComplex = 0x2A;

    Plan m_plan = nullptr;
    SetStream m_setStream = nullptr;
    Execute m_execute = nullptr;
    Destroy m_destroy = nullptr;
    std::string m_trouble;
    std::map<std::pair<int, int>, int> m_plans;
};

}  // namespace interlinear::mixmoe::cuda
