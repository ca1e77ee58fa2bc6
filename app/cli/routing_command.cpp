// interlinear-cli routing: what is in a routing file, and the same in another format.
#include "app/cli/command.h"

#include "engine/mixmoe/store/capture_file.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    std::string file, out;
};

int showInfo(const Options &options, const Invocation &invocation)
{
    const auto captures = readCaptures(options.file);
    if (!captures)
        return report(captures.error());
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const RoutingCapture &capture : *captures) {
        list.push_back({{"model", capture.modelName},
                        {"fingerprint", capture.modelFingerprint},
                        {"device", capture.device},
                        {"from", capture.fromLanguage},
                        {"to", capture.toLanguage},
                        {"source", capture.sourceText},
                        {"target", capture.targetText},
                        {"layers", capture.layerIndex},
                        {"groups", capture.groups},
                        {"experts_per_group", capture.expertsPerGroup},
                        {"tokens", capture.tokenCount()},
                        {"probabilities", capture.level == CaptureLevel::Probabilities},
                        {"interventions", capture.interventions.size()}});
        if (!invocation.json) {
            std::printf("%s (%.8s) on %s, %s to %s, %zu tokens, %d layers, %d groups of %d experts%s\n  %s\n  %s\n", capture.modelName.c_str(), capture.modelFingerprint.c_str(),
                        capture.device.c_str(), capture.fromLanguage.c_str(), capture.toLanguage.c_str(), capture.tokenCount(), capture.layers(), capture.groups,
                        capture.expertsPerGroup, capture.interventions.empty() ? "" : ", changed by interventions", capture.sourceText.c_str(), capture.targetText.c_str());
        }
    }
    if (invocation.json)
        std::printf("%s\n", list.dump().c_str());
    return Done;
}

int exportFile(const Options &options, const Invocation &invocation)
{
    if (auto free = checkOutput(options.out, {options.file}); !free)
        return report(free.error());
    const auto captures = readCaptures(options.file);
    if (!captures)
        return report(captures.error());
    if (auto written = writeCaptures(options.out, *captures); !written)
        return report(written.error());
    if (invocation.json)
        std::printf("%s\n", nlohmann::ordered_json{{"file", options.out}, {"segments", captures->size()}}.dump().c_str());
    return Done;
}

}  // namespace

void addRoutingCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("routing", "Look into routing files that translate --routing wrote as JSON");
    command->require_subcommand(1);

    auto *info = command->add_subcommand("info", "What a routing file holds, one segment after the other");
    info->add_option("file", options->file, "Routing file in JSON")->required()->type_name("FILE");
    info->callback([&invocation, options] { invocation.run = [&invocation, options] { return showInfo(*options, invocation); }; });

    auto *exported = command->add_subcommand("export", "Write a routing file in another format");
    exported->add_option("file", options->file, "Routing file in JSON")->required()->type_name("FILE");
    exported->add_option("--out", options->out, "File to write: .json, .npz or .csv")->required()->type_name("FILE");
    exported->callback([&invocation, options] { invocation.run = [&invocation, options] { return exportFile(*options, invocation); }; });
}

}  // namespace interlinear::cli
