#include "tests/bench/memory_comparison.h"

#include "engine/cat/memory/exchange/import.h"
#include "engine/core/files.h"
#include "engine/core/stopwatch.h"
#include "tests/bench/memory_fixture.h"

#include <nlohmann/json.hpp>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::bench {

namespace {

constexpr std::size_t comparedQueries = 200;
constexpr std::size_t warmUpQueries = 10;
constexpr std::size_t matchesOfLookup = 5;
constexpr std::array thresholds{700, 500};

std::vector<cat::Query> queriesOf(const MemoryFixture &fixture)
{
    const std::vector<cat::Query> &all = fixture.queries();
    return {all.begin(), all.begin() + comparedQueries};
}

/// `writeLines` is given what takes one line.
template <typename WriteLines>
Result<void> writeFile(const std::filesystem::path &path, WriteLines writeLines)
{
    Result<FileWriter> file = FileWriter::open(path);
    if (!file)
        return std::unexpected(file.error());
    Result<void> written;
    writeLines([&](const std::string &line) {
        if (written)
            written = file->write(line + '\n');
    });
    return written ? file->commit() : written;
}

Result<void> writeUnits(const std::filesystem::path &path, const MemoryCorpus &corpus)
{
    return writeFile(path, [&](const auto &writeLine) {
        for (std::size_t number = 0; number < corpus.size(); ++number)
            writeLine(corpus.source(number) + '\t' + corpus.target(number));
    });
}

Result<void> writeQueries(const std::filesystem::path &path, const std::vector<cat::Query> &queries)
{
    return writeFile(path, [&](const auto &writeLine) {
        for (const cat::Query &query : queries)
            writeLine(query.text.text);
    });
}

Result<void> writeMatches(const std::filesystem::path &path, const MemoryFixture &fixture, const std::vector<cat::Query> &queries)
{
    return writeFile(path, [&](const auto &writeLine) {
        for (std::size_t i = 0; i < queries.size(); ++i) {
            for (const MemoryFixture::ScanMatch &match : fixture.matchesByScan(queries[i], thresholds.back())) {
                writeLine(std::to_string(i) + '\t' + std::to_string(match.perMille) + '\t' + fixture.corpus().source(match.number) + '\t'
                          + fixture.corpus().target(match.number));
            }
        }
    });
}

Result<double> importSeconds(cat::Memory &memory, const std::filesystem::path &units, const cat::Query &query)
{
    const Stopwatch watch;
    if (const auto report = cat::importUnits(memory, units); !report)
        return std::unexpected(report.error());
    if (const auto answer = memory.lookup(query, {.limit = matchesOfLookup}); !answer)
        return std::unexpected(answer.error());
    return watch.seconds();
}

/// Seconds and answers of each query, after some that are not counted.
Result<nlohmann::json> lookUp(cat::Memory &memory, const std::vector<cat::Query> &queries, int thresholdPerMille)
{
    const cat::LookupSettings settings{.thresholdPerMille = thresholdPerMille, .limit = matchesOfLookup};
    for (std::size_t i = 0; i < warmUpQueries; ++i) {
        if (const auto answer = memory.lookup(queries[i], settings); !answer)
            return std::unexpected(answer.error());
    }
    nlohmann::json seconds = nlohmann::json::array();
    nlohmann::json answers = nlohmann::json::array();
    for (const cat::Query &query : queries) {
        const Stopwatch watch;
        const auto answer = memory.lookup(query, settings);
        seconds.push_back(watch.seconds());
        if (!answer)
            return std::unexpected(answer.error());
        nlohmann::json found = nlohmann::json::array();
        for (const cat::Match &match : *answer)
            found.push_back({match.unit.source.text, match.unit.target.text});
        answers.push_back(std::move(found));
    }
    return nlohmann::json{{"threshold", thresholdPerMille / 10.0}, {"seconds", std::move(seconds)}, {"answers", std::move(answers)}};
}

double bytesIn(const std::filesystem::path &folder)
{
    double bytes = 0;
    for (const auto &file : std::filesystem::directory_iterator(folder))
        bytes += static_cast<double>(file.file_size());
    return bytes;
}

/// Everything but the bytes on disk, which are known when the memory is closed.
Result<nlohmann::json> measureOurs(const std::filesystem::path &path, const std::filesystem::path &units, const std::vector<cat::Query> &queries)
{
    Result<cat::Memory> memory = cat::Memory::create(path, "en", "de");
    if (!memory)
        return std::unexpected(memory.error());
    const Result<double> imported = importSeconds(*memory, units, queries.front());
    if (!imported)
        return std::unexpected(imported.error());
    const Result<cat::MemoryIndex *> index = memory->index();
    if (!index)
        return std::unexpected(index.error());
    (*index)->finishWork();
    nlohmann::json lookups;
    for (const int threshold : thresholds) {
        Result<nlohmann::json> measured = lookUp(*memory, queries, threshold);
        if (!measured)
            return measured;
        lookups[std::to_string(threshold / 10)] = std::move(*measured);
    }
    return nlohmann::json{{"way", "Interlinear"}, {"import_seconds", *imported}, {"lookups", std::move(lookups)}};
}

}  // namespace

Result<void> writeComparison(const std::filesystem::path &folder, std::size_t units)
{
    Result<MemoryFixture> fixture = MemoryFixture::make(units);
    if (!fixture)
        return std::unexpected(fixture.error());
    const std::vector<cat::Query> queries = queriesOf(*fixture);
    const std::filesystem::path memory = folder / "ours";
    std::error_code problem;
    std::filesystem::create_directories(memory, problem);
    if (problem)
        return failFromErrno(problem.value(), true, memory);
    if (auto written = writeUnits(folder / "units.tsv", fixture->corpus()); !written)
        return written;
    if (auto written = writeQueries(folder / "queries.tsv", queries); !written)
        return written;
    fixture->prepareScan();
    if (auto written = writeMatches(folder / "matches.tsv", *fixture, queries); !written)
        return written;
    Result<nlohmann::json> ours = measureOurs(memory / "bench.itm", folder / "units.tsv", queries);
    if (!ours)
        return std::unexpected(ours.error());
    (*ours)["disk_bytes"] = bytesIn(memory);
    return writeFile(folder / "ours.json", [&](const auto &writeLine) { writeLine(ours->dump()); });
}

}  // namespace interlinear::bench
