// One measured figure, as interlinear-bench prints it: next to the limit that this very machine showed in the same run.
//
//   const Samples samples = repeat(7, [] { return tokensPerSecond(); });
//   print({.id = "engine.decode.batch1", .unit = "tokens/s", .samples = samples, .limit = 5000, .floor = 0.65, .target = 0.85}, std::cout);
//
// Floors and targets are shares of the limit, so that they mean the same on every machine; times and counts, of which less is better, are held against what a user
// bears.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::bench {

/// What several repetitions of one measurement gave.
struct Samples {
    double median = 0;
    double spread = 0;             ///< (largest - smallest) / median
    double load = 0;               ///< processors that others kept busy meanwhile, 0 to their number
};

/// Of at least one value; the load is not known.
Samples summary(std::vector<double> values);

/// Runs the measurement that many times, at least once.
Samples repeat(int repetitions, const std::function<double()> &measure);

/// What this thread has computed, in seconds: a lookup waits for nothing, so what others do meanwhile does not count.
double processorSeconds();

struct Measurement {
    std::string id;                ///< group.what, for instance "calibration.read_bandwidth"
    std::string unit;
    Samples samples;               ///< the median is the value
    std::optional<double> limit;   ///< the most that this machine allows, in the same unit; where it was measured in turns with the work, the median
    std::optional<Samples> shares; ///< of the limit, a pair of work and limit each: then their median decides, and not that of all values by that of all limits
    std::optional<double> floor;   ///< share of the limit below which a build is not good enough
    std::optional<double> target;  ///< share of the limit to aim for
    std::optional<double> most;    ///< where less is better: above it a build is not good enough
    std::optional<double> aim;     ///< where less is better: what to come down to

    std::optional<double> ratioToLimit() const;
    std::optional<bool> meetsFloor() const;
};

/// One JSON object on one line; what does not apply is null.
std::string toJsonLine(const Measurement &measurement);
/// The same for people.
std::string toText(const Measurement &measurement);

}  // namespace interlinear::bench
