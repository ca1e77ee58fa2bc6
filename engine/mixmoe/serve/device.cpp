#include "engine/mixmoe/serve/device.h"

#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"

namespace interlinear::mixmoe {

Result<std::unique_ptr<Runtime>> openRuntime(std::shared_ptr<const Model> model, const RuntimeSettings &settings)
{
    if (settings.device == Device::Cuda)
        return fail(ErrorCode::Unsupported, "device cuda", "this build has no CUDA plug-in; choose cpu, or auto");
    const WeightType weights = settings.precision == Precision::Int8 ? WeightType::Int8 : WeightType::Fp32;
    return makeCpuRuntime(std::move(model), {.threads = settings.threads, .weights = weights});
}

}  // namespace interlinear::mixmoe
