// A memory of made-up units on disk, and what a scan of all of them answers: the oracle of the figures of the translation memory.
//
//   Result<MemoryFixture> fixture = MemoryFixture::make(1'000'000);
//   Result<cat::Memory> memory = cat::Memory::open(fixture->path());
//   fixture->bestByScan(query, 700, 5);      // per mille, best first
#pragma once

#include "engine/cat/memory/index/vocabulary.h"
#include "engine/cat/memory/memory.h"
#include "engine/core/result.h"
#include "tests/bench/memory_corpus.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace interlinear::bench {

class MemoryFixture {
public:
    struct ScanMatch {
        int perMille = 0;
        std::size_t number = 0;   ///< of the unit
    };

    /// Writes the memory into a temporary folder, which goes when the fixture goes; or into a folder that stays, where one that is there with so many units is used again.
    static Result<MemoryFixture> make(std::size_t units, const std::filesystem::path &folder = {});
    ~MemoryFixture();
    MemoryFixture(MemoryFixture &&other) noexcept;
    MemoryFixture &operator=(MemoryFixture &&) = delete;

    std::filesystem::path path() const { return m_folder / "bench.itm"; }
    std::size_t units() const { return m_corpus.size(); }
    const MemoryCorpus &corpus() const { return m_corpus; }
    /// As many as asked for, half near units, half new; the same for every fixture of that size.
    const std::vector<cat::Query> &queries() const { return m_queries; }

    cat::Unit unit(std::size_t number) const;
    /// Cuts every source into words once, for the scans.
    void prepareScan();
    /// Compares the words of the query with those of every unit: the units whose words may reach the threshold.
    std::vector<std::size_t> scan(const cat::Query &query, int thresholdPerMille) const;
    /// The units of those that do reach it, best first; of equal ones the first.
    std::vector<ScanMatch> matchesByScan(const cat::Query &query, int thresholdPerMille) const;
    /// The scores of the answer that the scan gives.
    std::vector<int> bestByScan(const cat::Query &query, int thresholdPerMille, std::size_t limit) const;

private:
    MemoryFixture(std::size_t units, std::filesystem::path folder, bool temporary);
    Result<bool> isFilled() const;
    Result<void> fill() const;

    std::filesystem::path m_folder;
    bool m_temporary;
    MemoryCorpus m_corpus;
    std::vector<cat::Query> m_queries;
    cat::WordTable m_vocabulary;
    std::vector<cat::WordId> m_words;       // of all sources, one after the other
    std::vector<std::size_t> m_starts{0};
};

}  // namespace interlinear::bench
