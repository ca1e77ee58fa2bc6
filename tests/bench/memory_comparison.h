// What other translation memories are measured with, and our own answers to it: interlinear-bench --memory --comparison DIR, which
// packaging/bench-memory-peers.sh calls.
//
//   Result<void> written = writeComparison("/tmp/comparison", 1'000'000);
//
// Into the folder go, of the corpus and the queries that the figures of the memory are measured with:
//   units.tsv     source and target of every unit
//   queries.tsv   200 queries, one a line; every second one is near a unit, the others are new
//   matches.tsv   what a scan of all units finds from 500 per mille up: number of the query, score, source, target; a query's best first
//   ours.json     import_seconds: from units.tsv to the answer of the first lookup; disk_bytes; lookups: for 70 and 50 per cent the threshold, the seconds that
//                 passed for each query, and its answers as pairs of source and target
// Peers say of themselves what ours.json says of us: tests/bench/peers/memory_workload.py.
#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <filesystem>

namespace interlinear::bench {

/// The folder is made where it is missing. Nothing else should run meanwhile.
Result<void> writeComparison(const std::filesystem::path &folder, std::size_t units);

}  // namespace interlinear::bench
