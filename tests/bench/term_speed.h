// How fast the terms of a large termbase are found in a segment.
//
//   Result<std::vector<Measurement>> measured = measureTerms({.terms = 100'000, .repetitions = 7});
#pragma once

#include "engine/core/result.h"
#include "tests/bench/measurement.h"

#include <cstddef>
#include <vector>

namespace interlinear::bench {

struct TermWorkload {
    std::size_t terms = 100'000;   ///< of one language, of one to four words, from a seed
    int repetitions = 7;
};

/// Milliseconds for a segment of 60 words, a third of them in terms, the 95th of 100; and from opening to the first answer. With whatever dictionary of English
/// is installed.
Result<std::vector<Measurement>> measureTerms(const TermWorkload &workload);

}  // namespace interlinear::bench
