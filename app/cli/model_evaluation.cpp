#include "app/cli/model_evaluation.h"

#include "app/cli/engine_options.h"
#include "app/cli/option_checks.h"
#include "app/cli/text_lines.h"

#include "engine/mixmoe/eval/arms.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    std::string folder, input = "-";
    Direction direction;
    bool swapped = false;
};

struct TestSet {
    std::vector<std::string> sources, references;
};

Result<TestSet> readTestSet(const Options &options)
{
    const auto lines = readTextLines(options.input);
    if (!lines)
        return std::unexpected(lines.error());
    TestSet test;
    for (const std::string &line : *lines) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos || line.find('\t', tab + 1) != std::string::npos)
            return fail(ErrorCode::BadFormat, inputName(options.input) + ", line " + std::to_string(test.sources.size() + 1),
                        "expected two columns with one tab between them");
        const std::string first = line.substr(0, tab), second = line.substr(tab + 1);
        test.sources.push_back(options.swapped ? second : first);
        test.references.push_back(options.swapped ? first : second);
    }
    if (test.sources.empty())
        return fail(ErrorCode::BadFormat, options.input, "has no lines; expected source, a tab and reference in each");
    return test;
}

int evaluate(Options options, const Invocation &invocation)
{
    if (auto differ = checkLanguagesDiffer(options.direction.from, options.direction.to); !differ)
        return report(differ.error());
    const auto model = loadModel(options.folder);
    if (!model)
        return report(model.error());
    if (auto known = toLanguagesOf((*model)->config, {&options.direction.from, &options.direction.to}); !known)
        return report(known.error());
    const Result<TestSet> test = readTestSet(options);
    if (!test)
        return report(test.error());

    nlohmann::ordered_json results = nlohmann::ordered_json::array();
    for (const Arm &arm : standardArms(*model)) {
        const Result<ArmScore> score = evaluateArm(arm, options.direction, test->sources, test->references);
        if (!score)
            return report(score.error());
        results.push_back({{"arm", arm.name}, {"bleu", score->bleu}, {"chrf", score->chrf}, {"segments", test->sources.size()}, {"seconds", score->seconds},
                           {"tokens_per_second", score->tokensPerSecond}});
        if (!invocation.json)
            std::printf("%-20s BLEU %5.2f  chrF %5.2f  %.0f tokens/s\n", arm.name.c_str(), score->bleu, score->chrf, score->tokensPerSecond);
        std::fflush(stdout);
    }
    if (invocation.json)
        std::printf("%s\n", results.dump().c_str());
    return Done;
}

}  // namespace

void addModelEvaluation(CLI::App &modelCommand, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = modelCommand.add_subcommand("evaluate", "Score a test set with the whole model, with LM experts only, and with a shuffled MT router");
    command->add_option("folder", options->folder, "Folder of the model")->required()->type_name("DIR");
    command->add_option("--from", options->direction.from, "Source language")->required()->check(languageTag())->type_name("LANGUAGE");
    command->add_option("--to", options->direction.to, "Target language")->required()->check(languageTag())->type_name("LANGUAGE");
    command->add_option("--in", options->input, "Lines of source, tab, reference; - is standard input")->type_name("FILE")->capture_default_str();
    command->add_flag("--swapped", options->swapped, "The reference is the first column");
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return evaluate(*options, invocation); }; });
}

}  // namespace interlinear::cli
