// The model as its formulas stand, in plain fp32 loops, one token at a time: slow, readable, and the judge of every faster runtime.
//
//   Result<std::unique_ptr<Runtime>> runtime = makeReferenceRuntime(model);
//   Result<std::unique_ptr<Runtime>> live = makeReferenceRuntimeWithLiveFourier(model);   // the router as the paper writes it
//
// Sources: Mix-MoE, arXiv 2605.24681 v1 (mixed layers); RMSNorm, arXiv 1910.07467; rotary positions, arXiv 2104.09864, in the half-split convention;
// grouped-query attention, arXiv 2305.13245; gated FFN, arXiv 2002.05202.
#pragma once

#include "engine/mixmoe/runtime/runtime.h"

#include <memory>

namespace interlinear::mixmoe {

/// Routers run folded, W_eff h + b, where their feature can be folded and no band of it is changed. Fails when the model is null, or its vocabulary lacks a tag that a direction embedding needs.
Result<std::unique_ptr<Runtime>> makeReferenceRuntime(std::shared_ptr<const Model> model);

/// Routers compute W [h ; f(h)] + b for every token.
Result<std::unique_ptr<Runtime>> makeReferenceRuntimeWithLiveFourier(std::shared_ptr<const Model> model);

}  // namespace interlinear::mixmoe
