// The engine behind an interactive program: one thread that owns model and runtime, and an inbox with priorities.
//
//   TranslationService service([&](std::function<void()> call) { QMetaObject::invokeMethod(&window, std::move(call), Qt::QueuedConnection); });
//   service.load(folder, {}, [](Result<LoadedModel> loaded) { … });
//   RequestId id = service.request("doc 1/12", Priority::Caret, {.source = {"Good morning."}, .from = "en", .to = "de"}, onStep, onDone);
//   service.cancel(id);
//   service.alternatives("doc 1/12", {.request = request, .target = "Guten Morgen.", .offset = 6}, onFound);
//
// Answers. Every request is answered once through its TranslationCallback: with a translation, an Error, or Cancelled when it was cancelled or
// replaced. A request replaces the earlier one for its segment, running or waiting, where suggestions (Caret, Next), document requests and requests for
// alternatives do not replace each other; what the earlier one would have answered is thrown away. Requests wait while a model loads; without a model they are
// answered with NotFound.
//
// Order. Caret goes before Next goes before Document; document requests run many at a time, each answered when it is done. What is more urgent, a newer Caret too, stops what
// runs within one decoding step; what was stopped starts over later (a StepEvent with step 0 tells), so that nothing is lost but time.
//
// Failures. Running out of memory and exceptions become EngineFailure for the request at hand; the runtime is made anew for the next one. When a
// batch fails so, each of its requests is tried once more alone. The model is in memory: what becomes of its folder changes nothing until the next load.
//
// Threads. All functions may be called from any thread. Callbacks are handed to the poster and never called here; the poster is called from the
// engine thread and from the callers' threads, without a lock. Where it throws, nothing counts as posted, and an EngineFailure is handed to it instead, once.
// When the destructor has returned, nothing is posted any more.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/serve/device.h"
#include "engine/mixmoe/serve/engine.h"
#include "engine/mixmoe/serve/request_queue.h"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace interlinear::mixmoe {

using Poster = std::function<void(std::function<void()>)>;
using LoadCallback = std::function<void(Result<LoadedModel>)>;

class TranslationService {
public:
    explicit TranslationService(Poster post);
    /// Stops what runs within one decoding step, or when a load at hand is done. What waits is dropped without an answer.
    ~TranslationService();
    TranslationService(const TranslationService &) = delete;
    TranslationService &operator=(const TranslationService &) = delete;

    /// Loads the folder on the engine thread and replaces the model; when that fails the earlier model stays. A later load replaces one that waits,
    /// which is then answered with Cancelled.
    void load(const std::filesystem::path &folder, const RuntimeSettings &settings, LoadCallback onLoaded);
    /// The same from any source of a model and of runtimes for it; both are called on the engine thread, the latter again after a failure.
    void load(ModelSource model, RuntimeSource runtime, LoadCallback onLoaded);
    /// Frees model and runtime; later requests are answered with NotFound.
    void unload();

    /// `segment` is the same for each request of one segment, whatever it is. onStep may be empty; requests in a batch send no steps.
    RequestId request(std::string segment, Priority priority, TranslateRequest request, StepCallback onStep, TranslationCallback onDone);
    /// What else might stand at a place of a target, as urgent as Caret.
    RequestId alternatives(std::string segment, AlternativesRequest request, AlternativesCallback onFound);
    /// Nothing happens when it is answered already. What runs alone stops within one decoding step; one of a running batch is answered when its place ends.
    void cancel(RequestId id);
    void cancelAll(Priority priority);

private:
    struct ModelChange {
        ModelSource model;        // empty: unload
        RuntimeSource runtime;
        LoadCallback onLoaded;
    };
    struct Running {
        RequestId id;
        Claim claim;
        bool dropped = false;     // cancelled or replaced: to be answered with Cancelled
        bool answered = false;
    };
    using Batch = std::vector<QueuedRequest>;
    using Answer = std::variant<Translation, Alternatives>;   // as the request wants
    using Results = std::vector<Result<Answer>>;

    void changeModel(ModelChange change);
    RequestId queue(QueuedRequest request);
    template <typename Value>
    void tell(const std::function<void(Result<Value>)> &callback, Result<Value> answer) noexcept;
    void post(const QueuedRequest &request, Result<Answer> result);
    void postCancelled(const Batch &requests);
    bool mustYield(Priority arriving) const;
    template <typename Matches>
    void dropRunning(Matches matches);

    void serve();
    void perform(ModelChange change);
    Results perform(const Batch &batch, std::stop_token stop);
    void answerEarly(const QueuedRequest &request, std::size_t place, const Result<Translation> &result);
    void settle(Batch batch, Results results);

    const Poster m_post;

    std::mutex m_mutex;           // guards all but engine and thread
    std::condition_variable m_wake;
    RequestQueue m_queue;
    std::optional<ModelChange> m_modelChange;
    std::vector<Running> m_running;
    Priority m_runningPriority = Priority::Document;
    std::stop_source m_stopRunning;
    RequestId m_lastId = 0;
    bool m_closing = false;

    Engine m_engine;              // the engine thread's own
    std::jthread m_thread;        // last: started when all else is there, joined before all else goes
};

}  // namespace interlinear::mixmoe
