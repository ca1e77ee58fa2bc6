// What executes the model: the choice of device, precision and threads, with the fall-back from one to the next.
//
//   Result<std::unique_ptr<Runtime>> runtime = openRuntime(model, {.device = Device::Auto});
//   (*runtime)->description().device;   // "cpu"
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <memory>

namespace interlinear::mixmoe {

enum class Device {
    Auto,   ///< the fastest that works here
    Cpu,
    Cuda
};

enum class Precision {
    Auto,   ///< the fastest that the device offers without loss
    Fp32,
    Bf16,   ///< half the memory; what is stored so loses nothing
    Int8    ///< a quarter of the memory; rounds weights and activations
};

struct RuntimeSettings {
    Device device = Device::Auto;
    Precision precision = Precision::Auto;
    int threads = 0;                        ///< 0: as many as the machine has

    bool operator==(const RuntimeSettings &) const = default;
};

/// Packs the weights for the device: seconds for a large model. A device that is not there is Unsupported; Auto takes the CPU instead.
Result<std::unique_ptr<Runtime>> openRuntime(std::shared_ptr<const Model> model, const RuntimeSettings &settings);

}  // namespace interlinear::mixmoe
