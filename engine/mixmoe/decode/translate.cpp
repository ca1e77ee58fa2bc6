#include "engine/mixmoe/decode/translate.h"

#include "engine/core/stopwatch.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/assembly.h"

#include <algorithm>
#include <cmath>
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
    PieceTable table;
};

Result<void> checkTerm(const TermConstraint &term, std::size_t number)
{
    if (term.forms.empty())
        return fail(ErrorCode::InvalidArgument, "", "term %1 has no form; expected one or more", number);
    for (const std::string &form : term.forms) {
        if (const auto bad = firstInvalidUtf8(form))
            return fail(ErrorCode::NotUtf8, "", "byte %1 of a form of term %2 is no UTF-8", *bad + 1, number);
        if (trimmed(form).empty())
            return fail(ErrorCode::InvalidArgument, "", "a form of term %1 is blank; expected words", number);
    }
    return {};
}

// Followed at once.
int hypothesesOf(const TranslateRequest &request)
{
    return request.terms.empty() ? request.beamSize : std::max(request.beamSize, constrainedBeams);
}

Result<void> checkRequest(const TranslateRequest &request, const ModelConfig &config)
{
    if (request.beamSize < 1)
        return fail(ErrorCode::InvalidArgument, "", "the beam size is %1; expected 1 or more", request.beamSize);
    if (request.nBest < 1 || request.nBest > request.beamSize)
        return fail(ErrorCode::InvalidArgument, "", "%1 texts are wanted of %2 beams; expected 1 to as many as beams", request.nBest, request.beamSize);
    if (request.sampling && request.beamSize > 1)
        return fail(ErrorCode::InvalidArgument, "", "tokens are drawn for one beam only, not for %1", request.beamSize);
    if (request.sampling && !request.terms.empty())
        return fail(ErrorCode::InvalidArgument, "", "tokens are drawn and terms given; expected one or the other");
    for (std::size_t i = 0; i < request.terms.size(); ++i) {
        if (auto valid = checkTerm(request.terms[i], i + 1); !valid)
            return valid;
    }
    if (auto valid = request.sampling ? validate(*request.sampling) : Result<void>(); !valid)
        return valid;
    if (!std::isfinite(request.lengthPenalty))
        return fail(ErrorCode::InvalidArgument, "", "the length penalty is not a finite number");
    if (request.maxNewTokens < 0)
        return fail(ErrorCode::InvalidArgument, "", "the token limit is %1; expected 0 for the usual one, or more", request.maxNewTokens);
    if (const auto bad = firstInvalidUtf8(request.draft))
        return fail(ErrorCode::NotUtf8, "", "byte %1 of the draft is no UTF-8", *bad + 1);
    if (const auto bad = firstInvalidUtf8(request.forcedPrefix))
        return fail(ErrorCode::NotUtf8, "", "byte %1 of the typed text is no UTF-8", *bad + 1);
    return validate(request.interventions, config);
}

Result<PreparedRequest> prepare(const Model &model, const TranslateRequest &request)
{
    if (auto valid = checkRequest(request, model.config); !valid)
        return std::unexpected(valid.error());
    Result<PreparedSource> source = prepareSource(model, request.source, request.from, request.to);
    if (!source)
        return std::unexpected(source.error());
    // Typed white space replaces that of the source unless it begins the same way.
    const bool sameBegin = request.forcedPrefix.starts_with(source->leading) || source->leading.starts_with(request.forcedPrefix);
    std::string targetLeading = sameBegin ? source->leading : std::string();
    return PreparedRequest{request, std::move(*source), std::move(targetLeading)};
}

// What the draft says behind the tokens that are forced; nothing where the typed text ends inside a token.
Draft draftFor(const Tokenizer &tokenizer, const TranslateRequest &request, const ForcedPrefix &forced)
{
    if (request.draft.empty() || hypothesesOf(request) != 1 || request.sampling || forced.spelling.open())
        return {};
    std::vector<TokenId> tokens;
    for (const Piece &piece : tokenizer.encode(request.draft))
        tokens.push_back(piece.id);
    Draft draft(std::move(tokens));
    for (const TokenId token : forced.tokens)
        draft.picked(token);
    return draft;
}

// What the target will hold as the source has it.
std::string copiesOf(const PreparedSource &source)
{
    std::string copies;
    for (const InlineTag &tag : source.read.content.tags) {
        if (isCopy(tag) && (!source.cut || tag.offset <= source.body.size()))
            copies += tag.code + ' ';
    }
    return copies;
}

Result<SearchPlan> planFor(const Desk &desk, const PreparedRequest &prepared)
{
    const TranslateRequest &request = prepared.request;
    const Prompt &prompt = prepared.source.prompt;
    const std::string_view typed = request.forcedPrefix;
    const std::string_view prefix = typed.substr(std::min(typed.size(), prepared.targetLeading.size()));
    const std::size_t room = static_cast<std::size_t>(desk.model.config.maxPositions) - prompt.tokens.size();   // the cut left as much as the source took
    Result<ForcedPrefix> forced = forcePrefix(*desk.model.tokenizer, desk.table, prefix, room);
    if (!forced)
        return std::unexpected(forced.error());

    Draft draft = draftFor(*desk.model.tokenizer, request, *forced);
    const int left = static_cast<int>(room - forced->tokens.size());
    const int sourceTokens = static_cast<int>(prompt.sourceEnd - prompt.sourceBegin);
    return SearchPlan{.prompt = prompt.tokens,
                      .sourceBegin = prompt.sourceBegin,
                      .sourceEnd = prompt.sourceEnd,
                      .prefix = std::move(*forced),
                      .draft = std::move(draft),
                      .banned = neverGenerated(desk.table, prompt.tokens, prepared.source.read.content.text),
                      .table = &desk.table,
                      .terms = request.terms.empty() ? std::nullopt : std::optional<SearchTerms>(std::in_place, *desk.model.tokenizer, desk.table, request.terms, copiesOf(prepared.source)),
                      .sampling = request.sampling,
                      .beamSize = hypothesesOf(request),
                      .lengthPenalty = request.lengthPenalty,
                      .maxNewTokens = request.maxNewTokens > 0 ? request.maxNewTokens : 2 * sourceTokens + 20,
                      .room = left};
}

Result<Job> begin(const Desk &desk, std::size_t number, PreparedRequest prepared, const Stopwatch &watch)
{
    Result<SearchPlan> plan = planFor(desk, prepared);
    if (!plan)
        return std::unexpected(plan.error());
    Result<SentenceSearch> search = SentenceSearch::begin(desk.runtime, std::move(*plan));
    if (!search)
        return std::unexpected(search.error());
    return Job{number, std::move(prepared), std::move(*search), watch};
}

StepOptions stepOptions(const TranslateRequest &request, std::stop_token stop)
{
    return {.capture = request.capture, .wantAttention = true, .interventions = request.interventions, .stop = std::move(stop)};
}

// One step for all jobs; one result a job. The outputs' memory is used again by the next step. An error of the step itself is that of every job.
std::vector<Result<void>> stepTogether(Runtime &runtime, std::span<Job> jobs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    std::vector<SequenceInput> inputs;
    std::vector<std::size_t> ends;
    for (const Job &job : jobs) {
        std::ranges::move(job.search.inputs(), std::back_inserter(inputs));
        ends.push_back(inputs.size());
    }
    if (auto done = runtime.stepInto(inputs, options, outputs); !done)
        return std::vector<Result<void>>(jobs.size(), done);
    std::vector<Result<void>> results;
    std::size_t first = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        results.push_back(jobs[i].search.accept(std::span(outputs).subspan(first, ends[i] - first)));
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
        : m_desk(desk), m_requests(requests), m_options(options), m_results(results)
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
        const auto taken = std::accumulate(m_jobs.begin(), m_jobs.end(), 0, [](int sum, const Job &job) { return sum + hypothesesOf(job.prepared.request); });
        return m_jobs.empty() || taken + hypothesesOf(request) <= m_options.maxSequences;
    }

    void start(std::size_t number)
    {
        const Stopwatch watch;
        Result<PreparedRequest> prepared = prepare(m_desk.model, m_requests[number]);
        if (!prepared)
            return finish(number, std::unexpected(prepared.error()));
        if (prepared->source.blank())
            return finish(number, timed(assembleBlank(m_desk.model, m_desk.runtime.description(), *prepared), watch));
        Result<Job> job = begin(m_desk, number, std::move(*prepared), watch);
        if (!job)
            return finish(number, std::unexpected(job.error()));
        m_jobs.push_back(std::move(*job));
    }

    void step(const StepOptions &options)
    {
        const std::vector<Result<void>> results = stepTogether(m_desk.runtime, m_jobs, options, m_outputs);
        std::vector<Job> running;
        for (std::size_t i = 0; i < m_jobs.size(); ++i) {
            Job &job = m_jobs[i];
            if (!results[i])
                finish(job.number, std::unexpected(results[i].error()));
            else if (job.search.done())
                finish(job.number, timed(assemble(m_desk.model, m_desk.runtime.description(), job.prepared, job.search), job.watch));
            else
                running.push_back(std::move(job));
        }
        m_jobs = std::move(running);
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
    std::vector<std::optional<Result<Translation>>> &m_results;
    std::vector<Job> m_jobs;
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
    const Desk desk{runtime, model, readPieceTable(*model.tokenizer)};
    Result<Job> job = begin(desk, 0, std::move(*prepared), watch);
    if (!job)
        return std::unexpected(job.error());

    EventStream events(*model.tokenizer, job->prepared.targetLeading);
    const StepOptions options = stepOptions(request, std::move(stop));
    std::vector<SequenceOutput> outputs;
    while (!job->search.done()) {
        const Result<void> stepped = stepTogether(runtime, std::span(&*job, 1), options, outputs).front();
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
    const Desk desk{runtime, model, readPieceTable(*model.tokenizer)};
    std::vector<std::optional<Result<Translation>>> finished(requests.size());
    for (const std::vector<std::size_t> &numbers : batchesOf(requests))
        Batch(desk, requests, options, finished).run(numbers, stop);

    std::vector<Result<Translation>> results;
    for (auto &result : finished)
        results.push_back(result ? std::move(*result) : Result<Translation>(fail(ErrorCode::Cancelled, "", "stopped on request")));
    return results;
}

}  // namespace interlinear::mixmoe
