// interlinear-cli evaluate: scores of translations against references, equal to sacreBLEU's.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"
#include "app/cli/text_lines.h"

#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/chrf.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    std::vector<std::string> metrics{"bleu", "chrf"};
    std::string reference, hypothesis, to;
};

struct Score {
    double score;
    std::string signature;
};

Result<Score> score(const std::string &metric, const Options &options, const std::vector<std::string> &hypotheses, const std::vector<std::string> &references)
{
    if (metric == "bleu") {
        const auto bleu = corpusBleu(hypotheses, references, bleuTokenizerFor(options.to));
        return bleu ? Result<Score>(Score{bleu->score, bleu->signature}) : std::unexpected(bleu.error());
    }
    const auto chrf = corpusChrf(hypotheses, references, metric == "chrf++" ? ChrfVariant::CharactersAndWords : ChrfVariant::Characters);
    return chrf ? Result<Score>(Score{chrf->score, chrf->signature}) : std::unexpected(chrf.error());
}

int evaluate(const Options &options, const Invocation &invocation)
{
    const auto references = readTextLines(options.reference);
    if (!references)
        return report(references.error());
    const auto hypotheses = readTextLines(options.hypothesis);
    if (!hypotheses)
        return report(hypotheses.error());
    if (hypotheses->size() != references->size() || hypotheses->empty()) {
        return report({ErrorCode::BadFormat, options.hypothesis, "has %1 lines, and %2 has %3; expected as many in both, and at least one",
                       {std::to_string(hypotheses->size()), options.reference, std::to_string(references->size())}});
    }

    nlohmann::ordered_json scores = nlohmann::ordered_json::object();
    for (const std::string &metric : options.metrics) {
        const Result<Score> result = score(metric, options, *hypotheses, *references);
        if (!result)
            return report(result.error());
        scores[metric] = {{"score", result->score}, {"signature", result->signature}};
        if (!invocation.json)
            std::printf("%-7s %6.2f  %s\n", metric.c_str(), result->score, result->signature.c_str());
    }
    if (invocation.json)
        std::printf("%s\n", scores.dump().c_str());
    return Done;
}

}  // namespace

void addEvaluateCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("evaluate", "Score translations against references");
    command->add_option("--metric", options->metrics, "Comma-separated: bleu, chrf, chrf++")
        ->delimiter(',')
        ->check(CLI::IsMember({"bleu", "chrf", "chrf++"}))
        ->type_name("NAMES")
        ->capture_default_str();
    command->add_option("--reference", options->reference, "File with one reference a line")->required()->type_name("FILE");
    command->add_option("--hypothesis", options->hypothesis, "File with one translation a line; - is standard input")->required()->type_name("FILE");
    command->add_option("--to", options->to, "Target language; it decides how BLEU cuts words")->check(languageTag())->type_name("LANGUAGE");
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return evaluate(*options, invocation); }; });
}

}  // namespace interlinear::cli
