// A runtime that goes on with another one when the first gives up: what was read so far is read again there, and the step at hand is taken there.
//
//   auto runtime = makeFallbackRuntime(std::move(onCard), openCpu, [](const Error &why) { notice(why); });
//   runtime->description().device;   // that of the one that works now
//
// The first has given up when a step is an EngineFailure: a card that is full, taken away or failing. It is closed then, and not tried again.
#pragma once

#include "engine/mixmoe/runtime/runtime.h"

#include <functional>
#include <memory>

namespace interlinear::mixmoe {

/// Called on the thread of the step, once at most.
using FallbackNotice = std::function<void(const Error &why)>;

/// second is asked for at most once, and its Error is that of the step. Either function may be called until the runtime goes.
std::unique_ptr<Runtime> makeFallbackRuntime(std::unique_ptr<Runtime> first, std::function<Result<std::unique_ptr<Runtime>>()> second, FallbackNotice notice);

}  // namespace interlinear::mixmoe
