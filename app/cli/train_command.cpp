// interlinear-cli train: runs a recipe in libinterlinear_training.so and shows how it goes.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"

#include "engine/training/plugin/library.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

struct Options {
    std::string recipe, out, corpus, shards, stages;
    std::string device = "auto";
    bool resume = false;
    double minutes = 0;
    int threads = 0, seed = 0;
};

std::atomic<bool> cancelled = false;   // a signal handler can reach nothing else

void cancelOnSignal(int)
{
    cancelled = true;
}

std::string stepLine(const nlohmann::json &event)
{
    const int left = static_cast<int>(event["seconds_left"].get<double>());
    char text[200];
    std::snprintf(text, sizeof text, "%s  step %d of %d  loss %.3f  balance %.2f  %.0f tokens/s  %d:%02d:%02d left", event["stage"].get<std::string>().c_str(),
                  event["step"].get<int>(), event["steps"].get<int>(), event["loss"].get<double>(), event["balance"].get<double>(),
                  event["tokens_per_second"].get<double>(), left / 3600, left / 60 % 60, left % 60);
    return text;
}

void showEvent(const nlohmann::json &event, const Invocation &invocation, ProgressLine &line)
{
    const std::string kind = event["event"];
    if (invocation.json)
        std::printf("%s\n", event.dump().c_str());
    if (kind == "step") {
        line.show(stepLine(event));
    } else if (!invocation.json) {
        line.finish();
        if (kind == "done")
            std::printf("%s\n", event["model"].get<std::string>().c_str());
        else if (kind == "paused")
            std::fprintf(stderr, "paused; go on with --resume\n");
        else if (kind == "dev")
            std::fprintf(stderr, "%s  step %d  dev loss %.4f\n", event["stage"].get<std::string>().c_str(), event["step"].get<int>(), event["loss"].get<double>());
        else
            std::fprintf(stderr, "%s\n", event["text"].get<std::string>().c_str());
    }
    std::fflush(stdout);
}

int train(const Options &options, const Invocation &invocation)
{
    const Result<training::TrainingLibrary> library = training::TrainingLibrary::open();
    if (!library)
        return report(library.error());
    std::signal(SIGINT, cancelOnSignal);
    std::signal(SIGTERM, cancelOnSignal);
    const nlohmann::json request{{"command", "train"}, {"recipe", options.recipe}, {"out", options.out}, {"corpus", options.corpus}, {"shards", options.shards}, {"stages", options.stages},
                                 {"resume", options.resume}, {"minutes", options.minutes}, {"threads", options.threads}, {"seed", options.seed},
                                 {"device", options.device}};
    ProgressLine line;
    const Result<void> done = library->run(request, [&](const nlohmann::json &event) { showEvent(event, invocation, line); }, cancelled);
    line.finish();
    return done ? Done : report(done.error());
}

}  // namespace

void addTrainCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    CLI::App *command = root.add_subcommand("train", "Make a model by a recipe, stage by stage");
    command->footer("Several processes train one model together, each on its share of every batch, when MASTER_ADDR, MASTER_PORT, RANK and WORLD_SIZE are set:\n"
                    "torchrun --no-python --nproc-per-node 2 interlinear-cli train RECIPE --out RUN --threads 1");
    command->add_option("RECIPE", options->recipe, "Recipe in JSON, for instance resources/recipes/en-de.json")->required();
    command->add_option("--out", options->out, "Folder of the run")->required();
    command->add_option("--corpus", options->corpus, "Folder of the corpus, instead of the one that the recipe names");
    command->add_option("--shards", options->shards, "Folder of corpus build to train on, instead of the texts that the recipe names");
    command->add_flag("--resume", options->resume, "Go on with the run that is in the folder; where there is none, begin one");
    command->add_option("--minutes", options->minutes, "Pause with a checkpoint after so many minutes")->check(positiveNumber());
    command->add_option("--stages", options->stages, "Folder of vocabularies and finished stages that runs share");
    command->add_option("--seed", options->seed, "Seed instead of the recipe's")->check(wholeNumber(1, 1'000'000));
    command->add_option("--threads", options->threads, "CPU threads; all cores if not given")->check(wholeNumber(1, 1024));
    command->add_option("--device", options->device, "auto, cpu or cuda: one card, products in bf16")->check(oneOf({"auto", "cpu", "cuda"}));
    command->callback([options, &invocation] { invocation.run = [options, &invocation] { return train(*options, invocation); }; });
}

}  // namespace interlinear::cli
