// interlinear-cli train: runs a recipe in libinterlinear_training.so and shows how it goes.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"

#include "engine/training/plugin/entry.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <dlfcn.h>
#include <filesystem>
#include <memory>

namespace interlinear::cli {

namespace {

struct Options {
    std::string recipe, out, corpus;
    std::string device = "auto";
    bool resume = false;
    double minutes = 0;
    int threads = 0;
};

std::atomic<bool> cancelled = false;   // a signal handler can reach nothing else

void cancelOnSignal(int)
{
    cancelled = true;
}

struct Progress {
    ProgressLine line;
    const Invocation *invocation;
    int exitCode = Done;
};

std::string stepLine(const nlohmann::json &event)
{
    const int left = static_cast<int>(event["seconds_left"].get<double>());
    char text[200];
    std::snprintf(text, sizeof text, "%s  step %d of %d  loss %.3f  balance %.2f  %.0f tokens/s  %d:%02d:%02d left", event["stage"].get<std::string>().c_str(),
                  event["step"].get<int>(), event["steps"].get<int>(), event["loss"].get<double>(), event["balance"].get<double>(),
                  event["tokens_per_second"].get<double>(), left / 3600, left / 60 % 60, left % 60);
    return text;
}

void showEvent(const char *json, void *user)
{
    auto &progress = *static_cast<Progress *>(user);
    const nlohmann::json event = nlohmann::json::parse(json);
    const std::string kind = event["event"];
    if (progress.invocation->json)
        std::printf("%s\n", json);
    if (kind == "step") {
        progress.line.show(stepLine(event));
    } else if (kind == "error") {
        progress.line.finish();
        progress.exitCode = report({static_cast<ErrorCode>(event["code"].get<int>()), event["where"], event["message"], event["arguments"]});
    } else if (!progress.invocation->json) {
        progress.line.finish();
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
    if (options.device == "cuda")
        return report({ErrorCode::Unsupported, "--device cuda", "this build trains on the CPU only", {}});
    std::error_code ignored;
    const std::filesystem::path library = std::filesystem::canonical("/proc/self/exe", ignored).parent_path() / "libinterlinear_training.so";
    if (!std::filesystem::exists(library, ignored))
        return report({ErrorCode::Unsupported, library.string(), "is not there: this build has no trainer; packaging/test.sh builds one with LibTorch", {}});
    void *handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return report({ErrorCode::EngineFailure, library.string(), "cannot be opened: %1", {dlerror()}});
    const auto run = reinterpret_cast<interlinear_training_run_t>(dlsym(handle, "interlinear_training_run"));
    if (!run)
        return report({ErrorCode::EngineFailure, library.string(), "has no function interlinear_training_run; it belongs to another version", {}});

    std::signal(SIGINT, cancelOnSignal);
    std::signal(SIGTERM, cancelOnSignal);
    const nlohmann::json request{{"command", "train"}, {"recipe", options.recipe}, {"out", options.out}, {"corpus", options.corpus},
                                 {"resume", options.resume}, {"minutes", options.minutes}, {"threads", options.threads}};
    Progress progress{.line = {}, .invocation = &invocation};
    const int code = run(interlinear_training_version, request.dump().c_str(), showEvent, &progress, &cancelled);
    progress.line.finish();
    if (code == 2)
        return report({ErrorCode::EngineFailure, library.string(), "speaks another version of the trainer's interface than this program", {}});
    return progress.exitCode;
}

}  // namespace

void addTrainCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    CLI::App *command = root.add_subcommand("train", "Make a model by a recipe: dense base, LM experts, MT experts");
    command->add_option("RECIPE", options->recipe, "Recipe in JSON, for instance resources/recipes/en-de.json")->required();
    command->add_option("--out", options->out, "Folder of the run")->required();
    command->add_option("--corpus", options->corpus, "Folder of the corpus, instead of the one that the recipe names");
    command->add_flag("--resume", options->resume, "Go on with the run that is in the folder");
    command->add_option("--minutes", options->minutes, "Pause with a checkpoint after so many minutes")->check(positiveNumber());
    command->add_option("--threads", options->threads, "CPU threads; all cores if not given")->check(wholeNumber(1, 1024));
    command->add_option("--device", options->device, "auto, cpu or cuda")->check(oneOf({"auto", "cpu", "cuda"}));
    command->callback([options, &invocation] { invocation.run = [options, &invocation] { return train(*options, invocation); }; });
}

}  // namespace interlinear::cli
