#include "engine/training/cuda/library.h"

#include <dlfcn.h>
#include <filesystem>

namespace interlinear::training::cuda {

namespace {

std::filesystem::path folderOfThis()
{
    Dl_info place{};
    std::error_code ignored;
    return dladdr(reinterpret_cast<const void *>(&cardKernels), &place) != 0 && place.dli_fname ? std::filesystem::canonical(place.dli_fname, ignored).parent_path() : std::filesystem::path();
}

Result<const interlinear_training_cuda_table *> opened()
{
    static interlinear_training_cuda_table table{};
    const std::filesystem::path library = folderOfThis() / "libinterlinear_training_cuda.so";
    std::error_code ignored;
    if (!std::filesystem::exists(library, ignored))
        return fail(ErrorCode::Unsupported, library.string(), "is not there: this build has no kernels for training on a card");
    void *handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return fail(ErrorCode::EngineFailure, library.string(), "cannot be opened: %1", dlerror());
    const auto open = reinterpret_cast<interlinear_training_cuda_open_t>(dlsym(handle, "interlinear_training_cuda_open"));
    if (!open || open(interlinear_training_cuda_version, &table) != 0)
        return fail(ErrorCode::EngineFailure, library.string(), "belongs to another version of this program; build both anew");
    return &table;
}

}  // namespace

const Result<const interlinear_training_cuda_table *> &cardKernels()
{
    static const Result<const interlinear_training_cuda_table *> kernels = opened();
    return kernels;
}

}  // namespace interlinear::training::cuda
