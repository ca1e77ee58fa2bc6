#include "tests/bench/process_memory.h"

#include <fstream>
#include <malloc.h>
#include <string>
#include <string_view>

namespace interlinear::bench {

namespace {

/// A line of /proc/self/status.
double megabytes(std::string_view line)
{
    std::ifstream status("/proc/self/status");
    for (std::string read; std::getline(status, read);) {
        if (read.starts_with(line))
            return std::stod(read.substr(line.size())) / 1024;
    }
    return 0;
}

}  // namespace

double residentMegabytes()
{
    return megabytes("VmRSS:");
}

double peakMegabytes()
{
    return megabytes("VmHWM:");
}

void forgetPeak()
{
    ::malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << 5;
}

}  // namespace interlinear::bench
