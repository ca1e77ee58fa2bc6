// interlinear-cli routing intervene: lines translated as they are and with interventions, and what became of text and choices.
#include "app/cli/routing_intervene.h"

#include "app/cli/intervention_options.h"
#include "app/cli/line_pieces.h"
#include "app/cli/option_checks.h"
#include "app/cli/routing_difference.h"
#include "app/cli/text_lines.h"
#include "app/cli/translation_job.h"
#include "engine/mixmoe/store/capture_file.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    EngineOptions engine;
    TranslationJob job;
    InterventionOptions interventions;
    std::string in = "-", out;
};

struct Captures {
    std::vector<RoutingCapture> before, after;
};

std::vector<RoutingCapture> capturesOf(const std::vector<Translation> &translations)
{
    std::vector<RoutingCapture> captures;
    for (const Translation &translation : translations)
        captures.push_back(*translation.capture);
    return captures;
}

/// What is true of both is said once.
void warnAbout(const std::string &place, const Translation &before, const Translation &after)
{
    std::vector<std::string> warnings = warningsOn(before);
    for (const std::string &warning : warningsOn(after)) {
        if (std::ranges::find(warnings, warning) == warnings.end())
            warnings.push_back(warning);
    }
    for (const std::string &warning : warnings)
        std::fprintf(stderr, "interlinear-cli: %s: %s\n", place.c_str(), warning.c_str());
}

Result<Captures> translateTwice(const Options &options, const Interventions &interventions)
{
    const Result<std::vector<std::string>> lines = readTextLines(options.in);
    if (!lines)
        return std::unexpected(lines.error());
    Result<OpenedEngine> engine = openEngine(options.engine, {options.job.from, options.job.to});
    if (!engine)
        return std::unexpected(engine.error());
    if (auto fit = validate(interventions, engine->model->config); !fit)
        return std::unexpected(fit.error());
    const Result<LinePieces> pieces = cutIntoPieces(*lines, *engine->model, options.job.from);
    if (!pieces)
        return std::unexpected(pieces.error());
    const std::vector<JobSource> sources = jobSources(pieces->sources, pieces->lines);
    TranslationJob job = options.job;
    job.warns = false;
    const Result<std::vector<Translation>> before = run(job, sources, *engine);
    if (!before)
        return std::unexpected(before.error());
    job.interventions = interventions;
    const Result<std::vector<Translation>> after = run(job, sources, *engine);
    if (!after)
        return std::unexpected(after.error());
    for (std::size_t i = 0; i < sources.size(); ++i)
        warnAbout(placeOf(job, sources[i]), (*before)[i], (*after)[i]);
    return Captures{capturesOf(*before), capturesOf(*after)};
}

double share(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

int print(const Captures &captures, const Invocation &invocation)
{
    CaptureJson segments = CaptureJson::array();
    std::size_t common = 0, changed = 0, texts = 0;
    for (std::size_t i = 0; i < captures.before.size(); ++i) {
        const Result<CaptureDifference> difference = compare(captures.before[i], captures.after[i]);
        if (!difference)
            return report(difference.error());
        common += difference->commonTokens;
        changed += difference->changedTokens;
        texts += difference->sameTarget ? 0 : 1;
        segments.push_back(toJson(*difference, captures.before[i], captures.after[i]));
        if (!invocation.json)
            std::printf("before: %s\nafter:  %s\n  other experts for %zu of the %zu tokens that both read (%.1f %%)\n", captures.before[i].targetText.c_str(),
                        captures.after[i].targetText.c_str(), difference->changedTokens, difference->commonTokens, 100 * share(difference->changedTokens, difference->commonTokens));
    }
    if (invocation.json) {
        const CaptureJson all{{"common_tokens", common}, {"changed_tokens", changed}, {"changed_share", share(changed, common)}, {"changed_texts", texts}, {"segments", segments}};
        std::printf("%s\n", all.dump(-1, ' ', false, CaptureJson::error_handler_t::replace).c_str());
    } else {
        std::printf("in all: other experts for %zu of %zu tokens (%.1f %%), another text for %zu of %zu segments\n", changed, common, 100 * share(changed, common), texts,
                    captures.before.size());
    }
    return Done;
}

int intervene(Options options, const Invocation &invocation)
{
    if (auto differ = checkLanguagesDiffer(options.job.from, options.job.to); !differ)
        return report(differ.error());
    if (auto free = checkOutput(options.out, {options.in, options.interventions.file}); !free)
        return report(free.error());
    if (auto known = options.out.empty() ? Result<void>() : checkCaptureFormat(options.out); !known)
        return report(known.error());
    const Result<Interventions> interventions = interventionsOf(options.interventions);
    if (!interventions)
        return report(interventions.error());
    options.job.capture = CaptureLevel::Probabilities;
    options.job.input = inputName(options.in);
    options.job.unit = "line";
    const Result<Captures> captures = translateTwice(options, *interventions);
    if (!captures)
        return report(captures.error());
    if (auto written = options.out.empty() ? Result<void>() : writeCaptures(options.out, captures->after); !written)
        return report(written.error());
    return print(*captures, invocation);
}

}  // namespace

void addRoutingIntervene(CLI::App &routing, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = routing.add_subcommand("intervene", "Translate lines as they are and with experts or bands of the spectrum changed, and show both texts and how many choices changed");
    command->add_option("--from", options->job.from, "Source language, for instance en")->required()->check(languageTag())->type_name("LANGUAGE");
    command->add_option("--to", options->job.to, "Target language, for instance de")->required()->check(languageTag())->type_name("LANGUAGE");
    command->add_option("--in", options->in, "Lines to translate; - is standard input")->type_name("FILE")->capture_default_str();
    command->add_option("--out", options->out, "Also write the changed routing: .json, .npz or .csv")->type_name("FILE");
    command->add_option("--beam", options->job.beamSize, "Hypotheses that are followed; 1: the best token each time")->check(wholeNumber(1, 64))->type_name("N")->capture_default_str();
    addInterventionOptions(*command, options->interventions);
    addEngineOptions(*command, options->engine);
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return intervene(*options, invocation); }; });
}

}  // namespace interlinear::cli
