// interlinear-cli translate: lines or a document, from one language into another.
#include "app/cli/command.h"
#include "app/cli/text_lines.h"
#include "app/cli/translate_document.h"
#include "app/cli/translation_job.h"

#include "engine/mixmoe/store/capture_file.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>
#include <numeric>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    EngineOptions engine;
    TranslationJob job;
    std::string in = "-", out = "-", routing;
    bool lines = false;
};

Result<void> writeRouting(const std::string &file, const std::vector<Translation> &translations)
{
    if (file.empty())
        return {};
    std::vector<RoutingCapture> captures;
    for (const Translation &translation : translations) {
        if (translation.capture)
            captures.push_back(*translation.capture);
    }
    return writeCaptures(file, captures);
}

std::string jsonLine(const std::string &source, const Translation &translation)
{
    const double logProbability = std::accumulate(translation.logProbabilities.begin(), translation.logProbabilities.end(), 0.0);
    const nlohmann::ordered_json json{{"source", source},
                                      {"target", translation.target.text},
                                      {"log_probability", logProbability},
                                      {"tokens", translation.tokens.size()},
                                      {"complete", translation.complete && !translation.sourceCut}};
    return json.dump();
}

/// The translations of the sources, their routing written where it was asked for.
Result<std::vector<Translation>> translateAll(const Options &options, const std::vector<TaggedText> &sources)
{
    Result<OpenedEngine> engine = openEngine(options.engine);
    if (!engine)
        return std::unexpected(engine.error());
    auto translations = run(options.job, sources, *engine);
    if (!translations)
        return translations;
    if (auto written = writeRouting(options.routing, *translations); !written)
        return std::unexpected(written.error());
    return translations;
}

Result<std::string> translateLines(const Options &options, bool asJson)
{
    const auto lines = readTextLines(options.in);
    if (!lines)
        return std::unexpected(lines.error());
    std::vector<TaggedText> sources;
    for (const std::string &line : *lines)
        sources.push_back({line, {}});
    const auto translations = translateAll(options, sources);
    if (!translations)
        return std::unexpected(translations.error());
    std::string out;
    for (std::size_t i = 0; i < lines->size(); ++i)
        out += (asJson ? jsonLine((*lines)[i], (*translations)[i]) : (*translations)[i].target.text) + '\n';
    return out;
}

Result<std::string> translateDocument(const Options &options)
{
    const Result<cat::Document> document = readSourceDocument(options.in, options.job.from);
    if (!document)
        return std::unexpected(document.error());
    std::vector<TaggedText> sources;
    for (const cat::Segment &segment : document->segments)
        sources.push_back(segment.source);
    const auto translations = translateAll(options, sources);
    if (!translations)
        return std::unexpected(translations.error());
    return translatedDocument(*document, *translations);
}

int translateCommand(Options options, const Invocation &invocation)
{
    if (!options.lines && invocation.json)
        return report({ErrorCode::InvalidArgument, "--json", "goes with --lines; a document is written in its own format", {}});
    if (!options.routing.empty()) {
        if (auto known = checkCaptureFormat(options.routing); !known)
            return report(known.error());
        options.job.capture = CaptureLevel::Probabilities;
    }
    options.job.unit = options.lines ? "line" : "segment";
    const Result<std::string> out = options.lines ? translateLines(options, invocation.json) : translateDocument(options);
    if (!out)
        return report(out.error());
    if (auto written = writeOutput(options.out, *out); !written)
        return report(written.error());
    return Done;
}

}  // namespace

void addTranslateCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("translate", "Translate lines or a document");
    command->add_option("--from", options->job.from, "Source language, for instance en")->required()->type_name("LANGUAGE");
    command->add_option("--to", options->job.to, "Target language, for instance de")->required()->type_name("LANGUAGE");
    command->add_option("--in", options->in, "What to translate; - is standard input")->type_name("FILE")->capture_default_str();
    command->add_option("--out", options->out, "Where the translation goes; - is standard output")->type_name("FILE")->capture_default_str();
    command->add_flag("--lines", options->lines, "One segment a line in, exactly as many lines out; else a document, written in its own format");
    command->add_option("--beam", options->job.beamSize, "Hypotheses that are followed; 1: the best token each time")->check(CLI::Range(1, 64))->type_name("N")->capture_default_str();
    command->add_option("--batch", options->job.batchSize, "Hypotheses that are decoded together")->check(CLI::Range(1, 1024))->type_name("N")->capture_default_str();
    command->add_option("--routing", options->routing, "Also write what the routers chose: .json, .npz or .csv")->type_name("FILE");
    addEngineOptions(*command, options->engine);
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return translateCommand(*options, invocation); }; });
}

}  // namespace interlinear::cli
