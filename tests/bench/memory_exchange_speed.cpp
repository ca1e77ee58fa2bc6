#include "tests/bench/memory_exchange_speed.h"

#include "engine/cat/memory/exchange/import.h"
#include "engine/core/files.h"
#include "engine/core/stopwatch.h"
#include "tests/bench/process_memory.h"

#include <cmath>
#include <filesystem>
#include <random>
#include <string>
#include <unistd.h>

namespace interlinear::bench {

namespace {

constexpr double leastUnitsASecond = 60'000;
constexpr double wantedUnitsASecond = 200'000;
constexpr double mostMegabytes = 300;

std::string word(std::mt19937 &random)
{
    static constexpr const char *syllables[] = {"ta", "re", "mi", "lo", "ken", "dar", "sti", "ver", "no", "pa", "lis", "gra", "bo", "tu", "cha", "men"};
    const double uniform = static_cast<double>(random()) / 4294967296.0;
    auto rank = static_cast<unsigned>(std::pow(60'000.0, uniform));   // few words are frequent, most are rare
    std::string word;
    for (; rank > 0 || word.empty(); rank /= 16)
        word += syllables[rank % 16];
    return word;
}

std::string sentence(std::mt19937 &random)
{
    std::string text;
    for (auto words = 6 + random() % 17; words > 0; --words)
        text += (text.empty() ? "" : " ") + word(random);
    return text + '.';
}

Result<void> writeTmx(const std::filesystem::path &path, std::size_t units)
{
    std::mt19937 random(7);
    Result<FileWriter> file = FileWriter::open(path);
    if (!file)
        return std::unexpected(file.error());
    Result<void> written = file->write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n");
    for (std::size_t i = 0; i < units && written; ++i) {
        written = file->write("<tu creationdate=\"20260101T000000Z\" creationid=\"someone\"><prop type=\"x-document\">file.docx</prop><tuv xml:lang=\"en\"><seg>"
                              + sentence(random) + "</seg></tuv><tuv xml:lang=\"de\"><seg>" + sentence(random) + "</seg></tuv></tu>\n");
    }
    if (written)
        written = file->write("</body></tmx>\n");
    return written ? file->commit() : written;
}

struct Speed {
    double importSeconds = 0;
    double searchableSeconds = 0;
};

Result<Speed> importOnce(const std::filesystem::path &folder, const std::filesystem::path &tmx)
{
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    Result<cat::Memory> memory = cat::Memory::create(folder / "bench.itm", "en", "de");
    if (!memory)
        return std::unexpected(memory.error());
    const Stopwatch watch;
    if (const auto report = cat::importUnits(*memory, tmx); !report)
        return std::unexpected(report.error());
    Speed speed{.importSeconds = watch.seconds()};
    if (const auto found = memory->lookup({{"taremi loken.", {}}, {}, {}}, {}); !found)
        return std::unexpected(found.error());
    speed.searchableSeconds = watch.seconds();
    return speed;
}

}  // namespace

Result<std::vector<Measurement>> measureImport(const ImportWorkload &workload)
{
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("interlinear-bench-import-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::filesystem::path tmx = folder / "bench.tmx";
    Result<void> done = writeTmx(tmx, workload.units);
    forgetPeak();
    const double before = residentMegabytes();
    const auto units = static_cast<double>(workload.units);
    std::vector<double> importRates;
    const Samples searchable = repeat(workload.repetitions, [&] {
        const Result<Speed> speed = done ? importOnce(folder / "memory", tmx) : Result<Speed>(Speed());
        if (!speed) {
            done = std::unexpected(speed.error());
            return 0.0;
        }
        importRates.push_back(units / speed->importSeconds);
        return units / speed->searchableSeconds;
    });
    const Samples grown{.median = peakMegabytes() - before};
    std::filesystem::remove_all(folder);
    if (!done)
        return std::unexpected(done.error());
    std::size_t at = 0;
    const Samples imported = repeat(workload.repetitions, [&] { return importRates[at++]; });
    return std::vector{
        Measurement{.id = "T4.tmx.searchable",
                    .unit = "units/s",
                    .samples = searchable,
                    .limit = wantedUnitsASecond,
                    .floor = leastUnitsASecond / wantedUnitsASecond,
                    .target = 1},
        Measurement{.id = "T4.tmx.import", .unit = "units/s", .samples = imported},
        Measurement{.id = "T4.tmx.memory", .unit = "MB", .samples = grown, .most = mostMegabytes},
    };
}

}  // namespace interlinear::bench
