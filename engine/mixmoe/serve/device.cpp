#include "engine/mixmoe/serve/device.h"

#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"

namespace interlinear::mixmoe {

Result<std::unique_ptr<Runtime>> openRuntime(std::shared_ptr<const Model> model, const RuntimeSettings &settings)
{
    if (settings.device == Device::Cuda)
        return fail(ErrorCode::Unsupported, "device cuda", "this build has no CUDA plug-in; choose cpu, or auto");
    return makeCpuRuntime(std::move(model), {.threads = settings.threads});
}

}  // namespace interlinear::mixmoe
