#include "engine/mixmoe/runtime/cuda/card_library.h"

#include <dlfcn.h>

namespace interlinear::mixmoe::cuda {

std::filesystem::path cardLibrary()
{
    std::error_code ignored;
    return std::filesystem::canonical("/proc/self/exe", ignored).parent_path() / "libinterlinear_cuda.so";
}

std::unexpected<Error> refusalOf(int refusal, const std::string &about)
{
    const std::string where = "device cuda";
    switch (refusal) {
    case interlinear_cuda_other_version:
        return fail(ErrorCode::EngineFailure, where, "the CUDA plug-in belongs to another version of this program; build both anew");
    case interlinear_cuda_no_driver:
        return fail(ErrorCode::Unsupported, where, "this machine has no driver for NVIDIA cards; choose cpu, or auto");
    case interlinear_cuda_old_driver:
        return fail(ErrorCode::Unsupported, where, "the driver knows CUDA %1 at most, which is too old; install a newer driver, or choose cpu", about);
    case interlinear_cuda_no_card:
        return fail(ErrorCode::Unsupported, where, "there is no NVIDIA card that can be used: %1", about);
    case interlinear_cuda_old_card:
        return fail(ErrorCode::Unsupported, where, "the card %1 is too old; expected compute capability 8.0 or newer", about);
    default:
        return fail(ErrorCode::EngineFailure, where, "the card cannot be opened: %1", about);
    }
}

Result<std::shared_ptr<Card>> openCard(const std::filesystem::path &library)
{
    std::error_code ignored;
    if (!std::filesystem::exists(library, ignored))
        return fail(ErrorCode::Unsupported, "device cuda", "this build has no CUDA plug-in; choose cpu, or auto");
    void *handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return fail(ErrorCode::EngineFailure, library.string(), "cannot be opened: %1", dlerror());
    const auto open = reinterpret_cast<interlinear_cuda_open_t>(dlsym(handle, "interlinear_cuda_open"));
    if (!open)
        return fail(ErrorCode::EngineFailure, library.string(), "has no function interlinear_cuda_open; it belongs to another version");
    interlinear_cuda_table table{};
    if (const int refusal = open(interlinear_cuda_version, &table); refusal != interlinear_cuda_opened)
        return refusalOf(refusal, table.name);
    return std::make_shared<Card>(table);
}

}  // namespace interlinear::mixmoe::cuda
