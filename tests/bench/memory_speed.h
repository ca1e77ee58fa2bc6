// The figures of the translation memory: interlinear-bench --memory.
//
//   measureMemory({.units = 1'000'000, .repetitions = 7}, [](const Measurement &measured) { std::puts(toText(measured).c_str()); });
//
// Floors (`most`) and targets (`aim`) are stated for a million units, those of opening for ten; where the cost grows with the memory they are scaled to its size.
// Lookups, searches and scans are told in processor time of their thread, everything else in time that passes.
#pragma once

#include "engine/core/result.h"
#include "tests/bench/measurement.h"
#include "tests/bench/memory_fixture.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace interlinear::bench {

struct MemoryWorkload {
    std::size_t units = 1'000'000;
    int repetitions = 7;
    std::string only;                ///< with what the names of those begin that are wanted
    std::filesystem::path folder;    ///< see MemoryFixture::make()
};

/// All of the following, each reported when it is known.
Result<void> measureMemory(const MemoryWorkload &workload, const std::function<void(const Measurement &)> &report);

/// Milliseconds of one scan of all units for one query: U, the unit that figures of different machines are compared in.
Measurement measureScan(const MemoryFixture &fixture, int repetitions);
/// Milliseconds of a fuzzy lookup, the 95th of 100.
Result<Measurement> measureFuzzyLookup(const MemoryFixture &fixture, const std::string &id, int thresholdPerMille, double scanMs, int repetitions);
/// Per cent of sampled queries whose answer has the scores that the scan gives.
Result<Measurement> measureRecall(const MemoryFixture &fixture, const std::string &id, int thresholdPerMille);
/// Microseconds of a lookup for a text that is there, the 95th of 100.
Result<Measurement> measureExactLookup(const MemoryFixture &fixture, int repetitions);
/// Milliseconds until a new unit is on disk and found, the 95th of 100.
Result<Measurement> measureAdding(const MemoryFixture &fixture, int repetitions);
/// Bytes a unit, on disk and in memory after the queries.
Result<std::vector<Measurement>> measureSize(const MemoryFixture &fixture);
/// Milliseconds from opening to the first answer.
Result<Measurement> measureOpening(const MemoryFixture &fixture, int repetitions);
/// Seconds for a tenth as many segments as there are units, at most 100,000, on two threads.
Result<Measurement> measurePretranslation(const MemoryFixture &fixture, int repetitions);
/// Units a second that are indexed from nothing, on all processors.
Result<Measurement> measureIndexing(const MemoryFixture &fixture, int repetitions);

}  // namespace interlinear::bench
