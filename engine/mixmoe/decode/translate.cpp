#include "engine/mixmoe/decode/translate.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/decode/assembly.h"
#include "engine/mixmoe/decode/search_plan.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>

namespace interlinear::mixmoe {

namespace {

struct Job {
    std::size_t number = 0;            // of the request
    PreparedRequest prepared;
    SentenceSearch search;
    Stopwatch watch;
};

// What all requests of one call share.
struct Desk {
    Runtime &runtime;
    const Model &model;
};

/// Many of them change places when one ends.
using JobPointer = std::unique_ptr<Job>;

Result<JobPointer> begin(const Desk &desk, std::size_t number, PreparedRequest prepared, const Stopwatch &watch)
{
    Result<SearchPlan> plan = planFor(desk.model, prepared);
    if (!plan)
        return std::unexpected(plan.error());
    Result<SentenceSearch> search = SentenceSearch::begin(desk.runtime, std::move(*plan));
    if (!search)
        return std::unexpected(search.error());
    return std::make_unique<Job>(Job{number, std::move(prepared), std::move(*search), watch});
}

StepOptions stepOptions(const TranslateRequest &request, std::stop_token stop)
{
    return {.capture = request.capture, .wantAttention = true, .interventions = request.interventions, .stop = std::move(stop)};
}

// One step for all jobs; one result a job. The outputs' memory is used again by the next step. An error of the step itself is that of every job.
std::vector<Result<void>> stepTogether(Runtime &runtime, std::span<const JobPointer> jobs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    std::vector<SequenceInput> inputs;
    std::vector<std::size_t> ends;
    for (const JobPointer &job : jobs) {
        std::ranges::move(job->search.inputs(), std::back_inserter(inputs));
        ends.push_back(inputs.size());
    }
    if (auto done = runtime.stepInto(inputs, options, outputs); !done)
        return std::vector<Result<void>>(jobs.size(), done);
    std::vector<Result<void>> results;
    std::size_t first = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        results.push_back(jobs[i]->search.accept(std::span(outputs).subspan(first, ends[i] - first)));
        first = ends[i];
    }
    return results;
}

Translation timed(Translation translation, const Stopwatch &watch)
{
    const double seconds = watch.seconds();
    translation.elapsedMs = seconds * 1000;
    translation.tokensPerSecond = seconds > 0 ? static_cast<double>(translation.tokens.size()) / seconds : 0;
    return translation;
}

// Requests that share a batch, decoded as places become free.
class Batch {
public:
    Batch(const Desk &desk, std::span<const TranslateRequest> requests, const BatchOptions &options, std::vector<std::optional<Result<Translation>>> &results)
        : m_desk(desk), m_requests(requests), m_options(options), m_maxSequences(options.maxSequences > 0 ? options.maxSequences : desk.runtime.description().sequencesAtOnce), m_results(results)
    {
    }

    /// numbers: requests with equal capture level and interventions, in the order in which they start.
    void run(const std::vector<std::size_t> &numbers, const std::stop_token &stop)
    {
        std::size_t next = 0;
        while (true) {
            while (next < numbers.size() && !stop.stop_requested() && hasRoomFor(m_requests[numbers[next]]))
                start(numbers[next++]);
            if (m_jobs.empty())
                return;
            step(stepOptions(m_requests[numbers.front()], stop));
        }
    }

private:
    bool hasRoomFor(const TranslateRequest &request) const
    {
        return m_jobs.empty() || m_sequences + hypothesesOf(request) <= m_maxSequences;
    }

    // In a full batch a token that is tried costs as much as another sentence's: drafts have what the sentences leave free.
    void shareOutTries()
    {
        const int free = std::max(m_maxSequences, 1 + static_cast<int>(Draft::mostTried)) - m_sequences;
        for (const JobPointer &job : m_jobs)
            job->search.tryAtMost(static_cast<std::size_t>(std::max(0, free)) / m_jobs.size());
    }

    void start(std::size_t number)
    {
        const Stopwatch watch;
        Result<PreparedRequest> prepared = prepare(m_desk.model, m_requests[number]);
        if (!prepared)
            return finish(number, std::unexpected(prepared.error()));
        if (prepared->source.blank())
            return finish(number, timed(assembleBlank(m_desk.model, m_desk.runtime.description(), *prepared), watch));
        Result<JobPointer> job = begin(m_desk, number, std::move(*prepared), watch);
        if (!job)
            return finish(number, std::unexpected(job.error()));
        m_sequences += hypothesesOf((*job)->prepared.request);
        m_jobs.push_back(std::move(*job));
    }

    void step(const StepOptions &options)
    {
        shareOutTries();
        const std::vector<Result<void>> results = stepTogether(m_desk.runtime, m_jobs, options, m_outputs);
        for (std::size_t i = 0; i < m_jobs.size(); ++i) {
            const Job &job = *m_jobs[i];
            if (results[i] && !job.search.done())
                continue;
            m_sequences -= hypothesesOf(job.prepared.request);
            finish(job.number, results[i] ? timed(assemble(m_desk.model, m_desk.runtime.description(), job.prepared, job.search), job.watch) : Result<Translation>(std::unexpected(results[i].error())));
            m_jobs[i].reset();
        }
        std::erase(m_jobs, nullptr);
    }

    void finish(std::size_t number, Result<Translation> result)
    {
        m_results[number] = std::move(result);
        if (m_options.onFinished)
            m_options.onFinished(number, *m_results[number]);
    }

    const Desk &m_desk;
    std::span<const TranslateRequest> m_requests;
    const BatchOptions &m_options;
    int m_maxSequences;
    std::vector<std::optional<Result<Translation>>> &m_results;
    std::vector<JobPointer> m_jobs;
    int m_sequences = 0;               // that they follow
    std::vector<SequenceOutput> m_outputs;
};

bool shareSteps(const TranslateRequest &a, const TranslateRequest &b)
{
    return a.capture == b.capture && a.interventions == b.interventions;
}

// Longest first; one list for each kind of step.
std::vector<std::vector<std::size_t>> batchesOf(std::span<const TranslateRequest> requests)
{
    std::vector<std::size_t> order(requests.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t number) { return requests[number].source.text.size(); });
    std::vector<std::vector<std::size_t>> batches;
    for (const std::size_t number : order) {
        const auto fitting = std::ranges::find_if(batches, [&](const auto &batch) { return shareSteps(requests[batch.front()], requests[number]); });
        if (fitting == batches.end())
            batches.push_back({number});
        else
            fitting->push_back(number);
    }
    return batches;
}

}  // namespace

Result<Translation> translate(Runtime &runtime, const Model &model, const TranslateRequest &request, const StepCallback &onStep, std::stop_token stop)
{
    const Stopwatch watch;
    Result<PreparedRequest> prepared = prepare(model, request);
    if (!prepared)
        return std::unexpected(prepared.error());
    if (prepared->source.blank())
        return timed(assembleBlank(model, runtime.description(), *prepared), watch);
    const Desk desk{runtime, model};
    const Result<JobPointer> begun = begin(desk, 0, std::move(*prepared), watch);
    if (!begun)
        return std::unexpected(begun.error());
    const JobPointer &job = *begun;

    EventStream events(*model.tokenizer, job->prepared.targetLeading);
    const StepOptions options = stepOptions(request, std::move(stop));
    std::vector<SequenceOutput> outputs;
    while (!job->search.done()) {
        const Result<void> stepped = stepTogether(runtime, std::span(&job, 1), options, outputs).front();
        if (!stepped)
            return std::unexpected(stepped.error());
        if (onStep)
            events.send(job->search.settled(), onStep);
    }
    return timed(assemble(model, runtime.description(), job->prepared, job->search), watch);
}

std::vector<Result<Translation>> translateBatch(Runtime &runtime, const Model &model, std::span<const TranslateRequest> requests, std::stop_token stop,
                                                const BatchOptions &options)
{
    const Desk desk{runtime, model};
    std::vector<std::optional<Result<Translation>>> finished(requests.size());
    for (const std::vector<std::size_t> &numbers : batchesOf(requests))
        Batch(desk, requests, options, finished).run(numbers, stop);

    std::vector<Result<Translation>> results;
    for (auto &result : finished)
        results.push_back(result ? std::move(*result) : Result<Translation>(fail(ErrorCode::Cancelled, "", "stopped on request")));
    return results;
}

}  // namespace interlinear::mixmoe
