#include "tests/bench/measurement.h"

#include "engine/core/stopwatch.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace interlinear::bench {

namespace {

double secondsOf(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double ownProcessorSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
}

// Busy seconds of all processors since the machine started; 0 where the kernel does not tell.
double allProcessorSeconds()
{
    std::ifstream file("/proc/stat");
    std::string cpu;
    double user = 0, nice = 0, system = 0, idle = 0, wait = 0, interrupts = 0, softInterrupts = 0;
    file >> cpu >> user >> nice >> system >> idle >> wait >> interrupts >> softInterrupts;
    return (user + nice + system + interrupts + softInterrupts) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

nlohmann::json orNull(const auto &value)
{
    return value ? nlohmann::json(*value) : nlohmann::json();
}

}  // namespace

double processorSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

Samples summary(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const double median = values[values.size() / 2];
    return {.median = median, .spread = median > 0 ? (values.back() - values.front()) / median : 0};
}

Samples repeat(int repetitions, const std::function<double()> &measure)
{
    const Stopwatch watch;
    const double ownBefore = ownProcessorSeconds();
    const double allBefore = allProcessorSeconds();
    std::vector<double> values;
    do {
        values.push_back(measure());
    } while (static_cast<int>(values.size()) < repetitions);
    const double elapsed = watch.seconds();
    const double others = (allProcessorSeconds() - allBefore) - (ownProcessorSeconds() - ownBefore);

    Samples samples = summary(std::move(values));
    samples.load = std::max(0.0, others / elapsed);
    return samples;
}

std::optional<double> Measurement::ratioToLimit() const
{
    if (shares)
        return shares->median;
    return limit ? std::optional(samples.median / *limit) : std::nullopt;
}

std::optional<bool> Measurement::meetsFloor() const
{
    if (most)
        return samples.median <= *most;
    return limit && floor ? std::optional(*ratioToLimit() >= *floor) : std::nullopt;
}

std::string toJsonLine(const Measurement &measurement)
{
    const nlohmann::ordered_json line{
        {"id", measurement.id},
        {"value", measurement.samples.median},
        {"unit", measurement.unit},
        {"limit", orNull(measurement.limit)},
        {"ratio_to_limit", orNull(measurement.ratioToLimit())},
        {"floor", orNull(measurement.floor)},
        {"target", orNull(measurement.target)},
        {"most", orNull(measurement.most)},
        {"aim", orNull(measurement.aim)},
        {"meets_floor", orNull(measurement.meetsFloor())},
        {"spread", measurement.shares.value_or(measurement.samples).spread},
        {"load", measurement.samples.load},
    };
    return line.dump();
}

std::string toText(const Measurement &measurement)
{
    char text[256];
    const int decimals = measurement.samples.median < 10 ? 3 : 1;
    std::snprintf(text, sizeof text, "%-32s %10.*f %-10s", measurement.id.c_str(), decimals, measurement.samples.median, measurement.unit.c_str());
    std::string line = text;
    if (measurement.limit) {
        std::snprintf(text, sizeof text, " %5.1f %% of %.1f", 100 * *measurement.ratioToLimit(), *measurement.limit);
        line += text;
    }
    if (measurement.floor) {
        std::snprintf(text, sizeof text, ", floor %.0f %% %s", 100 * *measurement.floor, *measurement.meetsFloor() ? "met" : "missed");
        line += text;
    }
    if (measurement.most) {
        std::snprintf(text, sizeof text, " at most %.1f %s", *measurement.most, *measurement.meetsFloor() ? "met" : "missed");
        line += text;
    }
    std::snprintf(text, sizeof text, "  (spread %.0f %%, load %.1f)", 100 * measurement.shares.value_or(measurement.samples).spread, measurement.samples.load);
    return line + text;
}

}  // namespace interlinear::bench
