// interlinear-cli plot: curves of training runs as a picture.
#include "app/chart/training_plots.h"
#include "app/cli/command.h"

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

struct Options {
    std::vector<std::string> runs;
    std::string out;
};

int plot(const Options &options)
{
    std::vector<RunMetrics> runs;
    for (const std::string &run : options.runs) {
        Result<RunMetrics> metrics = readMetrics(run);
        if (!metrics)
            return report(metrics.error());
        if (auto free = checkOutput(options.out, {run}); !free)
            return report(free.error());
        runs.push_back(std::move(*metrics));
    }
    if (auto drawn = drawChart(panelsOf(runs), options.out); !drawn)
        return report(drawn.error());
    return Done;
}

}  // namespace

void addPlotCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    CLI::App *command = root.add_subcommand("plot", "Draw the curves of training runs: loss, and balance, entropy and largest share of both groups of experts");
    command->add_option("RUN", options->runs, "Run folders of train or experiment, or their metrics.jsonl")->required();
    command->add_option("--out", options->out, "Picture to write, .svg or .png")->required();
    command->callback([options, &invocation] { invocation.run = [options] { return plot(*options); }; });
}

}  // namespace interlinear::cli
