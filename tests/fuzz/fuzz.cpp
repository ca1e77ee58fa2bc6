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
#include <unistd.h>

namespace interlinear::fuzz {

namespace {

constexpr unsigned longestReadSeconds = 10;

struct Options {
    double seconds = 30;
    std::uint32_t seed = static_cast<std::uint32_t>(std::chrono::system_clock::now().time_since_epoch().count());
    std::vector<std::filesystem::path> files;
};

std::array<char, 512> failure;   // what the signal handler prints: made before each run, as little can be done then

void onSignal(int number)
{
    const char *what = number == SIGALRM ? "\nthe reader hangs: " : "\nthe reader crashes: ";
    if (::write(STDERR_FILENO, what, std::strlen(what)) < 0 || ::write(STDERR_FILENO, failure.data(), std::strlen(failure.data())) < 0)
        ::_exit(2);
    ::_exit(1);
}

Options optionsOf(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--long")
            options.seconds = 600;
        else if (argument == "--seconds" && i + 1 < argc)
            options.seconds = std::atof(argv[++i]);
        else if (argument == "--seed" && i + 1 < argc)
            options.seed = static_cast<std::uint32_t>(std::strtoul(argv[++i], nullptr, 10));
        else
            options.files.emplace_back(argument);
    }
    return options;
}

int judge(const std::string &broken)
{
    if (broken.empty())
        return 0;
    std::fprintf(stderr, "the reader breaks a promise: %s\n%s", broken.c_str(), failure.data());
    return 1;
}

int readAgain(const Options &options, const Target &target)
{
    int worst = 0;
    for (const std::filesystem::path &file : options.files) {
        std::snprintf(failure.data(), failure.size(), "%s\n", file.c_str());
        worst = std::max(worst, judge(target.read(file)));
    }
    return worst;
}

}  // namespace

int run(int argc, char **argv, const Target &target)
{
    const Options options = optionsOf(argc, argv);
    for (const int number : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL, SIGALRM})
        std::signal(number, onSignal);
    if (!options.files.empty())
        return readAgain(options, target);
    const std::filesystem::path file = std::filesystem::temp_directory_path() / ("fuzz-" + target.name + "-" + std::to_string(::getpid()) + "." + target.name);
    std::snprintf(failure.data(), failure.size(), "%s, seed %u\n", file.c_str(), options.seed);
    std::printf("%s, seed %u: ", target.name.c_str(), options.seed);
    std::fflush(stdout);
    Mutations mutations(options.seed, target.samples, target.words);
    const Stopwatch watch;
    std::size_t count = 0;
    for (; watch.seconds() < options.seconds; ++count) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << mutations.next();
        ::alarm(longestReadSeconds);
        const std::string broken = target.read(file);
        ::alarm(0);
        if (const int status = judge(broken))
            return status;
    }
    std::filesystem::remove(file);
    std::printf("%zu files, all read or refused\n", count);
    return 0;
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
