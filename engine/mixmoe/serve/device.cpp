#include "engine/mixmoe/serve/device.h"

#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cpu/fastest_instructions.h"

namespace interlinear::mixmoe {

namespace {

WeightType weightsFor(Precision precision, const Model &model)
{
    switch (precision) {
    case Precision::Int8:
        return WeightType::Int8;
    case Precision::Bf16:
        return WeightType::Bf16;
    case Precision::Fp32:
        return WeightType::Fp32;
    case Precision::Auto:
        break;
    }
    return losslessWeights(model);
}

}  // namespace

Result<std::unique_ptr<Runtime>> openRuntime(std::shared_ptr<const Model> model, const RuntimeSettings &settings)
{
    if (settings.device == Device::Cuda)
        return fail(ErrorCode::Unsupported, "device cuda", "this build has no CUDA plug-in; choose cpu, or auto");
    const WeightType weights = model ? weightsFor(settings.precision, *model) : WeightType::Fp32;
    return makeCpuRuntime(std::move(model), {.threads = settings.threads, .weights = weights, .kernels = Kernels(fastestInstructions())});
}

}  // namespace interlinear::mixmoe
