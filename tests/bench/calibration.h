// What this machine can do at best, measured in the same run as what we make of it.
//
//   const double bytesPerSecond = readBandwidth(std::size_t(1) << 30, 2);
//   const double flops = singlePrecisionPeak(2);
#pragma once

#include "tests/bench/measurement.h"

#include <cstddef>
#include <vector>

namespace interlinear::bench {

/// Bytes per second that the threads together read when each streams over its share of a working set of this size, again and again. A working set
/// that fits a cache shows the cache. Takes about 0.1 s.
double readBandwidth(std::size_t workingSetBytes, int threads);

/// Floating point operations per second (a multiply and an add count two) of independent fp32 chains in registers. Takes about 0.1 s.
double singlePrecisionPeak(int threads);

/// Operations per second of independent chains of products of 8-bit numbers that are summed in 32 bits, with the widest instructions that the kernels have. 0.1 s.
double int8Peak(int threads);

/// calibration.read_bandwidth (memory far larger than caches), calibration.fp32_peak and calibration.int8_peak.
std::vector<Measurement> calibrate(int repetitions, int threads);

}  // namespace interlinear::bench
