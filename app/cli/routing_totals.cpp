#include "app/cli/routing_totals.h"
#include "app/cli/option_checks.h"

#include "engine/mixmoe/analysis/routing_totals.h"
#include "engine/mixmoe/store/capture_file.h"
#include "engine/mixmoe/store/capture_json.h"

#include <cstdio>
#include <iterator>
#include <memory>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

enum class Tokens { All, Prompt, Generated };

struct Options {
    std::vector<std::string> files;
    Tokens tokens = Tokens::All;
};

std::optional<Phase> phaseOf(Tokens tokens)
{
    if (tokens == Tokens::All)
        return std::nullopt;
    return tokens == Tokens::Prompt ? Phase::Prompt : Phase::Generated;
}

std::string inWords(std::optional<double> share)
{
    char text[16];
    std::snprintf(text, sizeof text, "%.2f", share.value_or(0));
    return share ? text : "-";
}

CaptureJson toJson(const GateTotals &gate)
{
    return {{"layer", gate.layer},
            {"group", shortName(gate.group)},
            {"load", gate.load},
            {"evenness", gate.evenness ? CaptureJson(*gate.evenness) : CaptureJson()},
            {"certainty", gate.certainty ? CaptureJson(*gate.certainty) : CaptureJson()},
            {"probability", gate.certainty ? CaptureJson(gate.probability) : CaptureJson()}};
}

CaptureJson toJson(const RoutingTotals &totals)
{
    CaptureJson gates = CaptureJson::array();
    for (const GateTotals &gate : totals.gates)
        gates.push_back(toJson(gate));
    return {{"from", totals.fromLanguage}, {"to", totals.toLanguage}, {"segments", totals.segments}, {"tokens", totals.tokens}, {"gates", std::move(gates)}};
}

void print(const RoutingTotals &totals)
{
    std::printf("%s to %s: %zu segments, %zu tokens\n  layer  group  certainty  evenness  choices of each expert, in %%\n", totals.fromLanguage.c_str(), totals.toLanguage.c_str(),
                totals.segments, totals.tokens);
    for (const GateTotals &gate : totals.gates) {
        std::printf("  %5d  %5s  %9s  %8s ", gate.layer, std::string(shortName(gate.group)).c_str(), inWords(gate.certainty).c_str(), inWords(gate.evenness).c_str());
        for (const double load : gate.load)
            std::printf(" %5.1f", 100 * load);
        std::printf("\n");
    }
}

int showTotals(const Options &options, const Invocation &invocation)
{
    std::vector<RoutingCapture> captures;
    for (const std::string &file : options.files) {
        auto read = readCaptures(file);
        if (!read)
            return report(read.error());
        captures.insert(captures.end(), std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
    }
    const auto totals = totalsOf(captures, phaseOf(options.tokens));
    if (!totals)
        return report(totals.error());
    CaptureJson list = CaptureJson::array();
    for (const RoutingTotals &direction : *totals) {
        if (invocation.json)
            list.push_back(toJson(direction));
        else
            print(direction);
    }
    if (invocation.json)
        std::printf("%s\n", list.dump().c_str());
    return Done;
}

}  // namespace

void addRoutingTotals(CLI::App &routing, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = routing.add_subcommand("totals", "How often each router chose every expert, over whole files and for each direction. Certainty: 0 where a router gives all experts of its group "
                                                     "the same probability, 1 where one has it all; evenness: 1 where all are chosen as often, 0 where one has everything");
    command->add_option("file", options->files, "Routing files in JSON, of one model")->required()->type_name("FILE ...");
    command->add_option("--tokens", options->tokens, "Which to count: all, prompt (the source and what was typed) or generated")
        ->type_name("NAME")
        ->transform(choice<Tokens>({{"all", Tokens::All}, {"prompt", Tokens::Prompt}, {"generated", Tokens::Generated}}));
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return showTotals(*options, invocation); }; });
}

}  // namespace interlinear::cli
