// The model on the processor: fp32, bf16 or int8 weights in panels, batches sorted by expert, instruction set chosen at run time.
//
//   Result<std::unique_ptr<Runtime>> runtime = makeCpuRuntime(model, {.threads = 2});
//   (*runtime)->description();   // {"cpu", "fp32", 2}
//
// Logits of a sequence are the same bits whatever the batch, its neighbours, the number of threads, and whether tokens came in one step or in many.
#pragma once

#include "engine/mixmoe/runtime/cpu/packed_matrix.h"
#include "engine/mixmoe/runtime/kernels/kernels.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <memory>

namespace interlinear::mixmoe {

struct PackedModel;

struct CpuOptions {
    int threads = 0;                                     ///< 0: as many as the machine has
    WeightType weights = WeightType::Fp32;
    Kernels kernels{widestSupported()};
};

/// Bf16 where no weight loses anything by it, as in models that are stored so, else Fp32: the same bits come out, from half the memory.
WeightType losslessWeights(const Model &model);

/// The kernels know folded routers only: a model whose feature cannot be folded gets the reference runtime.
/// Packs the weights: a moment for small models, seconds for large ones. Fails when the model is null, its vocabulary lacks a tag that a direction embedding needs, the instructions are not there, or memory runs out.
Result<std::unique_ptr<Runtime>> makeCpuRuntime(std::shared_ptr<const Model> model, const CpuOptions &options = {});

/// The same on weights that are packed already; the model needs none in memory. options.weights is what they are packed as.
Result<std::unique_ptr<Runtime>> makeCpuRuntime(std::shared_ptr<const Model> model, std::shared_ptr<const PackedModel> packed, const CpuOptions &options);

}  // namespace interlinear::mixmoe
