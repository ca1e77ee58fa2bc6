#include "tests/bench/concordance_speed.h"

#include "engine/cat/memory/search/concordance.h"

#include <algorithm>
#include <optional>
#include <string>

namespace interlinear::bench {

namespace {

constexpr std::size_t hitsAskedFor = 50;

/// A stretch of a source that begins and ends inside words: four to eleven bytes.
std::string stretchOf(const std::string &text, std::size_t number)
{
    const std::size_t length = std::min(text.size(), 4 + number % 8);
    const std::size_t begin = (number * 7919) % (text.size() - length + 1);
    return text.substr(begin, length);
}

std::vector<cat::ConcordanceQuery> queriesOf(const MemoryFixture &fixture)
{
    std::vector<cat::ConcordanceQuery> queries;
    for (std::size_t i = 0; i < fixture.queries().size(); ++i) {
        cat::ConcordanceQuery query;
        query.pattern.text = stretchOf(fixture.queries()[i].text.text, i);
        query.side = cat::SearchedSide::Source;
        queries.push_back(std::move(query));
    }
    return queries;
}

}  // namespace

Result<Measurement> measureConcordance(const MemoryFixture &fixture, int repetitions)
{
    Result<cat::Memory> memory = cat::Memory::open(fixture.path());
    if (!memory)
        return std::unexpected(memory.error());
    const std::vector<cat::ConcordanceQuery> queries = queriesOf(fixture);
    std::optional<Error> problem;
    const Samples samples = repeat(repetitions, [&] {
        std::vector<double> times;
        for (const cat::ConcordanceQuery &query : queries) {
            const double begin = processorSeconds();
            if (const auto hits = cat::concordance(*memory, query, hitsAskedFor); !hits)
                problem = hits.error();
            times.push_back((processorSeconds() - begin) * 1e3);
        }
        std::sort(times.begin(), times.end());
        return times[times.size() * 95 / 100];
    });
    if (problem)
        return std::unexpected(*problem);
    return Measurement{.id = "T9.concordance.p95", .unit = "ms", .samples = samples, .most = 200, .aim = 20};
}

}  // namespace interlinear::bench
