// interlinear-cli routing: what is in a routing file, its totals, the same in another format, made again, and beside another one; lines with interventions.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"
#include "app/cli/routing_difference.h"
#include "app/cli/routing_intervene.h"
#include "app/cli/routing_repeat.h"
#include "app/cli/routing_totals.h"

#include "engine/mixmoe/runtime/kernels/instruction_set.h"
#include "engine/mixmoe/store/capture_file.h"
#include "engine/mixmoe/store/origin_json.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    std::string file, other, out, instructions;
    RepeatOptions repeat;
};

nlohmann::ordered_json fingerprintsOf(const RoutingCapture &capture)
{
    if (!capture.origin)
        return nullptr;
    return {{"vocabulary", capture.origin->vocabularyFingerprint}, {"settings", settingsFingerprint(capture)}, {"build", capture.origin->build}};
}

void printHow(const RoutingCapture &capture)
{
    if (!capture.origin)
        std::printf("  from a file of version 1: tags, settings, vocabulary and build are not known\n");
    else
        std::printf("  vocabulary %.8s, settings %.8s, build %s\n", capture.origin->vocabularyFingerprint.c_str(), settingsFingerprint(capture).c_str(), capture.origin->build.c_str());
}

int showInfo(const Options &options, const Invocation &invocation)
{
    const auto captures = readCaptures(options.file);
    if (!captures)
        return report(captures.error());
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const RoutingCapture &capture : *captures) {
        list.push_back({{"model", capture.modelName},
                        {"fingerprint", capture.modelFingerprint},
                        {"fingerprints", fingerprintsOf(capture)},
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
            printHow(capture);
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

int reproduce(Options options, const Invocation &invocation)
{
    const auto captures = readCaptures(options.file);
    if (!captures)
        return report(captures.error());
    options.repeat.instructions = instructionSetNamed(options.instructions);
    auto again = repeatCaptures(*captures, options.repeat);
    if (!again) {
        again.error().where = options.file + (again.error().where.empty() ? "" : ", ") + again.error().where;
        return report(again.error());
    }
    return printComparison(*captures, *again, invocation);
}

int compareFiles(const Options &options, const Invocation &invocation)
{
    const auto before = readCaptures(options.file);
    if (!before)
        return report(before.error());
    const auto after = readCaptures(options.other);
    if (!after)
        return report(after.error());
    if (before->size() != after->size()) {
        return report(fail(ErrorCode::BadFormat, options.other, "holds %1 segments, and %2 holds %3; expected the same text in both", after->size(), options.file, before->size()).error());
    }
    return printComparison(*before, *after, invocation);
}

void addReproduce(CLI::App &command, Invocation &invocation, const std::shared_ptr<Options> &options)
{
    std::vector<std::string> instructions;
    for (const InstructionSet set : allInstructions())
        instructions.push_back(nameOf(set));
    auto *again = command.add_subcommand("reproduce", "Make every capture of a routing file again, as it was made, and say where the outcome differs. Exit code 1 where it does");
    again->add_option("file", options->file, "Routing file in JSON")->required()->type_name("FILE");
    again->add_option("--model", options->repeat.model, "Folder of the model; else the one with the fingerprint of the file")->type_name("DIR");
    again->add_option("--precision", options->repeat.precision, "Numbers to compute with: fp32, bf16, int8, or fp8 on a card; else as recorded")
        ->type_name("NAME")
        ->transform(choice<Precision>({{"fp32", Precision::Fp32}, {"bf16", Precision::Bf16}, {"int8", Precision::Int8}, {"fp8", Precision::Fp8}}));
    again->add_option("--instructions", options->instructions, "Instructions to compute with; else as recorded, where this processor has them")->type_name("NAME")->check(oneOf(instructions));
    again->add_option("--threads", options->repeat.threads, "Threads; 0: as many as the machine has")->check(wholeNumber(0, 1024))->type_name("N");
    again->callback([&invocation, options] { invocation.run = [&invocation, options] { return reproduce(*options, invocation); }; });
}

}  // namespace

void addRoutingCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("routing", "Look into routing files that translate --routing wrote as JSON, and make them again");
    command->require_subcommand(1);

    auto *info = command->add_subcommand("info", "What a routing file holds, one segment after the other");
    info->add_option("file", options->file, "Routing file in JSON")->required()->type_name("FILE");
    info->callback([&invocation, options] { invocation.run = [&invocation, options] { return showInfo(*options, invocation); }; });

    addRoutingTotals(*command, invocation);

    auto *exported = command->add_subcommand("export", "Write a routing file in another format");
    exported->add_option("file", options->file, "Routing file in JSON")->required()->type_name("FILE");
    exported->add_option("--out", options->out, "File to write: .json, .npz or .csv")->required()->type_name("FILE");
    exported->callback([&invocation, options] { invocation.run = [&invocation, options] { return exportFile(*options, invocation); }; });

    addReproduce(*command, invocation, options);
    addRoutingIntervene(*command, invocation);

    auto *compared = command->add_subcommand("compare", "Compare two routing files of one text, segment by segment. Exit code 1 where they differ");
    compared->add_option("before", options->file, "Routing file in JSON")->required()->type_name("FILE");
    compared->add_option("after", options->other, "Routing file in JSON")->required()->type_name("FILE");
    compared->callback([&invocation, options] { invocation.run = [&invocation, options] { return compareFiles(*options, invocation); }; });
}

}  // namespace interlinear::cli
