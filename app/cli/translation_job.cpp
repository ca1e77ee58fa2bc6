#include "app/cli/translation_job.h"

#include "app/cli/text_tags.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/model/shortlist.h"

#include <algorithm>
#include <cstdio>

namespace interlinear::cli {

using namespace mixmoe;

namespace {

/// "12 of 340 lines  56 tokens/s  0:41 left". What is left goes by the length of the sources: long ones are translated first.
class Progress {
public:
    Progress(const std::vector<JobSource> &sources, const std::string &unit) : m_unit(unit)
    {
        for (const JobSource &source : sources) {
            if (!source.known) {
                ++m_total;
                m_bytesLeft += source.text.text.size();
            }
        }
    }

    void finished(const JobSource &source, const Result<Translation> &translation)
    {
        ++m_done;
        m_tokens += translation ? translation->tokens.size() : 0;
        m_bytesDone += source.text.text.size();
        m_bytesLeft -= source.text.text.size();
        const double seconds = m_watch.seconds();
        const auto left = static_cast<int>(seconds * static_cast<double>(m_bytesLeft) / static_cast<double>(std::max<std::size_t>(1, m_bytesDone)));
        char text[160];
        std::snprintf(text, sizeof text, "%zu of %zu %ss  %.0f tokens/s  %d:%02d left", m_done, m_total, m_unit.c_str(), static_cast<double>(m_tokens) / seconds, left / 60, left % 60);
        m_line.show(text);
    }

    ~Progress() { m_line.finish(); }

private:
    ProgressLine m_line;
    std::string m_unit;
    std::size_t m_total = 0, m_done = 0, m_tokens = 0;
    std::size_t m_bytesDone = 0, m_bytesLeft = 0;
    Stopwatch m_watch;
};

constexpr std::size_t firstPart = 64, largestPart = 1024;   // sources

/// Where the part that begins there ends: behind a unit.
std::size_t endOfPart(const std::vector<JobSource> &sources, std::size_t begin, std::size_t size)
{
    std::size_t end = std::min(sources.size(), begin + size);
    while (end < sources.size() && sources[end].unit == sources[end - 1].unit)
        ++end;
    return end;
}

/// Places of sources that do not wait for one another: the first of every document, then the second of every document that has one, and so on. Without context, all.
std::vector<std::vector<std::size_t>> waves(std::span<const JobSource> sources, bool inContext)
{
    std::vector<std::vector<std::size_t>> waves;
    std::size_t place = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (place == waves.size())
            waves.emplace_back();
        waves[place].push_back(i);
        place = inContext && !sources[i].text.empty() ? place + 1 : 0;
    }
    return waves;
}

using Results = std::vector<std::optional<Result<Translation>>>;

/// Of the source with this number; in context with the source before it in its document and what that became.
TranslateRequest requestFor(const TranslationJob &job, std::span<const JobSource> sources, const Results &results, std::size_t number, bool inContext)
{
    TranslateRequest request = requestFor(job, sources[number].text);
    request.draft = sources[number].draft;
    if (number == 0 || sources[number - 1].unit != sources[number].unit)
        request.forcedPrefix = job.prefix;
    if (request.sampling)
        request.sampling->seed += number;
    const bool follows = inContext && number > 0 && !sources[number - 1].text.empty() && *results[number - 1] && !(*results[number - 1])->target.empty();
    if (follows)
        request.before = SegmentBefore{sources[number - 1].text, (*results[number - 1])->target};
    return request;
}

/// sources: whole units.
std::vector<Result<Translation>> translatePart(const TranslationJob &job, std::span<const JobSource> sources, const std::shared_ptr<const Shortlist> &shortlist, bool inContext,
                                               OpenedEngine &engine, Progress &progress)
{
    Results results(sources.size());
    for (const std::vector<std::size_t> &wave : waves(sources, inContext)) {
        std::vector<TranslateRequest> requests;
        std::vector<std::size_t> numbers;
        for (const std::size_t number : wave) {
            if (sources[number].known) {
                results[number] = Translation{.target = *sources[number].known};
                continue;
            }
            requests.push_back(requestFor(job, sources, results, number, inContext));
            requests.back().shortlist = shortlist;
            numbers.push_back(number);
        }
        const auto onFinished = [&](std::size_t request, const Result<Translation> &translation) { progress.finished(sources[numbers[request]], translation); };
        std::vector<Result<Translation>> made = translateBatch(*engine.runtime, *engine.model, requests, {}, {.maxSequences = job.batchSize, .onFinished = onFinished});
        keepTextTags(requests, made, [&](const std::vector<TranslateRequest> &again) {
            return translateBatch(*engine.runtime, *engine.model, again, {}, {.maxSequences = job.batchSize});
        });
        for (std::size_t i = 0; i < numbers.size(); ++i)
            results[numbers[i]] = std::move(made[i]);
    }
    std::vector<Result<Translation>> all;
    for (std::optional<Result<Translation>> &result : results)
        all.push_back(std::move(*result));
    return all;
}

Result<std::shared_ptr<const Shortlist>> shortlistOf(const TranslationJob &job, const Model &model)
{
    if (!job.shortlist)
        return nullptr;
    Result<std::shared_ptr<const Shortlist>> shortlist = loadShortlist(model, job.from, job.to);
    if (shortlist && !(*shortlist)->missesLittle())
        std::fprintf(stderr, "interlinear-cli: the shortlist misses too much, %u of %u tokens; it is not used\n", (*shortlist)->tokensMissed, (*shortlist)->tokensMeasured);
    return shortlist;
}

/// What a user should know of it goes to stderr.
Result<Translation> told(const TranslationJob &job, const JobSource &source, Result<Translation> translation)
{
    const std::string place = placeOf(job, source);
    if (!translation) {
        Error error = translation.error();
        error.where = error.where.empty() ? place : place + ", " + error.where;
        return std::unexpected(error);
    }
    for (const std::string &warning : job.warns ? warningsOn(*translation) : std::vector<std::string>())
        std::fprintf(stderr, "interlinear-cli: %s: %s\n", place.c_str(), warning.c_str());
    for (const ListedTerm &term : missingTerms(job.terms, source.text.text, *translation))
        std::fprintf(stderr, "interlinear-cli: %s: no place was found for %s (%s)\n", place.c_str(), formsOf(term).c_str(), term.place.c_str());
    return translation;
}

}  // namespace

std::string placeOf(const TranslationJob &job, const JobSource &source)
{
    return job.input + ", " + job.unit + " " + std::to_string(source.unit + 1);
}

std::vector<std::string> warningsOn(const Translation &translation)
{
    std::vector<std::string> warnings;
    if (translation.numbersDiffer)
        warnings.emplace_back("the numbers of the translation are not those of the source");
    if (translation.sourceCut)
        warnings.emplace_back("longer than the model reads; its end was not translated");
    else if (!translation.complete)
        warnings.emplace_back("the translation grew too long and was cut");
    return warnings;
}

std::vector<JobSource> jobSources(const std::vector<TaggedText> &texts, const std::vector<std::size_t> &units)
{
    std::vector<JobSource> sources;
    for (std::size_t i = 0; i < texts.size(); ++i)
        sources.push_back({texts[i], units.empty() ? i : units[i]});
    return sources;
}

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

Result<std::vector<Translation>> run(const TranslationJob &job, const std::vector<JobSource> &sources, OpenedEngine &engine, const PartDone &onPart)
{
    TranslationJob part = job;
    if (auto known = toLanguagesOf(engine.model->config, {&part.from, &part.to}); !known)
        return std::unexpected(known.error());
    const Result<std::shared_ptr<const Shortlist>> shortlist = shortlistOf(part, *engine.model);
    if (!shortlist)
        return std::unexpected(shortlist.error());
    const bool inContext = job.context && engine.model->config.contextTokens > 0;
    Progress progress(sources, job.unit);
    std::vector<Translation> translations;
    translations.reserve(sources.size());
    for (std::size_t begin = 0, size = inContext ? sources.size() : firstPart; begin < sources.size(); size = std::min(2 * size, largestPart)) {
        const std::size_t end = endOfPart(sources, begin, size);
        if (part.sampling)
            part.sampling->seed = job.sampling->seed + begin;
        std::vector<Result<Translation>> made = translatePart(part, std::span(sources).subspan(begin, end - begin), *shortlist, inContext, engine, progress);
        for (; begin < end; ++begin) {
            Result<Translation> translation = told(job, sources[begin], std::move(made[made.size() - (end - begin)]));
            if (!translation)
                return std::unexpected(translation.error());
            translations.push_back(std::move(*translation));
        }
        if (auto taken = onPart ? onPart(translations) : Result<void>(); !taken)
            return std::unexpected(taken.error());
    }
    return translations;
}

}  // namespace interlinear::cli
