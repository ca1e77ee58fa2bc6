#include "engine/mixmoe/serve/translation_service.h"

#include "engine/mixmoe/serve/prepared_model.h"

#include <algorithm>
#include <utility>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t documentBatch = 128;   // more than are decoded together, so that short segments leave no gaps

Error cancelled()
{
    return {ErrorCode::Cancelled, "", "stopped", {}};
}

Error notDelivered()
{
    return {ErrorCode::EngineFailure, "", "the answer got lost on its way; ask again", {}};
}

template <typename Answer>
bool isCancelled(const Result<Answer> &result)
{
    return !result && result.error().code == ErrorCode::Cancelled;
}

template <typename Answer>
bool isEngineFailure(const Result<Answer> &result)
{
    return !result && result.error().code == ErrorCode::EngineFailure;
}

/// The kind of answer that a request wants out of any.
template <typename Wanted, typename Answer>
Result<Wanted> as(Result<Answer> result)
{
    if (!result)
        return std::unexpected(result.error());
    return std::get<Wanted>(std::move(*result));
}

}  // namespace

TranslationService::TranslationService(Poster post) : m_post(std::move(post)), m_thread([this] { serve(); }) {}

TranslationService::~TranslationService()
{
    const std::lock_guard lock(m_mutex);
    m_closing = true;
    m_stopRunning.request_stop();
    m_wake.notify_one();
}

void TranslationService::load(const std::filesystem::path &folder, const RuntimeSettings &settings, LoadCallback onLoaded)
{
    load([folder, settings] { return prepareModel(folder, settings); }, [settings](std::shared_ptr<const Model> model) { return openRuntime(std::move(model), settings); },
         std::move(onLoaded));
}

void TranslationService::load(ModelSource model, RuntimeSource runtime, LoadCallback onLoaded)
{
    changeModel({std::move(model), std::move(runtime), std::move(onLoaded)});
}

void TranslationService::unload()
{
    changeModel({});
}

void TranslationService::changeModel(ModelChange change)
{
    std::optional<ModelChange> replaced;
    {
        const std::lock_guard lock(m_mutex);
        replaced = std::exchange(m_modelChange, std::move(change));
        m_stopRunning.request_stop();
        m_wake.notify_one();
    }
    if (replaced)
        tell<LoadedModel>(replaced->onLoaded, std::unexpected(cancelled()));
}

RequestId TranslationService::request(std::string segment, Priority priority, TranslateRequest request, StepCallback onStep, TranslationCallback onDone)
{
    return queue({.segment = std::move(segment), .priority = priority, .request = std::move(request), .onStep = std::move(onStep), .onDone = std::move(onDone)});
}

RequestId TranslationService::alternatives(std::string segment, AlternativesRequest request, AlternativesCallback onFound)
{
    return queue({.segment = std::move(segment), .priority = Priority::Caret, .alternatives = std::move(request), .onFound = std::move(onFound)});
}

RequestId TranslationService::queue(QueuedRequest queued)
{
    RequestId id = 0;
    Batch replaced;
    {
        const std::lock_guard lock(m_mutex);
        id = queued.id = ++m_lastId;
        const Claim claim = claimOf(queued);
        dropRunning([&](const Running &running) { return running.claim == claim; });
        if (mustYield(queued.priority))
            m_stopRunning.request_stop();
        if (auto older = m_queue.add(std::move(queued)))
            replaced.push_back(std::move(*older));
        m_wake.notify_one();
    }
    postCancelled(replaced);
    return id;
}

void TranslationService::cancel(RequestId id)
{
    Batch waiting;
    {
        const std::lock_guard lock(m_mutex);
        dropRunning([id](const Running &running) { return running.id == id; });
        if (auto request = m_queue.remove(id))
            waiting.push_back(std::move(*request));
    }
    postCancelled(waiting);
}

void TranslationService::cancelAll(Priority priority)
{
    Batch waiting;
    {
        const std::lock_guard lock(m_mutex);
        dropRunning([&](const Running &) { return m_runningPriority == priority; });
        waiting = m_queue.removeAll(priority);
    }
    postCancelled(waiting);
}

/// Whether what runs must give way to a request of this priority.
bool TranslationService::mustYield(Priority arriving) const
{
    return !m_running.empty() && (arriving < m_runningPriority || arriving == Priority::Caret);
}

/// What runs alone is stopped; of a batch the others go on, and it is stopped only when nobody waits for any of it.
template <typename Matches>
void TranslationService::dropRunning(Matches matches)
{
    for (Running &running : m_running)
        running.dropped = running.dropped || (!running.answered && matches(running));
    if (std::all_of(m_running.begin(), m_running.end(), [](const Running &running) { return running.dropped || running.answered; }))
        m_stopRunning.request_stop();
}

template <typename Value>
void TranslationService::tell(const std::function<void(Result<Value>)> &callback, Result<Value> answer) noexcept
{
    if (!callback)
        return;
    try {
        m_post([callback, answer = std::move(answer)]() mutable { callback(std::move(answer)); });
    } catch (...) {
        try {
            m_post([callback] { callback(std::unexpected(notDelivered())); });
        } catch (...) {   // nobody can be told
        }
    }
}

void TranslationService::post(const QueuedRequest &request, Result<Answer> result)
{
    if (request.onDone)
        tell<Translation>([callback = request.onDone, id = request.id](Result<Translation> answer) { callback(id, std::move(answer)); }, as<Translation>(std::move(result)));
    else if (request.onFound)
        tell<Alternatives>([callback = request.onFound, id = request.id](Result<Alternatives> answer) { callback(id, std::move(answer)); }, as<Alternatives>(std::move(result)));
}

void TranslationService::postCancelled(const Batch &requests)
{
    for (const QueuedRequest &request : requests)
        post(request, std::unexpected(cancelled()));
}

void TranslationService::serve()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_closing || m_modelChange || !m_queue.empty(); });
        if (m_closing)
            return;
        if (m_modelChange) {
            ModelChange change = std::move(*std::exchange(m_modelChange, std::nullopt));
            lock.unlock();
            perform(std::move(change));
        } else {
            m_runningPriority = m_queue.nextPriority();
            Batch batch = m_queue.takeNext(documentBatch);
            for (const QueuedRequest &request : batch)
                m_running.push_back({request.id, claimOf(request)});
            m_stopRunning = std::stop_source();
            const std::stop_token stop = m_stopRunning.get_token();
            lock.unlock();
            Results results = perform(batch, stop);
            settle(std::move(batch), std::move(results));
        }
        lock.lock();
    }
}

void TranslationService::perform(ModelChange change)
{
    if (!change.model) {
        m_engine.unload();
        return;
    }
    Result<LoadedModel> loaded = m_engine.load(change.model, std::move(change.runtime));
    tell<LoadedModel>(change.onLoaded, std::move(loaded));
}

TranslationService::Results TranslationService::perform(const Batch &batch, std::stop_token stop)
{
    if (batch.size() > 1) {
        std::vector<TranslateRequest> requests;
        for (const QueuedRequest &queued : batch)
            requests.push_back(queued.request);
        const auto onFinished = [&](std::size_t place, const Result<Translation> &result) { answerEarly(batch[place], place, result); };
        std::vector<Result<Translation>> translations = m_engine.translateBatch(requests, onFinished, std::move(stop));
        return {std::make_move_iterator(translations.begin()), std::make_move_iterator(translations.end())};
    }
    const QueuedRequest &queued = batch.front();
    Results results;
    if (queued.alternatives) {
        results.emplace_back(m_engine.alternatives(*queued.alternatives, std::move(stop)));
        return results;
    }
    StepCallback onStep;
    if (queued.onStep)
        onStep = [this, &queued](const StepEvent &event) { m_post([callback = queued.onStep, event] { callback(event); }); };
    results.emplace_back(m_engine.translate(queued.request, onStep, std::move(stop)));
    return results;
}

/// Answers one of a batch while the others go on; what was stopped or failed waits for settle().
void TranslationService::answerEarly(const QueuedRequest &request, std::size_t place, const Result<Translation> &result)
{
    bool dropped = false;
    {
        const std::lock_guard lock(m_mutex);
        Running &running = m_running[place];
        dropped = running.dropped;
        if (m_closing || (!dropped && (isCancelled(result) || isEngineFailure(result))))
            return;
        running.answered = true;
    }
    post(request, dropped ? Result<Answer>(std::unexpected(cancelled())) : Result<Answer>(result));
}

/// Answers what is done, and puts back what was stopped for something more urgent or failed only because of its batch.
void TranslationService::settle(Batch batch, Results results)
{
    const bool shared = batch.size() > 1;
    std::vector<std::size_t> done;
    {
        const std::lock_guard lock(m_mutex);
        const std::vector<Running> ran = std::exchange(m_running, {});
        if (m_closing)
            return;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (ran[i].answered)
                continue;
            if (ran[i].dropped)
                results[i] = std::unexpected(cancelled());
            const bool failedWithOthers = shared && isEngineFailure(results[i]);
            if (ran[i].dropped || (!isCancelled(results[i]) && !failedWithOthers)) {
                done.push_back(i);
                continue;
            }
            batch[i].alone = batch[i].alone || failedWithOthers;
            m_queue.add(std::move(batch[i]));
        }
    }
    for (const std::size_t i : done)
        post(batch[i], std::move(results[i]));
}

}  // namespace interlinear::mixmoe
