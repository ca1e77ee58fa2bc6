// interlinear-cli evaluate: scores of translations against references, equal to sacreBLEU's; whether they beat a baseline; where they go wrong.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"
#include "app/cli/profile_report.h"
#include "app/cli/text_lines.h"

#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/chrf.h"
#include "engine/mixmoe/eval/significance.h"
#include "engine/mixmoe/eval/ter.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

using Lines = std::vector<std::string>;

struct Options {
    std::vector<std::string> metrics{"bleu", "chrf", "ter"};
    std::string reference, hypothesis, to, tokenizer, baseline, significance = "bootstrap", source;
    SignificanceOptions test;
    bool profile = false;
};

struct Texts {
    Lines references, hypotheses;
    std::optional<Lines> baseline, sources;
};

struct Score {
    double score;
    std::string signature;
    std::optional<Significance> significance;
};

/// Lines of a file that go with the references.
Result<Lines> readParallel(const std::string &path, const Lines &references, const std::string &referencePath)
{
    auto lines = readTextLines(path);
    if (lines && (lines->size() != references.size() || lines->empty())) {
        return fail(ErrorCode::BadFormat, path, "has %1 lines, and %2 has %3; expected as many in both, and at least one", lines->size(), referencePath,
                    references.size());
    }
    return lines;
}

Result<std::optional<Lines>> readIfNamed(const std::string &path, const Lines &references, const std::string &referencePath)
{
    if (path.empty())
        return std::nullopt;
    auto lines = readParallel(path, references, referencePath);
    if (!lines)
        return std::unexpected(lines.error());
    return std::optional(std::move(*lines));
}

Result<Texts> readTexts(const Options &options)
{
    auto references = readTextLines(options.reference);
    if (!references)
        return std::unexpected(references.error());
    auto hypotheses = readParallel(options.hypothesis, *references, options.reference);
    if (!hypotheses)
        return std::unexpected(hypotheses.error());
    auto baseline = readIfNamed(options.baseline, *references, options.reference);
    if (!baseline)
        return std::unexpected(baseline.error());
    auto sources = readIfNamed(options.source, *references, options.reference);
    if (!sources)
        return std::unexpected(sources.error());
    return Texts{std::move(*references), std::move(*hypotheses), std::move(*baseline), std::move(*sources)};
}

template <typename OfSentence>
Result<Score> measure(const Texts &texts, const SignificanceOptions &test, std::string signature, OfSentence ofSentence)
{
    using Statistics = decltype(ofSentence(std::string_view(), std::string_view()));
    const auto system = sentenceStatistics(texts.hypotheses, texts.references, ofSentence);
    if (!system)
        return std::unexpected(system.error());
    Score score{summed<Statistics>(*system).score(), std::move(signature), std::nullopt};
    if (!texts.baseline)
        return score;
    const auto baseline = sentenceStatistics(*texts.baseline, texts.references, ofSentence);
    if (!baseline)
        return std::unexpected(baseline.error());
    score.significance = compareSystems<Statistics>(*system, *baseline, test);
    return score;
}

Result<Score> scoreOf(const std::string &metric, const Texts &texts, const SignificanceOptions &test, const LineTokenizer &tokenizer)
{
    if (metric == "bleu") {
        const auto ofSentence = [&](auto hypothesis, auto reference) { return bleuStatistics(hypothesis, reference, tokenizer); };
        return measure(texts, test, bleuSignature(tokenizer), ofSentence);
    }
    if (metric == "ter")
        return measure(texts, test, terSignature(), terStatistics);
    const ChrfVariant variant = metric == "chrf++" ? ChrfVariant::CharactersAndWords : ChrfVariant::Characters;
    const auto ofSentence = [variant](auto hypothesis, auto reference) { return chrfStatistics(hypothesis, reference, variant); };
    return measure(texts, test, chrfSignature(variant), ofSentence);
}

/// The tokenizer of BLEU, or one without needs where nothing asks for BLEU.
Result<LineTokenizer> tokenizerFor(const Options &options)
{
    if (!options.profile && std::ranges::find(options.metrics, "bleu") == options.metrics.end())
        return openTokenizer(BleuTokenizer::None);
    return openTokenizer(options.tokenizer.empty() ? bleuTokenizerFor(options.to) : *bleuTokenizerNamed(options.tokenizer));
}

nlohmann::ordered_json scoreJson(const Score &score, const SignificanceOptions &test)
{
    nlohmann::ordered_json json{{"score", score.score}, {"signature", score.signature}};
    if (const auto &significance = score.significance) {
        json["significance"] = {{"test", nameOf(test.test)},    {"samples", significance->samples},   {"seed", test.seed},
                                {"score", significance->score}, {"baseline", significance->baseline}, {"mean", significance->mean},
                                {"low", significance->low},     {"high", significance->high},         {"p_value", significance->pValue}};
    }
    return json;
}

void print(const std::string &metric, const Score &score, const SignificanceOptions &test)
{
    std::printf("%-7s %6.2f  %s\n", metric.c_str(), score.score, score.signature.c_str());
    if (const auto &significance = score.significance) {
        std::printf("        baseline %.2f, p = %.4f (paired %s, %zu samples); 95 %% of the resamples from %.2f to %.2f, mean %.2f\n",
                    significance->baseline, significance->pValue, std::string(nameOf(test.test)).c_str(), significance->samples, significance->low,
                    significance->high, significance->mean);
    }
}

int evaluate(const Options &options, const Invocation &invocation)
{
    const Result<LineTokenizer> tokenizer = tokenizerFor(options);
    if (!tokenizer)
        return report(tokenizer.error());
    const Result<Texts> texts = readTexts(options);
    if (!texts)
        return report(texts.error());
    SignificanceOptions test = options.test;
    test.test = options.significance == "bootstrap" ? SignificanceTest::PairedBootstrap : SignificanceTest::ApproximateRandomisation;

    nlohmann::ordered_json results = nlohmann::ordered_json::object();
    for (const std::string &metric : options.metrics) {
        const Result<Score> score = scoreOf(metric, *texts, test, *tokenizer);
        if (!score)
            return report(score.error());
        results[metric] = scoreJson(*score, test);
        if (!invocation.json)
            print(metric, *score, test);
    }
    if (options.profile) {
        const Result<ErrorProfile> profile = profileErrors(*texts->sources, texts->hypotheses, texts->references, *tokenizer);
        if (!profile)
            return report(profile.error());
        results["profile"] = toJson(*profile);
        if (!invocation.json)
            printProfile(*profile);
    }
    if (invocation.json)
        std::printf("%s\n", results.dump().c_str());
    return Done;
}

}  // namespace

void addEvaluateCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("evaluate", "Score translations against references, compare with a baseline, count faults");
    command->add_option("--metric", options->metrics, "Comma-separated: bleu, chrf, chrf++, ter")
        ->delimiter(',')
        ->check(CLI::IsMember({"bleu", "chrf", "chrf++", "ter"}))
        ->type_name("NAMES")
        ->capture_default_str();
    command->add_option("--reference", options->reference, "File with one reference a line")->required()->type_name("FILE");
    command->add_option("--hypothesis", options->hypothesis, "File with one translation a line; - is standard input")->required()->type_name("FILE");
    command->add_option("--to", options->to, "Target language; it decides how BLEU cuts words")->check(languageTag())->type_name("LANGUAGE");
    command->add_option("--tokenize", options->tokenizer, "How BLEU cuts words, whatever the language: 13a, zh, char, none; ja-mecab with MeCab installed")
        ->check(oneOf({"13a", "zh", "char", "none", "ja-mecab"}))
        ->type_name("NAME");
    auto *baseline = command->add_option("--baseline", options->baseline, "File with another system's translations: is the difference more than chance?");
    baseline->type_name("FILE");
    command->add_option("--significance", options->significance, "How to tell: paired bootstrap resampling, or paired approximate randomisation")
        ->check(oneOf({"bootstrap", "randomisation"}))
        ->needs(baseline)
        ->type_name("TEST")
        ->capture_default_str();
    command->add_option("--samples", options->test.samples, "Samples that the test draws; 1000 for bootstrap, 10000 for randomisation if not given")
        ->check(wholeNumber(1, 1'000'000))
        ->needs(baseline)
        ->type_name("N");
    command->add_option("--seed", options->test.seed, "Of the samples")->needs(baseline)->type_name("N")->capture_default_str();
    auto *source = command->add_option("--source", options->source, "File with one source a line, for --profile")->type_name("FILE");
    command->add_flag("--profile", options->profile, "Scores by source length; lines empty, copied, in the wrong language, repetitive, too long, too short, without the tags or placeholders of their source")
        ->needs(source);
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return evaluate(*options, invocation); }; });
}

}  // namespace interlinear::cli
