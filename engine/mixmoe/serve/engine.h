// Model and runtime together, where every failure is a value: what the engine thread runs.
//
//   Engine engine;
//   Result<LoadedModel> loaded = engine.load(loadFolder, openOnCpu);
//   Result<Translation> translation = engine.translate(request, onStep, stop);
//
// Exceptions and exhausted memory become EngineFailure, and the runtime is made anew for the next call. One thread.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/decode/alternatives.h"
#include "engine/mixmoe/decode/translation.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace interlinear::mixmoe {

using ModelSource = std::function<Result<std::shared_ptr<const Model>>()>;
using RuntimeSource = std::function<Result<std::unique_ptr<Runtime>>(std::shared_ptr<const Model>)>;

/// A request of a batch, by its place, and how it ended.
using FinishedCallback = std::function<void(std::size_t request, const Result<Translation> &result)>;

struct LoadedModel {
    std::shared_ptr<const Model> model;
    RuntimeDescription runtime;
};

class Engine {
public:
    /// Replaces model and runtime. When either cannot be had, what was loaded before stays.
    Result<LoadedModel> load(const ModelSource &modelSource, RuntimeSource runtimeSource);
    void unload();

    /// NotFound while no model is loaded.
    Result<Translation> translate(const TranslateRequest &request, const StepCallback &onStep, std::stop_token stop);
    /// One result a request, in their order; onFinished may be empty. An exception fails all that were not finished before.
    std::vector<Result<Translation>> translateBatch(std::span<const TranslateRequest> requests, const FinishedCallback &onFinished, std::stop_token stop);

    /// NotFound while no model is loaded.
    Result<Alternatives> alternatives(const AlternativesRequest &request, std::stop_token stop);

private:
    Result<void> ensureRuntime();
    template <typename Answer, typename Work>
    Result<Answer> answered(Work work);

    std::shared_ptr<const Model> m_model;
    RuntimeSource m_runtimeSource;
    std::unique_ptr<Runtime> m_runtime;   // null after a failure, until the next call
};

}  // namespace interlinear::mixmoe
