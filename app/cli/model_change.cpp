#include "app/cli/model_change.h"

#include "app/cli/option_checks.h"

#include "engine/training/plugin/library.h"
#include "engine/training/transform/drift.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using Rows = std::vector<std::pair<std::string, double>>;

struct Options {
    std::string before, after;
    std::string model, recipe, corpus;
    int batches = 20, threads = 0;
};

void print(const Rows &rows, const char *figure, const Invocation &invocation)
{
    if (invocation.json) {
        nlohmann::ordered_json json = nlohmann::ordered_json::array();
        for (const auto &[module, value] : rows)
            json.push_back({{"module", module}, {figure, value}});
        std::printf("%s\n", json.dump().c_str());
        return;
    }
    for (const auto &[module, value] : rows)
        std::printf("  %-12s %8.4f\n", module.c_str(), value);
}

int drift(const Options &options, const Invocation &invocation)
{
    const Result<mixmoe::StoredModel> before = mixmoe::readStoredModel(options.before);
    if (!before)
        return report(before.error());
    const Result<mixmoe::StoredModel> after = mixmoe::readStoredModel(options.after);
    if (!after)
        return report(after.error());
    Rows rows;
    for (const training::ModuleDrift &module : training::driftBetween(*before, *after))
        rows.emplace_back(training::nameOf(module.module), module.relative);
    if (rows.empty())
        return report({ErrorCode::WrongModel, options.after, "has nothing in common with %1; expected a model that was trained from it", {options.before}});
    print(rows, "relative_drift", invocation);
    return Done;
}

int gradients(const Options &options, const Invocation &invocation)
{
    const Result<training::TrainingLibrary> library = training::TrainingLibrary::open();
    if (!library)
        return report(library.error());
    const nlohmann::json request{{"command", "gradients"},       {"model", options.model},     {"recipe", options.recipe},
                                 {"corpus", options.corpus},     {"batches", options.batches}, {"threads", options.threads}};
    Rows rows;
    const auto take = [&](const nlohmann::json &event) {
        if (event["event"] == "gradients") {
            for (const nlohmann::json &module : event["modules"])
                rows.emplace_back(module["module"], module["cosine"]);
        }
    };
    const std::atomic<bool> goOn = false;
    if (const Result<void> done = library->run(request, take, goOn); !done)
        return report(done.error());
    print(rows, "cosine", invocation);
    return Done;
}

}  // namespace

void addModelChange(CLI::App &model, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    CLI::App *drifted = model.add_subcommand("drift", "How far training moved each part: |after - before| / |before|");
    drifted->add_option("BEFORE", options->before, "Model folder, for instance that of an earlier stage")->required();
    drifted->add_option("AFTER", options->after, "Model folder that was trained from it")->required();
    drifted->callback([options, &invocation] { invocation.run = [options, &invocation] { return drift(*options, invocation); }; });

    CLI::App *pulled = model.add_subcommand("gradients", "Whether text and pairs pull each part the same way: the cosine between their gradients");
    pulled->add_option("MODEL", options->model, "Model folder")->required();
    pulled->add_option("--recipe", options->recipe, "Recipe whose texts and pairs are read")->required();
    pulled->add_option("--corpus", options->corpus, "Folder of the corpus, instead of the one that the recipe names");
    pulled->add_option("--batches", options->batches, "Batches of each kind")->check(wholeNumber(1, 100000))->capture_default_str();
    pulled->add_option("--threads", options->threads, "CPU threads; all cores if not given")->check(wholeNumber(1, 1024));
    pulled->callback([options, &invocation] { invocation.run = [options, &invocation] { return gradients(*options, invocation); }; });
}

}  // namespace interlinear::cli
