#include "tests/fuzz/fuzz.h"

#include "engine/core/files.h"
#include "engine/core/stopwatch.h"
#include "tests/fuzz/mutations.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

namespace interlinear::fuzz {

namespace {

constexpr int longestReadSeconds = 5;   // of processor time: the machine may have other work
constexpr rlim_t mostMemory = 1 << 30;
constexpr std::size_t cutsOfASample = 40;
constexpr std::size_t damagesForOneRead = 4;   // in the suite, which ones by the seed
constexpr std::size_t leastFilesOfLong = 10'000;

struct Options {
    double seconds = 30;
    std::size_t leastFiles = 1;
    bool allSamples = false;
    std::string only;
    std::uint32_t seed = static_cast<std::uint32_t>(std::chrono::system_clock::now().time_since_epoch().count());
    std::vector<std::filesystem::path> files;
};

std::array<char, 512> failure;   // what the signal handler prints: made before each run, as little can be done then

void onSignal(int number)
{
    const char *what = number == SIGPROF ? "\nthe reader hangs: " : "\nthe reader crashes, or takes too much memory: ";
    if (::write(STDERR_FILENO, what, std::strlen(what)) < 0 || ::write(STDERR_FILENO, failure.data(), std::strlen(failure.data())) < 0)
        ::_exit(2);
    ::_exit(1);
}

void startTimer(int seconds)
{
    const itimerval after{{0, 0}, {seconds, 0}};
    ::setitimer(ITIMER_PROF, &after, nullptr);
}

void limitMemory()
{
#ifndef __SANITIZE_ADDRESS__
    const rlimit limit{mostMemory, mostMemory};
    ::setrlimit(RLIMIT_AS, &limit);
#endif
}

Options optionsOf(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--long") {
            options.seconds = 600;
            options.leastFiles = leastFilesOfLong;
            options.allSamples = true;
        } else if (argument == "--seconds" && i + 1 < argc) {
            options.seconds = std::atof(argv[++i]);
        } else if (argument == "--only" && i + 1 < argc) {
            options.only = argv[++i];
        } else if (argument == "--seed" && i + 1 < argc) {
            options.seed = static_cast<std::uint32_t>(std::strtoul(argv[++i], nullptr, 10));
        } else {
            options.files.emplace_back(argument);
        }
    }
    return options;
}

bool isGood(const std::string &broken)
{
    if (!broken.empty())
        std::fprintf(stderr, "\nthe reader breaks a promise: %s\n%s", broken.c_str(), failure.data());
    return broken.empty();
}

// One reader on file after file.
class Trial {
public:
    Trial(const Target &target, std::uint32_t seed)
        : m_target(target), m_seed(seed),
          m_file(std::filesystem::temp_directory_path() / ("fuzz-" + target.name + "-" + std::to_string(::getpid()) + "." + target.name))
    {
        std::snprintf(failure.data(), failure.size(), "%s, seed %u\n", m_file.c_str(), seed);
    }

    bool survivesAll(const Options &options, double seconds)
    {
        std::printf("%s, seed %u: ", m_target.name.c_str(), m_seed);
        std::fflush(stdout);
        const Stopwatch watch;
        const bool good = std::ranges::all_of(m_target.hostile, [&](const std::string &file) { return survives(file); }) && survivesDamages(options) &&
                          survivesMutations(options, seconds - watch.seconds());
        if (!good)
            return false;
        std::filesystem::remove(m_file);
        std::printf("%zu files in %.1f s, all read or refused\n", m_count, watch.seconds());
        return true;
    }

private:
    bool survivesDamages(const Options &options)
    {
        std::size_t next = m_seed;
        const auto visit = [&](const std::string &sample) { return (!options.allSamples && ++next % damagesForOneRead != 0) || survives(packed(sample)); };
        const std::size_t only = m_seed % m_target.samples.size();
        for (std::size_t i = 0; i < m_target.samples.size(); ++i) {
            const std::string &sample = m_target.samples[i];
            if (!options.allSamples && i != only)
                continue;
            if (!visitDamages(sample, m_target.nests, visit) || !visitBeginnings(sample, options.allSamples ? 1 : 1 + sample.size() / cutsOfASample, visit))
                return false;
        }
        return true;
    }

    bool survivesMutations(const Options &options, double seconds)
    {
        Mutations mutations(m_seed, m_target.samples, m_target.words);
        const Stopwatch watch;
        for (std::size_t count = 0; count < options.leastFiles || watch.seconds() < seconds; ++count) {
            if (!survives(packed(mutations.next())))
                return false;
        }
        return true;
    }

    std::string packed(const std::string &sample) const { return m_target.packed ? m_target.packed(sample) : sample; }

    bool survives(const std::string &bytes)
    {
        std::ofstream(m_file, std::ios::binary | std::ios::trunc) << bytes;
        ++m_count;
        startTimer(longestReadSeconds);
        const std::string broken = m_target.read(m_file);
        startTimer(0);
        return isGood(broken);
    }

    const Target &m_target;
    std::uint32_t m_seed;
    std::filesystem::path m_file;
    std::size_t m_count = 0;
};

bool readAgain(const std::filesystem::path &file, const std::vector<Target> &targets)
{
    std::snprintf(failure.data(), failure.size(), "%s\n", file.c_str());
    const auto target = std::ranges::find_if(targets, [&](const Target &candidate) { return "." + candidate.name == file.extension(); });
    startTimer(longestReadSeconds);
    return isGood((target == targets.end() ? targets.front() : *target).read(file));
}

}  // namespace

int run(int argc, char **argv, const std::vector<Target> &targets)
{
    const Options options = optionsOf(argc, argv);
    for (const int number : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL, SIGPROF})
        std::signal(number, onSignal);
    limitMemory();
    bool good = std::ranges::all_of(options.files, [&](const std::filesystem::path &file) { return readAgain(file, targets); });
    std::vector<Target> chosen = targets;
    std::erase_if(chosen, [&](const Target &target) { return !options.only.empty() && options.only != target.name && options.only != target.format; });
    if (chosen.empty()) {
        std::fprintf(stderr, "there is no reader %s\n", options.only.c_str());
        return 2;
    }
    for (const Target &target : chosen)
        good = good && (!options.files.empty() || Trial(target, options.seed).survivesAll(options, options.seconds / static_cast<double>(chosen.size())));
    return good ? 0 : 1;
}

std::vector<std::string> filesUnder(const std::string &folder, const std::string &extension)
{
    std::vector<std::filesystem::path> paths;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(INTERLINEAR_SOURCE_DIR) / folder)) {
        if (entry.path().extension() == extension)
            paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    std::vector<std::string> contents;
    for (const std::filesystem::path &path : paths)
        contents.push_back(readFile(path).value_or(""));
    return contents;
}

}  // namespace interlinear::fuzz
