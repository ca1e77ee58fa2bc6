// How fast a text is found anywhere in a memory: the concordance's figure of interlinear-bench --memory.
//
//   Result<Measurement> measured = measureConcordance(fixture, 7);
#pragma once

#include "engine/core/result.h"
#include "tests/bench/measurement.h"
#include "tests/bench/memory_fixture.h"

namespace interlinear::bench {

/// T9: milliseconds of processor time until the first 50 hits of a part of a word, or of two words, are there; the 95th of 100. The limits are those of ten million units, whatever the
/// size of the memory.
Result<Measurement> measureConcordance(const MemoryFixture &fixture, int repetitions);

}  // namespace interlinear::bench
