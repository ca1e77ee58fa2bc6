#include "engine/mixmoe/serve/engine.h"

#include "engine/mixmoe/decode/translate.h"

#include <exception>
#include <new>
#include <utility>

namespace interlinear::mixmoe {

namespace {

/// What the work returns, or EngineFailure for what it throws.
template <typename Work>
auto guarded(Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::EngineFailure, "", "there is not enough memory for this; close other programs, or choose a smaller model");
    } catch (const std::exception &exception) {
        return fail(ErrorCode::EngineFailure, "", "the engine gave up and was started again: %1", exception.what());
    } catch (...) {
        return fail(ErrorCode::EngineFailure, "", "the engine gave up and was started again");
    }
}

bool engineFailed(const Error &error)
{
    return error.code == ErrorCode::EngineFailure;
}

}  // namespace

Result<LoadedModel> Engine::load(const ModelSource &modelSource, RuntimeSource runtimeSource)
{
    return guarded([&]() -> Result<LoadedModel> {
        Result<std::shared_ptr<const Model>> model = modelSource();
        if (!model)
            return std::unexpected(model.error());
        Result<std::unique_ptr<Runtime>> runtime = runtimeSource(*model);
        if (!runtime)
            return std::unexpected(runtime.error());
        m_runtime = std::move(*runtime);
        m_model = std::move(*model);
        m_runtimeSource = std::move(runtimeSource);
        return LoadedModel{m_model, m_runtime->description()};
    });
}

void Engine::unload()
{
    m_runtime.reset();
    m_runtimeSource = {};
    m_model.reset();
}

Result<void> Engine::ensureRuntime()
{
    if (!m_model)
        return fail(ErrorCode::NotFound, "", "no model is loaded");
    if (m_runtime)
        return {};
    Result<std::unique_ptr<Runtime>> runtime = m_runtimeSource(m_model);
    if (!runtime)
        return std::unexpected(runtime.error());
    m_runtime = std::move(*runtime);
    return {};
}

template <typename Answer, typename Work>
Result<Answer> Engine::answered(Work work)
{
    Result<Answer> answer = guarded([&]() -> Result<Answer> {
        if (auto ready = ensureRuntime(); !ready)
            return std::unexpected(ready.error());
        return work();
    });
    if (!answer && engineFailed(answer.error()))
        m_runtime.reset();
    return answer;
}

Result<Translation> Engine::translate(const TranslateRequest &request, const StepCallback &onStep, std::stop_token stop)
{
    return answered<Translation>([&] { return mixmoe::translate(*m_runtime, *m_model, request, onStep, stop); });
}

Result<Alternatives> Engine::alternatives(const AlternativesRequest &request, std::stop_token stop)
{
    return answered<Alternatives>([&] { return mixmoe::alternatives(*m_runtime, *m_model, request, stop); });
}

std::vector<Result<Translation>> Engine::translateBatch(std::span<const TranslateRequest> requests, const FinishedCallback &onFinished, std::stop_token stop)
{
    using Results = std::vector<Result<Translation>>;
    Result<Results> results = guarded([&]() -> Result<Results> {
        if (auto ready = ensureRuntime(); !ready)
            return std::unexpected(ready.error());
        return mixmoe::translateBatch(*m_runtime, *m_model, requests, stop, {.onFinished = onFinished});
    });
    if (results)
        return std::move(*results);
    if (engineFailed(results.error()))
        m_runtime.reset();
    return Results(requests.size(), std::unexpected(results.error()));
}

}  // namespace interlinear::mixmoe
