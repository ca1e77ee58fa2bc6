#include "tests/bench/memory_fixture.h"

#include "engine/cat/memory/index/index_chunk.h"
#include "engine/cat/memory/scoring/content_words.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <set>
#include <span>
#include <utility>

namespace interlinear::bench {

namespace {

constexpr std::size_t queryCount = 1000;
constexpr std::size_t unitsOfTransaction = 100000;

std::string idOf(std::size_t number)
{
    std::array<char, 37> id{};
    std::snprintf(id.data(), id.size(), "%08zx-%04zx-4000-8000-%012zx", number * 2654435761U % 0xFFFFFFFF, number % 0xFFFF, number);
    return id.data();
}

}  // namespace

MemoryFixture::MemoryFixture(std::size_t units, std::filesystem::path folder, bool temporary) : m_folder(std::move(folder)), m_temporary(temporary), m_corpus(units)
{
    for (std::string &query : m_corpus.queries(queryCount))
        m_queries.push_back({.text = {std::move(query), {}}, .previous = {}, .next = {}});
}

MemoryFixture::MemoryFixture(MemoryFixture &&other) noexcept
    : m_folder(std::exchange(other.m_folder, {})), m_temporary(other.m_temporary), m_corpus(std::move(other.m_corpus)), m_queries(std::move(other.m_queries)),
      m_vocabulary(std::move(other.m_vocabulary)), m_words(std::move(other.m_words)), m_starts(std::move(other.m_starts))
{
}

MemoryFixture::~MemoryFixture()
{
    std::error_code ignored;
    if (m_temporary && !m_folder.empty())
        std::filesystem::remove_all(m_folder, ignored);
}

Result<MemoryFixture> MemoryFixture::make(std::size_t units, const std::filesystem::path &folder)
{
    std::string temporary = (std::filesystem::temp_directory_path() / "interlinear-bench-XXXXXX").string();
    if (folder.empty() && !::mkdtemp(temporary.data()))
        return failFromErrno(errno, true, temporary);
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    MemoryFixture fixture(units, folder.empty() ? std::filesystem::path(temporary) : folder, folder.empty());
    const Result<bool> filled = fixture.isFilled();
    if (!filled)
        return std::unexpected(filled.error());
    if (const Result<void> done = *filled ? Result<void>() : fixture.fill(); !done)
        return std::unexpected(done.error());
    return fixture;
}

/// What the benchmark of adding has added does not count.
Result<bool> MemoryFixture::isFilled() const
{
    if (!std::filesystem::exists(path()))
        return false;
    const Result<cat::Memory> memory = cat::Memory::open(path());
    if (!memory)
        return std::unexpected(memory.error());
    const Result<std::size_t> there = memory->countUnits();
    if (!there)
        return std::unexpected(there.error());
    if (*there < units() || *there > units() + units() / 10)
        return fail(ErrorCode::InvalidArgument, path().string(), "has %1 units, and %2 are asked for; choose another folder", *there, units());
    return true;
}

cat::Unit MemoryFixture::unit(std::size_t number) const
{
    cat::Unit unit;
    unit.id = idOf(number);
    unit.source.text = m_corpus.source(number);
    unit.target.text = m_corpus.target(number);
    unit.document = "guide.md";
    unit.author = "bench";
    unit.createdMs = unit.changedMs = 1'700'000'000'000 + static_cast<std::int64_t>(number);
    return unit;
}

Result<void> MemoryFixture::fill() const
{
    Result<cat::Memory> memory = cat::Memory::create(path(), "en", "de");
    if (!memory)
        return std::unexpected(memory.error());
    for (std::size_t next = 0; next < units();) {
        Result<cat::MemoryWriter> writer = memory->write();
        if (!writer)
            return std::unexpected(writer.error());
        for (const std::size_t end = std::min(units(), next + unitsOfTransaction); next < end; ++next) {
            if (const auto added = writer->add(unit(next)); !added)
                return std::unexpected(added.error());
        }
        if (auto done = writer->commit(); !done)
            return done;
    }
    return {};
}

void MemoryFixture::prepareScan()
{
    cat::ContentWords words;
    for (std::size_t number = 0; number < units(); ++number) {
        words.cut({m_corpus.source(number), {}});
        for (const std::string_view word : words)
            m_words.push_back(m_vocabulary.add(word));
        m_starts.push_back(m_words.size());
    }
}

std::vector<std::size_t> MemoryFixture::scan(const cat::Query &query, int thresholdPerMille) const
{
    cat::ContentWords words;
    words.cut(query.text);
    std::vector<cat::WordId> ids;
    for (const std::string_view word : words)
        ids.push_back(m_vocabulary.find(word));
    const cat::FuzzyQuery fuzzy(ids, thresholdPerMille);
    std::vector<std::size_t> found;
    for (std::size_t number = 0; number < units(); ++number) {
        const std::span<const cat::WordId> source = std::span(m_words).subspan(m_starts[number], m_starts[number + 1] - m_starts[number]);
        if (fuzzy.ceilingOf(source))
            found.push_back(number);
    }
    return found;
}

std::vector<MemoryFixture::ScanMatch> MemoryFixture::matchesByScan(const cat::Query &query, int thresholdPerMille) const
{
    const cat::TokenList tokens = cat::tokenise(query.text);
    std::set<std::pair<std::string, std::string>> known;
    std::vector<ScanMatch> matches;
    for (const std::size_t number : scan(query, thresholdPerMille)) {
        const cat::Unit candidate = unit(number);
        const int score = cat::compare(cat::tokenise(candidate.source), tokens).perMille;
        if (score >= thresholdPerMille && known.emplace(candidate.source.text, candidate.target.text).second)
            matches.push_back({score, number});
    }
    std::ranges::stable_sort(matches, std::greater<>(), &ScanMatch::perMille);
    return matches;
}

std::vector<int> MemoryFixture::bestByScan(const cat::Query &query, int thresholdPerMille, std::size_t limit) const
{
    std::vector<int> scores;
    for (const ScanMatch &match : matchesByScan(query, thresholdPerMille))
        scores.push_back(match.perMille);
    scores.resize(std::min(scores.size(), limit));
    return scores;
}

}  // namespace interlinear::bench
