#include "app/cli/translation_job.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/decode/translate.h"

#include <cstdio>

namespace interlinear::cli {

using namespace mixmoe;

namespace {

/// "12 of 340 lines  56 tokens/s  0:41 left"
class Progress {
public:
    Progress(std::size_t total, const std::string &unit) : m_total(total), m_unit(unit) {}

    void finished(const Result<Translation> &translation)
    {
        ++m_done;
        m_tokens += translation ? translation->tokens.size() : 0;
        const double seconds = m_watch.seconds();
        const auto left = static_cast<int>(seconds / static_cast<double>(m_done) * static_cast<double>(m_total - m_done));
        char text[160];
        std::snprintf(text, sizeof text, "%zu of %zu %ss  %.0f tokens/s  %d:%02d left", m_done, m_total, m_unit.c_str(), static_cast<double>(m_tokens) / seconds, left / 60, left % 60);
        m_line.show(text);
    }

    ~Progress() { m_line.finish(); }

private:
    ProgressLine m_line;
    std::size_t m_total;
    std::string m_unit;
    std::size_t m_done = 0, m_tokens = 0;
    Stopwatch m_watch;
};

/// Places of sources that do not wait for one another: the first of every document, then the second of every document that has one, and so on.
std::vector<std::vector<std::size_t>> waves(const std::vector<TaggedText> &sources)
{
    std::vector<std::vector<std::size_t>> waves;
    std::size_t place = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (place == waves.size())
            waves.emplace_back();
        waves[place++].push_back(i);
        if (sources[i].empty())
            place = 0;
    }
    return waves;
}

/// Wave by wave; each request gets the source before it in its document and what that became.
std::vector<Result<Translation>> translateInContext(std::vector<TranslateRequest> requests, const std::vector<TaggedText> &sources, OpenedEngine &engine, const BatchOptions &options)
{
    std::vector<std::optional<Result<Translation>>> results(requests.size());
    for (const std::vector<std::size_t> &wave : waves(sources)) {
        std::vector<TranslateRequest> now;
        for (const std::size_t i : wave) {
            const bool follows = i > 0 && !sources[i - 1].empty() && *results[i - 1];
            if (follows)
                requests[i].before = SegmentBefore{sources[i - 1], (*results[i - 1])->target};
            now.push_back(std::move(requests[i]));
        }
        std::vector<Result<Translation>> made = translateBatch(*engine.runtime, *engine.model, now, {}, options);
        for (std::size_t i = 0; i < wave.size(); ++i)
            results[wave[i]] = std::move(made[i]);
    }
    std::vector<Result<Translation>> all;
    for (std::optional<Result<Translation>> &result : results)
        all.push_back(std::move(*result));
    return all;
}

std::vector<Result<Translation>> translateAll(const TranslationJob &job, const std::vector<TaggedText> &sources, OpenedEngine &engine)
{
    std::vector<TranslateRequest> requests;
    requests.reserve(sources.size());
    for (const TaggedText &source : sources) {
        requests.push_back(requestFor(job, source));
        if (job.sampling)
            requests.back().sampling->seed += requests.size() - 1;
    }
    Progress progress(requests.size(), job.unit);
    const BatchOptions options{.maxSequences = job.batchSize, .onFinished = [&](std::size_t, const Result<Translation> &translation) { progress.finished(translation); }};
    if (job.context && engine.model->config.contextTokens > 0)
        return translateInContext(std::move(requests), sources, engine, options);
    return translateBatch(*engine.runtime, *engine.model, requests, {}, options);
}

void warnAbout(const Translation &translation, const std::string &place)
{
    if (translation.numbersDiffer)
        std::fprintf(stderr, "interlinear-cli: %s: the numbers of the translation are not those of the source\n", place.c_str());
    if (translation.sourceCut)
        std::fprintf(stderr, "interlinear-cli: %s: longer than the model reads; its end was not translated\n", place.c_str());
    else if (!translation.complete)
        std::fprintf(stderr, "interlinear-cli: %s: the translation grew too long and was cut\n", place.c_str());
}

}  // namespace

TranslateRequest requestFor(const TranslationJob &job, const TaggedText &source)
{
    TranslateRequest request{.source = source, .from = job.from, .to = job.to, .beamSize = job.beamSize, .nBest = job.nBest, .sampling = job.sampling, .capture = job.capture,
                             .interventions = job.interventions};
    for (ListedTerm &term : termsIn(job.terms, source.text))
        request.terms.push_back(std::move(term.constraint));
    return request;
}

bool wasCut(const Translation &translation)
{
    return translation.sourceCut || !translation.complete;
}

Result<std::vector<Translation>> run(const TranslationJob &job, const std::vector<TaggedText> &sources, const std::vector<std::size_t> &units, OpenedEngine &engine)
{
    for (const std::string &language : {job.from, job.to}) {
        if (auto known = checkLanguage(engine.model->config, language); !known)
            return std::unexpected(known.error());
    }
    std::vector<Result<Translation>> results = translateAll(job, sources, engine);
    std::vector<Translation> translations;
    translations.reserve(results.size());
    for (std::size_t i = 0; i < results.size(); ++i) {
        const std::string place = job.input + ", " + job.unit + " " + std::to_string((units.empty() ? i : units[i]) + 1);
        if (!results[i]) {
            Error error = results[i].error();
            error.where = error.where.empty() ? place : place + ", " + error.where;
            return std::unexpected(error);
        }
        if (job.warns)
            warnAbout(*results[i], place);
        for (const ListedTerm &term : missingTerms(job.terms, sources[i].text, *results[i]))
            std::fprintf(stderr, "interlinear-cli: %s: no place was found for %s (%s)\n", place.c_str(), formsOf(term).c_str(), term.place.c_str());
        translations.push_back(std::move(*results[i]));
    }
    return translations;
}

}  // namespace interlinear::cli
