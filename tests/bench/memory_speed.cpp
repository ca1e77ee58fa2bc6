#include "tests/bench/memory_speed.h"

#include "engine/core/stopwatch.h"
#include "tests/bench/concordance_speed.h"
#include "tests/bench/memory_exchange_speed.h"

#include <algorithm>
#include <fstream>
#include <malloc.h>
#include <optional>
#include <ranges>
#include <string>
#include <thread>

namespace interlinear::bench {

namespace {

constexpr std::size_t matchesOfLookup = 5;
constexpr std::size_t sampledQueries = 200;

using Measurements = std::vector<Measurement>;

double millions(const MemoryFixture &fixture)
{
    return static_cast<double>(fixture.units()) / 1e6;
}

double percentile95(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() * 95 / 100];
}

/// Repeats what may fail; the last Error wins.
template <typename Measure>
Result<Samples> repeatOrFail(int repetitions, Measure measure)
{
    std::optional<Error> problem;
    const Samples samples = repeat(repetitions, [&] {
        const Result<double> value = measure();
        if (!value)
            problem = value.error();
        return value.value_or(0);
    });
    if (problem)
        return std::unexpected(*problem);
    return samples;
}

/// Times each lookup; in seconds.
Result<double> lookupTime95(cat::Memory &memory, const std::vector<cat::Query> &queries, int thresholdPerMille, std::size_t limit)
{
    std::vector<double> times;
    for (const cat::Query &query : queries) {
        const double begin = processorSeconds();
        if (const auto answer = memory.lookup(query, {.thresholdPerMille = thresholdPerMille, .limit = limit}); !answer)
            return std::unexpected(answer.error());
        times.push_back(processorSeconds() - begin);
    }
    return percentile95(times);
}

/// A memory that has its index.
Result<cat::Memory> openReady(const MemoryFixture &fixture)
{
    Result<cat::Memory> memory = cat::Memory::open(fixture.path());
    if (!memory)
        return memory;
    const Result<cat::MemoryIndex *> index = memory->index();
    if (!index)
        return std::unexpected(index.error());
    (*index)->finishWork();
    return memory;
}

double residentBytes()
{
    std::ifstream status("/proc/self/status");
    double kilobytes = 0;
    for (std::string word; status >> word;) {
        double value = 0;
        if ((word == "RssAnon:" || word == "RssFile:") && status >> value)
            kilobytes += value;
    }
    return kilobytes * 1024;
}

bool isComparedWithScan(const std::string &name)
{
    return name.starts_with("T1.") || name.starts_with("T2.");
}

}  // namespace

Measurement measureScan(const MemoryFixture &fixture, int repetitions)
{
    std::size_t next = 0;
    const Samples samples = repeat(repetitions, [&] {
        const double begin = processorSeconds();
        (void)fixture.scan(fixture.queries()[next++ % fixture.queries().size()], 500);
        return (processorSeconds() - begin) * 1e3;
    });
    return {.id = "U.scan", .unit = "ms", .samples = samples};
}

Result<Measurement> measureFuzzyLookup(const MemoryFixture &fixture, const std::string &id, int thresholdPerMille, double scanMs, int repetitions)
{
    Result<cat::Memory> memory = openReady(fixture);
    if (!memory)
        return std::unexpected(memory.error());
    const Result<Samples> samples = repeatOrFail(repetitions, [&]() -> Result<double> {
        const Result<double> time = lookupTime95(*memory, fixture.queries(), thresholdPerMille, matchesOfLookup);
        return time ? Result<double>(*time * 1e3) : time;
    });
    if (!samples)
        return std::unexpected(samples.error());
    const bool wide = thresholdPerMille < 700;
    return Measurement{.id = id, .unit = "ms", .samples = *samples, .limit = scanMs, .most = (wide ? 10 : 1.1) * millions(fixture), .aim = (wide ? 1.5 : 0.35) * millions(fixture)};
}

Result<Measurement> measureRecall(const MemoryFixture &fixture, const std::string &id, int thresholdPerMille)
{
    Result<cat::Memory> memory = openReady(fixture);
    if (!memory)
        return std::unexpected(memory.error());
    const Result<Samples> samples = repeatOrFail(1, [&]() -> Result<double> {
        std::size_t same = 0;
        for (std::size_t i = 0; i < sampledQueries; ++i) {
            const cat::Query &query = fixture.queries()[i * fixture.queries().size() / sampledQueries];
            const auto answer = memory->lookup(query, {.thresholdPerMille = thresholdPerMille, .limit = matchesOfLookup});
            if (!answer)
                return std::unexpected(answer.error());
            std::vector<int> scores;
            for (const cat::Match &match : *answer)
                scores.push_back(match.perMille);
            same += scores == fixture.bestByScan(query, thresholdPerMille, matchesOfLookup) ? 1 : 0;
        }
        return 100.0 * static_cast<double>(same) / sampledQueries;
    });
    if (!samples)
        return std::unexpected(samples.error());
    return Measurement{.id = id, .unit = "%", .samples = *samples, .limit = 100, .floor = 1, .target = 1};
}

Result<Measurement> measureExactLookup(const MemoryFixture &fixture, int repetitions)
{
    Result<cat::Memory> memory = openReady(fixture);
    if (!memory)
        return std::unexpected(memory.error());
    std::vector<cat::Query> queries;
    for (std::size_t i = 0; i < 1000; ++i)
        queries.push_back({.text = {fixture.corpus().source(i * 7919 % fixture.units()), {}}, .previous = {}, .next = {}});
    const Result<Samples> samples = repeatOrFail(repetitions, [&]() -> Result<double> {
        const Result<double> time = lookupTime95(*memory, queries, 1000, 1);
        return time ? Result<double>(*time * 1e6) : time;
    });
    if (!samples)
        return std::unexpected(samples.error());
    return Measurement{.id = "T3.exact", .unit = "us", .samples = *samples, .most = 50, .aim = 10};
}

Result<Measurement> measureAdding(const MemoryFixture &fixture, int repetitions)
{
    Result<cat::Memory> memory = openReady(fixture);
    if (!memory)
        return std::unexpected(memory.error());
    std::size_t number = 0;
    const Result<Samples> samples = repeatOrFail(repetitions, [&]() -> Result<double> {
        std::vector<double> times;
        for (int i = 0; i < 200; ++i) {
            cat::Unit unit = fixture.unit(number++ % fixture.units());
            unit.id = cat::newUnitId();
            unit.source.text += " " + std::to_string(number);
            const Stopwatch watch;
            if (const auto added = memory->add(unit); !added)
                return std::unexpected(added.error());
            const auto answer = memory->lookup({.text = unit.source, .previous = {}, .next = {}}, {.thresholdPerMille = 1000, .limit = 1});
            if (!answer)
                return std::unexpected(answer.error());
            if (answer->empty())
                return fail(ErrorCode::EngineFailure, fixture.path().string(), "a unit that was added is not found");
            times.push_back(watch.seconds());
        }
        return percentile95(times) * 1e3;
    });
    if (!samples)
        return std::unexpected(samples.error());
    return Measurement{.id = "T5.add", .unit = "ms", .samples = *samples, .most = 5, .aim = 0.5};
}

Result<std::vector<Measurement>> measureSize(const MemoryFixture &fixture)
{
    if (auto ready = openReady(fixture); !ready)
        return std::unexpected(ready.error());
    ::malloc_trim(0);
    const double before = residentBytes();
    Result<cat::Memory> memory = openReady(fixture);
    if (!memory)
        return std::unexpected(memory.error());
    if (const Result<double> time = lookupTime95(*memory, fixture.queries(), 700, matchesOfLookup); !time)
        return std::unexpected(time.error());
    const auto units = static_cast<double>(fixture.units());
    const double resident = (residentBytes() - before) / units;
    double onDisk = 0;
    std::error_code ignored;
    for (const auto &file : std::filesystem::directory_iterator(fixture.path().parent_path(), ignored))
        onDisk += static_cast<double>(file.file_size());
    return std::vector{Measurement{.id = "T6.disk", .unit = "B/unit", .samples = {.median = onDisk / units}, .most = 400, .aim = 290},
                       Measurement{.id = "T6.resident", .unit = "B/unit", .samples = {.median = resident}, .most = 120, .aim = 40}};
}

Result<Measurement> measureOpening(const MemoryFixture &fixture, int repetitions)
{
    const Result<Samples> samples = repeatOrFail(repetitions, [&]() -> Result<double> {
        const Stopwatch watch;
        Result<cat::Memory> memory = cat::Memory::open(fixture.path());
        if (!memory)
            return std::unexpected(memory.error());
        if (const auto answer = memory->lookup(fixture.queries().front(), {.limit = matchesOfLookup}); !answer)
            return std::unexpected(answer.error());
        return watch.seconds() * 1e3;
    });
    if (!samples)
        return std::unexpected(samples.error());
    return Measurement{.id = "T7.open", .unit = "ms", .samples = *samples, .most = 1500, .aim = 150};
}

Result<Measurement> measurePretranslation(const MemoryFixture &fixture, int repetitions)
{
    constexpr std::size_t threads = 2;
    const std::size_t segments = std::min<std::size_t>(fixture.units() / 10, 100'000);
    const Result<Samples> samples = repeatOrFail(repetitions, [&]() -> Result<double> {
        std::vector<std::optional<Error>> problems(threads);
        const Stopwatch watch;
        {
            std::vector<std::jthread> workers;
            for (std::size_t thread = 0; thread < threads; ++thread) {
                workers.emplace_back([&, thread] {
                    Result<cat::Memory> memory = cat::Memory::open(fixture.path());
                    if (!memory)
                        problems[thread] = memory.error();
                    for (std::size_t i = thread; i < segments && !problems[thread]; i += threads) {
                        if (const auto answer = memory->lookup(fixture.queries()[i % fixture.queries().size()], {.limit = 1}); !answer)
                            problems[thread] = answer.error();
                    }
                });
            }
        }
        for (const std::optional<Error> &problem : problems) {
            if (problem)
                return std::unexpected(*problem);
        }
        return watch.seconds();
    });
    if (!samples)
        return std::unexpected(samples.error());
    const double share = static_cast<double>(segments) / 1e5 * millions(fixture);
    return Measurement{.id = "T8.pretranslate", .unit = "s", .samples = *samples, .most = 60 * share, .aim = 10 * share};
}

Result<Measurement> measureIndexing(const MemoryFixture &fixture, int repetitions)
{
    const Result<Samples> samples = repeatOrFail(repetitions, [&]() -> Result<double> {
        std::error_code ignored;
        std::filesystem::remove(fixture.path().string() + "-index", ignored);
        Result<cat::Memory> memory = cat::Memory::open(fixture.path());
        if (!memory)
            return std::unexpected(memory.error());
        const Stopwatch watch;
        if (auto index = memory->index(); !index)
            return std::unexpected(index.error());
        return static_cast<double>(fixture.units()) / watch.seconds();
    });
    if (!samples)
        return std::unexpected(samples.error());
    return Measurement{.id = "memory.indexing", .unit = "units/s", .samples = *samples};
}

Result<void> measureMemory(const MemoryWorkload &workload, const std::function<void(const Measurement &)> &report)
{
    Result<MemoryFixture> fixture = MemoryFixture::make(workload.units, workload.folder);
    if (!fixture)
        return std::unexpected(fixture.error());
    double scanMs = 0;
    const auto alone = [](Result<Measurement> measured) { return measured ? Result<Measurements>(Measurements{std::move(*measured)}) : std::unexpected(measured.error()); };
    const int repetitions = workload.repetitions;
    const std::vector<std::pair<std::string, std::function<Result<Measurements>()>>> all{
        {"memory.indexing", [&] { return alone(measureIndexing(*fixture, 1)); }},
        {"T1.fuzzy70", [&] { return alone(measureFuzzyLookup(*fixture, "T1.fuzzy70", 700, scanMs, repetitions)); }},
        {"T1.recall", [&] { return alone(measureRecall(*fixture, "T1.recall", 700)); }},
        {"T2.fuzzy50", [&] { return alone(measureFuzzyLookup(*fixture, "T2.fuzzy50", 500, scanMs, repetitions)); }},
        {"T2.recall", [&] { return alone(measureRecall(*fixture, "T2.recall", 500)); }},
        {"T3.exact", [&] { return alone(measureExactLookup(*fixture, repetitions)); }},
        {"T7.open", [&] { return alone(measureOpening(*fixture, repetitions)); }},
        {"T9.concordance", [&] { return alone(measureConcordance(*fixture, repetitions)); }},
        {"T8.pretranslate", [&] { return alone(measurePretranslation(*fixture, 1)); }},
        {"T6.size", [&] { return measureSize(*fixture); }},
        {"T5.add", [&] { return alone(measureAdding(*fixture, repetitions)); }},
        {"T4.tmx", [&] { return measureImport({.units = std::min<std::size_t>(workload.units, 300'000), .repetitions = repetitions}); }},
    };
    const auto isWanted = [&](const auto &each) { return each.first.starts_with(workload.only); };
    if (std::any_of(all.begin(), all.end(), [&](const auto &each) { return isWanted(each) && isComparedWithScan(each.first); })) {
        fixture->prepareScan();
        const Measurement scan = measureScan(*fixture, repetitions);
        scanMs = scan.samples.median;
        report(scan);
    }
    for (const auto &[name, measure] : all | std::views::filter(isWanted)) {
        const Result<Measurements> measured = measure();
        if (!measured)
            return std::unexpected(measured.error());
        std::for_each(measured->begin(), measured->end(), report);
    }
    return {};
}

}  // namespace interlinear::bench
