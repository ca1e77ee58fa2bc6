// How much memory this process has.
//
//   const double before = residentMegabytes();
//   forgetPeak();
//   work();
//   peakMegabytes() - before;   // what the work needed at most
#pragma once

namespace interlinear::bench {

/// In memory now.
double residentMegabytes();

/// The most since forgetPeak().
double peakMegabytes();

/// Benchmarks before this one may have had more; what they gave back goes to the system.
void forgetPeak();

}  // namespace interlinear::bench
