// How fast units come from a file into a memory.
//
//   Result<std::vector<Measurement>> measured = measureImport({.units = 300'000, .repetitions = 3});
#pragma once

#include "engine/core/result.h"
#include "tests/bench/measurement.h"

#include <cstddef>
#include <vector>

namespace interlinear::bench {

struct ImportWorkload {
    std::size_t units = 300'000;   ///< made up from a seed: 14 words a side
    int repetitions = 3;
};

/// T4: units a second from a TMX file to the answer of the first lookup, of two processors; beside it those without the lookup, and the megabytes that the
/// process grew.
Result<std::vector<Measurement>> measureImport(const ImportWorkload &workload);

}  // namespace interlinear::bench
