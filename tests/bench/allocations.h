// Counts what the program allocates: the benchmark replaces operator new.
//
//   const std::size_t before = allocationsSoFar();
#pragma once

#include <cstddef>

namespace interlinear::bench {

/// By all threads, since the program began.
std::size_t allocationsSoFar();

}  // namespace interlinear::bench
