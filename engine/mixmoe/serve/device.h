// What executes the model: the choice of device, precision and threads, with the fall-back from one to the next.
//
//   Result<std::unique_ptr<Runtime>> runtime = openRuntime(model, {.device = Device::Auto});
//   (*runtime)->description().device;   // "cpu"
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/kernels/instruction_set.h"
#include "engine/mixmoe/runtime/runtime.h"
#include "engine/mixmoe/serve/fallback_runtime.h"

#include <memory>
#include <optional>
#include <string_view>

namespace interlinear::mixmoe {

enum class Device {
    Auto,   ///< the fastest that works here
    Cpu,
    Cuda
};

enum class Precision {
    Auto,   ///< the fastest that the device offers without loss
    Fp32,
    Bf16,   ///< half the memory; a card rounds activations too, the CPU weights only, and what is stored so loses nothing there
    Int8,   ///< a quarter of the memory; rounds weights and activations
    Fp8     ///< as much memory as int8; on a card only
};

struct RuntimeSettings {
    Device device = Device::Auto;
    Precision precision = Precision::Auto;
    int threads = 0;                        ///< 0: as many as the machine has
    std::optional<InstructionSet> instructions{};   ///< nothing: the fastest here

    bool operator==(const RuntimeSettings &) const = default;
};

/// "auto", "fp32", "bf16", "int8", "fp8"; nothing for another name.
std::optional<Precision> precisionNamed(std::string_view name);

/// What the CPU packs weights as. Auto: the smallest that loses nothing. Fp8, which it does not compute in: likewise.
WeightType weightsFor(Precision precision, const Model &model);

/// Packs the weights for the device, seconds for a large model; of a model without weights in memory (see prepareModel()) it maps those in the user's cache, or reads
/// the folder again where they are gone: WrongModel when it holds another model by now. A device or instructions that are not there are Unsupported, and so is fp8 on the CPU.
/// Device::Auto takes the card where the plug-in opens one that has the memory, and the CPU otherwise; what the card begins the CPU ends, when that gives up in the
/// middle. The notice, which may be empty, hears why there is a card that is not used, now or later, and why there is none for fp8.
Result<std::unique_ptr<Runtime>> openRuntime(std::shared_ptr<const Model> model, const RuntimeSettings &settings, const FallbackNotice &notice = {});

}  // namespace interlinear::mixmoe
