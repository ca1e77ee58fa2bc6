// interlinear-cli experiment: trains and scores arms times seeds, one run after another, and goes on where it was.
#include "app/chart/chart.h"
#include "app/cli/command.h"
#include "app/cli/option_checks.h"

#include "engine/core/files.h"
#include "engine/training/experiment/report.h"
#include "engine/training/plugin/library.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

namespace fs = std::filesystem;
using namespace training;

struct Options {
    std::string file, out;
    int threads = 0;
};

std::atomic<bool> cancelled = false;   // a signal handler can reach nothing else

void cancelOnSignal(int)
{
    cancelled = true;
}

std::string progressOf(const std::string &run, const nlohmann::json &event)
{
    char text[200];
    std::snprintf(text, sizeof text, "%s  %s  step %d of %d  loss %.3f", run.c_str(), event["stage"].get<std::string>().c_str(), event["step"].get<int>(),
                  event["steps"].get<int>(), event["loss"].get<double>());
    return text;
}

/// The run's result, from its file or by training and scoring it. An empty one when cancelled; Locked while another process trains it.
Result<std::optional<ArmResult>> resultOf(const Experiment &experiment, const ExperimentArm &arm, int seed, const Options &options, const TrainingLibrary &library)
{
    const std::string run = arm.name + "-" + std::to_string(seed);
    const fs::path folder = fs::path(options.out) / run, file = folder / "result.json";
    std::error_code ignored;
    if (fs::exists(file, ignored)) {
        Result<ArmResult> known = readArmResult(file);
        return known ? Result<std::optional<ArmResult>>(std::move(*known)) : std::unexpected(known.error());
    }
    const nlohmann::json request{{"command", "train"}, {"recipe", arm.recipe.string()}, {"out", folder.string()}, {"corpus", experiment.corpus.string()},
                                 {"shards", ""}, {"stages", (fs::path(options.out) / "stages").string()}, {"resume", true}, {"minutes", 0}, {"threads", options.threads}, {"seed", seed},
                                 {"device", "cpu"}};
    ProgressLine line;
    const auto show = [&](const nlohmann::json &event) {
        if (event["event"] == "step")
            line.show(progressOf(run, event));
    };
    const Result<void> trained = library.run(request, show, cancelled);
    line.finish();
    if (!trained)
        return std::unexpected(trained.error());
    if (cancelled)
        return std::optional<ArmResult>();
    std::fprintf(stderr, "%s  scoring\n", run.c_str());
    Result<ArmResult> measured = measureArm(experiment, arm.name, seed, folder);
    if (!measured)
        return std::unexpected(measured.error());
    if (auto written = writeArmResult(file, *measured); !written)
        return std::unexpected(written.error());
    return std::optional<ArmResult>(std::move(*measured));
}

std::vector<Panel> panelsOf(const std::vector<ArmSummary> &summaries)
{
    IntervalPanel out{.title = "BLEU out of English: mean and standard deviation over seeds", .intervals = {}}, into{.title = "BLEU into English", .intervals = {}};
    for (const ArmSummary &row : summaries) {
        out.intervals.push_back({.name = row.arm, .middle = row.outOfEnglish.mean, .radius = row.outOfEnglish.deviation});
        into.intervals.push_back({.name = row.arm, .middle = row.intoEnglish.mean, .radius = row.intoEnglish.deviation});
    }
    return {out, into};
}

Result<void> writeReport(const Experiment &experiment, const std::vector<ArmResult> &results, const Options &options, const Invocation &invocation)
{
    const Result<std::vector<ArmSummary>> summaries = summarise(experiment, results);
    if (!summaries)
        return std::unexpected(summaries.error());
    const std::string markdown = toMarkdown(experiment, *summaries, results), json = toJson(*summaries).dump(1) + "\n";
    if (auto written = writeFileAtomically(fs::path(options.out) / "report.md", markdown); !written)
        return written;
    if (auto written = writeFileAtomically(fs::path(options.out) / "report.json", json); !written)
        return written;
    const std::vector<Panel> panels = panelsOf(*summaries);
    for (const char *name : {"report.svg", "report.png"}) {
        if (auto drawn = drawChart(panels, fs::path(options.out) / name); !drawn)
            return drawn;
    }
    std::fputs((invocation.json ? json : markdown).c_str(), stdout);
    return {};
}

int experiment(const Options &options, const Invocation &invocation)
{
    const Result<Experiment> read = readExperiment(options.file);
    if (!read)
        return report(read.error());
    const Result<TrainingLibrary> library = TrainingLibrary::open();
    if (!library)
        return report(library.error());
    std::signal(SIGINT, cancelOnSignal);
    std::signal(SIGTERM, cancelOnSignal);
    std::vector<ArmResult> results;
    int elsewhere = 0;
    for (const int seed : read->seeds) {   // seed by seed, so that an interrupted experiment compares all arms
        for (const ExperimentArm &arm : read->arms) {
            Result<std::optional<ArmResult>> result = resultOf(*read, arm, seed, options, *library);
            if (!result && result.error().code == ErrorCode::Locked) {
                ++elsewhere;
                continue;
            }
            if (!result)
                return report(result.error());
            if (!*result) {
                std::fprintf(stderr, "paused; the same command goes on\n");
                return Done;
            }
            results.push_back(std::move(**result));
        }
    }
    if (elsewhere > 0) {
        std::fprintf(stderr, "%d runs are being trained by another process; the same command goes on once they are done\n", elsewhere);
        return Done;
    }
    if (auto written = writeReport(*read, results, options, invocation); !written)
        return report(written.error());
    return Done;
}

}  // namespace

void addExperimentCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    CLI::App *command = root.add_subcommand("experiment", "Train and score arms times seeds, and write a report with significance; the same command goes on after a pause");
    command->add_option("FILE", options->file, "Experiment in JSON, for instance resources/experiments/claims.json")->required();
    command->add_option("--out", options->out, "Folder of the runs and the report")->required();
    command->add_option("--threads", options->threads, "CPU threads; all cores if not given")->check(wholeNumber(1, 1024));
    command->callback([options, &invocation] { invocation.run = [options, &invocation] { return experiment(*options, invocation); }; });
}

}  // namespace interlinear::cli
