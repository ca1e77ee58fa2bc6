// What this machine can do at best, measured in the same run as what we make of it.
//
//   const double bytesPerSecond = WorkingSet(std::size_t(1) << 30, 2).readBandwidth();
//   const double flops = singlePrecisionPeak(2);
#pragma once

#include "tests/bench/measurement.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace interlinear::bench {

/// Memory of this size that threads share out among them; one that fits a cache shows the cache.
class WorkingSet {
public:
    WorkingSet(std::size_t bytes, int threads);

    /// Bytes per second that the threads together read when each streams over its share again and again. Takes about 0.1 s.
    double readBandwidth();

private:
    std::size_t m_words;                                // of a share
    std::vector<std::vector<std::uint64_t>> m_shares;   // one a thread; empty before the first time, when each is touched by one that reads it
};

/// Floating point operations per second (a multiply and an add count two) of independent fp32 chains in registers. Takes about 0.1 s.
double singlePrecisionPeak(int threads);

/// Operations per second of independent chains of products of 8-bit numbers that are summed in 32 bits, with the widest instructions that the kernels have. 0.1 s.
double int8Peak(int threads);

/// calibration.read_bandwidth (memory far larger than caches), calibration.fp32_peak and calibration.int8_peak.
std::vector<Measurement> calibrate(int repetitions, int threads);

}  // namespace interlinear::bench
