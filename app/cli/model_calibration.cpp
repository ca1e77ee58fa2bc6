#include "app/cli/model_calibration.h"

#include "app/cli/engine_options.h"
#include "app/cli/option_checks.h"
#include "app/cli/text_lines.h"
#include "app/cli/translation_job.h"

#include "engine/core/files.h"
#include "engine/mixmoe/decode/confidence.h"
#include "engine/mixmoe/eval/parallel_lines.h"
#include "engine/mixmoe/eval/reliability.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

constexpr std::size_t folds = 10;
constexpr std::size_t fewestLines = 100;   // ten a fold

struct Options {
    EngineOptions engine;
    TranslationJob job;
    std::string source, reference, out;
    float goodChrf = Calibration().goodChrf;
    bool check = false;
};

struct References {
    std::vector<TaggedText> sources;
    std::vector<std::string> targets;
};

/// What one set of lines says of a calibration.
struct Curve {
    const char *name;
    Reliability reliability;
};

Result<References> readLines(const Options &options)
{
    const auto sources = readTextLines(options.source);
    if (!sources)
        return std::unexpected(sources.error());
    auto targets = readTextLines(options.reference);
    if (!targets)
        return std::unexpected(targets.error());
    if (auto parallel = checkParallel(*sources, *targets); !parallel)
        return std::unexpected(Error{ErrorCode::BadFormat, options.reference, parallel.error().message, parallel.error().arguments});
    References lines{.sources = {}, .targets = std::move(*targets)};
    for (const std::string &source : *sources)
        lines.sources.push_back({source, {}});
    return lines;
}

/// Lines that no model reads, or whose end is missing, have no say: their confidence is fixed.
Result<std::vector<JudgedLine>> judgedLines(const Options &options, const References &lines, OpenedEngine &engine)
{
    const auto translations = run(options.job, jobSources(lines.sources), engine);
    if (!translations)
        return std::unexpected(translations.error());
    std::vector<JudgedLine> judged;
    for (std::size_t i = 0; i < translations->size(); ++i) {
        const Translation &translation = (*translations)[i];
        if (!translation.logProbabilities.empty() && !wasCut(translation))
            judged.push_back({confidenceFeatures(translation), isGood(translation.target.text, lines.targets[i], options.goodChrf)});
    }
    if (judged.size() < fewestLines)
        return fail(ErrorCode::BadFormat, inputName(options.source), "has %1 lines that the model translates whole; expected at least %2", judged.size(), fewestLines);
    return judged;
}

ModelConfig withCalibration(ModelConfig config, const Calibration &calibration)
{
    const auto same = [&](const Calibration &other) { return other.from == calibration.from && other.to == calibration.to; };
    std::erase_if(config.confidence, same);
    config.confidence.push_back(calibration);
    std::ranges::sort(config.confidence, {}, [](const Calibration &each) { return std::pair(each.from, each.to); });
    return config;
}

nlohmann::ordered_json jsonOf(const Curve &curve)
{
    nlohmann::ordered_json bins = nlohmann::ordered_json::array();
    for (const ReliabilityBin &bin : curve.reliability.bins)
        bins.push_back({{"low", bin.low}, {"high", bin.high}, {"lines", bin.count}, {"confidence", bin.confidence}, {"good", bin.good}});
    return {{"lines_of", curve.name}, {"lines", curve.reliability.count}, {"good", curve.reliability.good}, {"ece", curve.reliability.calibrationError},
            {"auc", curve.reliability.areaUnderCurve}, {"brier", curve.reliability.brier}, {"bins", bins}};
}

void printText(const Curve &curve)
{
    const Reliability &reliability = curve.reliability;
    std::printf("%s: %zu lines, %.1f %% good, ECE %.3f, AUC %.3f, Brier %.3f\n", curve.name, reliability.count, 100 * reliability.good, reliability.calibrationError,
                reliability.areaUnderCurve, reliability.brier);
    std::printf("  confidence      lines   mean   good\n");
    for (const ReliabilityBin &bin : reliability.bins) {
        if (bin.count > 0)
            std::printf("  %.1f to %.1f  %9zu  %5.3f  %5.3f\n", bin.low, bin.high, bin.count, bin.confidence, bin.good);
    }
}

void print(const Calibration &calibration, const std::vector<Curve> &curves, const Invocation &invocation)
{
    if (!invocation.json) {
        std::printf("%s-%s, good: a sentence chrF of at least %g\n", calibration.from.c_str(), calibration.to.c_str(), static_cast<double>(calibration.goodChrf));
        std::ranges::for_each(curves, printText);
        return;
    }
    nlohmann::ordered_json weights{{"bias", calibration.bias}};
    for (std::size_t i = 0; i < confidenceTerms; ++i)
        weights[confidenceTermNames()[i]] = calibration.weights[i];
    nlohmann::ordered_json json{{"from", calibration.from}, {"to", calibration.to}, {"good_chrf", calibration.goodChrf}, {"weights", weights}};
    for (const Curve &curve : curves)
        json["curves"].push_back(jsonOf(curve));
    std::printf("%s\n", json.dump().c_str());
}

/// The stored calibration against these lines.
int check(const Calibration &calibration, const std::vector<JudgedLine> &lines, const Invocation &invocation)
{
    print(calibration, {{"as stored", reliabilityOf(judgedBy(calibration, lines))}}, invocation);
    return Done;
}

int fit(const Options &options, const ModelConfig &config, const std::vector<JudgedLine> &lines, const Invocation &invocation)
{
    const Calibration calibration = fitCalibration(lines, {.from = options.job.from, .to = options.job.to, .goodChrf = options.goodChrf});
    const std::string file = options.out.empty() ? (std::filesystem::path(options.engine.model) / "config.json").string() : options.out;
    if (auto written = writeOutput(file, toJson(withCalibration(config, calibration))); !written)
        return report(written.error());
    print(calibration, {{"as fitted", reliabilityOf(judgedBy(calibration, lines))}, {"cross-validated", reliabilityOf(crossValidated(lines, folds))}}, invocation);
    return Done;
}

int calibrate(Options options, const Invocation &invocation)
{
    if (auto differ = checkLanguagesDiffer(options.job.from, options.job.to); !differ)
        return report(differ.error());
    if (auto free = checkOutput(options.out, {options.source, options.reference}); !free)
        return report(free.error());
    const Result<References> lines = readLines(options);
    if (!lines)
        return report(lines.error());
    Result<OpenedEngine> engine = openEngine(options.engine, {options.job.from, options.job.to});
    if (!engine)
        return report(engine.error());
    if (auto known = toLanguagesOf(engine->model->config, {&options.job.from, &options.job.to}); !known)
        return report(known.error());
    const Calibration *stored = engine->model->config.calibrationFor(options.job.from, options.job.to);
    if (options.check && !stored)
        return report({ErrorCode::InvalidArgument, options.engine.model, "has no calibration for %1-%2; leave --check out to fit one", {options.job.from, options.job.to}});
    if (options.check)
        options.goodChrf = stored->goodChrf;
    options.job.input = inputName(options.source);
    options.job.unit = "line";
    options.job.warns = false;
    const Result<std::vector<JudgedLine>> judged = judgedLines(options, *lines, *engine);
    if (!judged)
        return report(judged.error());
    return options.check ? check(*stored, *judged, invocation) : fit(options, engine->model->config, *judged, invocation);
}

}  // namespace

void addModelCalibration(CLI::App &modelCommand, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = modelCommand.add_subcommand("calibrate", "Measure how sure the model may be of a translation, and store it in its config.json; what was stored for the direction is replaced");
    command->add_option("folder", options->engine.model, "Folder of the model")->required()->type_name("DIR");
    command->add_option("--source", options->source, "Lines to translate, none that the model was trained on")->required()->type_name("FILE");
    command->add_option("--reference", options->reference, "Their human translations")->required()->type_name("FILE");
    command->add_option("--from", options->job.from, "Source language")->required()->check(languageTag())->type_name("LANGUAGE");
    command->add_option("--to", options->job.to, "Target language")->required()->check(languageTag())->type_name("LANGUAGE");
    CLI::Option *good = command->add_option("--good", options->goodChrf, "Sentence chrF from which on a translation counts as good")->check(CLI::Range(0.0, 100.0))->type_name("CHRF")->capture_default_str();
    command->add_option("--beam", options->job.beamSize, "Hypotheses that are followed; 1: the best token each time")->check(wholeNumber(1, 64))->type_name("N")->capture_default_str();
    CLI::Option *check = command->add_flag("--check", options->check, "Measure what is stored on these lines, and change nothing")->excludes(good);
    command->add_option("--out", options->out, "Where the new config.json goes, instead of into the model's folder")->type_name("FILE")->excludes(check);
    command->add_option("--threads", options->engine.runtime.threads, "Threads; 0: as many as the machine has")->check(wholeNumber(0, 1024))->type_name("N");
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return calibrate(*options, invocation); }; });
}

}  // namespace interlinear::cli
