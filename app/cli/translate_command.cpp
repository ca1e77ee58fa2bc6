// interlinear-cli translate: lines or a document, from one language into another.
#include "app/cli/command.h"
#include "app/cli/line_pieces.h"
#include "app/cli/memory_answers.h"
#include "app/cli/option_checks.h"
#include "app/cli/text_lines.h"
#include "app/cli/translate_document.h"
#include "app/cli/translated_lines.h"
#include "app/cli/translation_job.h"

#include "engine/cat/document/format.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/store/capture_file.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    EngineOptions engine;
    TranslationJob job;
    std::string in = "-", out = "-", routing;
    std::vector<std::string> terms, memories;
    std::optional<std::size_t> alternatives;   ///< bytes into each line's target
    bool lines = false;
    bool context = false;
    Sampling sampling;
    bool draw = false;
    RulesOptions rules;
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

/// Whether a target of the memory may stand as it is.
bool mayStand(const TranslationJob &job, const std::string &source, const std::string &target)
{
    return target.starts_with(job.prefix) && obeys(job.terms, source, target);
}

/// One answer a query; empty ones without memories. A target that does not obey what is asked for is a draft.
Result<std::vector<MemoryAnswer>> askMemories(const Options &options, const std::vector<cat::Query> &queries)
{
    Result<Memories> memories = Memories::open(options.memories, options.job.from, options.job.to);
    if (!memories)
        return std::unexpected(memories.error());
    std::vector<MemoryAnswer> answers;
    for (const cat::Query &query : queries) {
        Result<MemoryAnswer> answer = memories->answer(query);
        if (!answer)
            return std::unexpected(answer.error());
        if (answer->target && !mayStand(options.job, query.text.text, answer->target->text))
            answer->draft = *std::exchange(answer->target, std::nullopt);
        answers.push_back(std::move(*answer));
    }
    return answers;
}

/// The translations of the sources, their routing written where it was asked for.
Result<std::vector<Translation>> translateAll(const Options &options, const std::vector<JobSource> &sources, OpenedEngine &engine, const PartDone &onPart = {})
{
    auto translations = run(options.job, sources, engine, onPart);
    if (!translations)
        return translations;
    if (auto written = writeRouting(options.routing, *translations); !written)
        return std::unexpected(written.error());
    return translations;
}

/// The white space around the line, around the text.
TaggedText withOuterSpaceOf(const std::string &line, const std::string &text)
{
    const std::string_view inner = trimmed(line);
    const auto begin = static_cast<std::size_t>(inner.data() - line.data());
    return {line.substr(0, begin) + text + line.substr(begin + inner.size()), {}};
}

/// A line that a memory knows, or that the model reads as a whole, with its draft; else its sentences.
Result<std::vector<JobSource>> sourcesOf(const std::vector<std::string> &lines, const std::vector<MemoryAnswer> &answers, const Model &model, const std::string &language)
{
    const Result<LinePieces> pieces = cutIntoPieces(lines, model, language);
    if (!pieces)
        return std::unexpected(pieces.error());
    std::vector<JobSource> sources;
    for (const JobSource &piece : jobSources(pieces->sources, pieces->lines)) {
        const std::string &line = lines[piece.unit];
        const MemoryAnswer &answer = answers[piece.unit];
        if (!answer.target)
            sources.push_back({.text = piece.text, .unit = piece.unit, .draft = piece.text.text == line ? answer.draft : TaggedText()});
        else if (sources.empty() || sources.back().unit != piece.unit)
            sources.push_back({.text = {line, {}}, .unit = piece.unit, .known = withOuterSpaceOf(line, answer.target->text)});
    }
    return sources;
}

std::vector<cat::Query> queriesOf(const std::vector<std::string> &lines)
{
    std::vector<cat::Query> queries;
    for (const std::string &line : lines)
        queries.push_back({.text = {std::string(trimmed(line)), {}}, .previous = {}, .next = {}});
    return queries;
}

std::vector<cat::Query> queriesOf(const std::vector<cat::Segment> &segments)
{
    std::vector<cat::Query> queries;
    for (std::size_t i = 0; i < segments.size(); ++i)
        queries.push_back({segments[i].source, i > 0 ? segments[i - 1].source.text : "", i + 1 < segments.size() ? segments[i + 1].source.text : ""});
    return queries;
}

Result<Output> translateLines(const Options &options, bool asJson)
{
    const Result<TextLines> text = readText(options.in);
    if (!text)
        return std::unexpected(text.error());
    const auto answers = askMemories(options, queriesOf(text->lines));
    if (!answers)
        return std::unexpected(answers.error());
    Result<OpenedEngine> engine = openEngine(options.engine, {options.job.from, options.job.to});
    if (!engine)
        return std::unexpected(engine.error());
    if (options.context && engine->model->config.contextTokens == 0)
        std::fprintf(stderr, "Notice: the model \"%s\" was not trained with context, so that it reads each line alone.\n", engine->model->config.name.c_str());
    const auto sources = sourcesOf(text->lines, *answers, *engine->model, options.job.from);
    if (!sources)
        return std::unexpected(sources.error());
    const LinesShape shape{.json = asJson, .missingTerms = !options.terms.empty(), .alternatives = options.alternatives};
    LinesOut out(shape, options.job, options.out, *text, *sources, *answers, *engine);
    const auto translations = translateAll(options, *sources, *engine, [&](std::span<const Translation> done) { return out.add(done); });
    if (!translations)
        return std::unexpected(translations.error());
    if (auto added = out.add(*translations); !added)   // lines without a source
        return std::unexpected(added.error());
    return out.finished(*translations);
}

std::string extensionOf(const std::string &path)
{
    return asciiLowerCase(std::filesystem::path(path).extension().string());
}

/// Who names the result as another format's expects that format.
Result<void> checkOutputFormat(const cat::Document &document, const std::string &in, const std::string &out)
{
    const std::string expected = extensionOf(in), extension = extensionOf(out);
    const cat::DocumentFormat *format = cat::formatById(document.format);
    if (in == "-" || out == "-" || extension == expected || !cat::isKnownExtension(out) || (format && std::ranges::find(format->extensions, extension) != format->extensions.end()))
        return {};
    return fail(ErrorCode::InvalidArgument, "--out", "ends in %1, but a document is written in its own format; expected %2", extension, expected);
}

Result<Output> translateDocument(const Options &options)
{
    Result<cat::Document> document = readSourceDocument(options.in, options.job.from, options.rules);
    if (!document)
        return std::unexpected(document.error());
    if (auto alike = checkOutputFormat(*document, options.in, options.out); !alike)
        return std::unexpected(alike.error());
    if (document->targetLanguage.empty())
        document->targetLanguage = options.job.to;
    const auto answers = askMemories(options, queriesOf(document->segments));
    if (!answers)
        return std::unexpected(answers.error());
    std::vector<JobSource> sources;
    for (std::size_t i = 0; i < answers->size(); ++i) {
        const cat::Segment &segment = document->segments[i];
        const bool done = isTranslated(segment);
        sources.push_back({.text = segment.source,
                           .unit = i,
                           .known = done ? std::optional(segment.target ? segment.target->text : segment.source) : (*answers)[i].target,
                           .draft = done ? TaggedText() : (*answers)[i].draft});
    }
    Result<OpenedEngine> engine = openEngine(options.engine, {options.job.from, options.job.to});
    if (!engine)
        return std::unexpected(engine.error());
    const auto translations = translateAll(options, sources, *engine);
    if (!translations)
        return std::unexpected(translations.error());
    Result<std::string> bytes = translatedDocument(*document, *translations);
    if (!bytes)
        return std::unexpected(bytes.error());
    return Output{.bytes = std::move(*bytes), .lacking = std::ranges::any_of(*translations, wasCut)};
}

Result<void> checkFiles(const Options &options)
{
    std::vector<std::string> taken{options.in};
    std::ranges::copy(options.terms, std::back_inserter(taken));
    std::ranges::copy(options.memories, std::back_inserter(taken));
    if (auto free = checkOutput(options.out, taken); !free)
        return free;
    taken.push_back(options.out);
    if (auto free = checkOutput(options.routing, taken); !free)
        return free;
    return options.routing.empty() ? Result<void>() : checkCaptureFormat(options.routing);
}

Result<void> checkOptions(const Options &options, const Invocation &invocation)
{
    if (!options.lines && invocation.json)
        return fail(ErrorCode::InvalidArgument, "--json", "goes with --lines; a document is written in its own format");
    if (options.context && !options.lines)
        return fail(ErrorCode::InvalidArgument, "--context", "goes with --lines; the segments of a document are read in context anyway");
    if (options.job.nBest > 1 && !invocation.json)
        return fail(ErrorCode::InvalidArgument, "--n-best", "goes with --lines and --json; else there is one translation for each segment");
    if (!options.job.prefix.empty() && !options.lines)
        return fail(ErrorCode::InvalidArgument, "--prefix", "goes with --lines; the segments of a document begin differently");
    if (options.alternatives && !invocation.json)
        return fail(ErrorCode::InvalidArgument, "--alternatives", "goes with --lines and --json");
    if (options.alternatives && options.draw)
        return fail(ErrorCode::InvalidArgument, "--alternatives", "goes with a search; leave --sample out");
    if (options.alternatives && options.context)
        return fail(ErrorCode::InvalidArgument, "--alternatives", "goes with lines that are read alone; leave --context out");
    if (options.draw && options.job.nBest > 1)
        return fail(ErrorCode::InvalidArgument, "--n-best", "goes with a search; --sample draws one text: leave one of them out");
    if (options.job.nBest > options.job.beamSize)
        return fail(ErrorCode::InvalidArgument, "--n-best", "is %1; expected at most as many as --beam follows, %2", options.job.nBest, options.job.beamSize);
    if (options.draw && options.job.beamSize > 1)
        return fail(ErrorCode::InvalidArgument, "--sample", "draws tokens for one hypothesis; leave --beam out");
    if (options.lines && options.rules != RulesOptions())
        return fail(ErrorCode::InvalidArgument, "--lines", "reads lines as they are; keys, columns and encodings are of documents");
    if (options.draw && !options.terms.empty())
        return fail(ErrorCode::InvalidArgument, "--terms", "goes with a search; leave --sample out");
    for (const std::string &file : options.terms) {
        if (file == "-" && options.in == "-")
            return fail(ErrorCode::InvalidArgument, "--terms", "is standard input, and so is what is to be translated; name a file for one of them");
    }
    if (auto differ = checkLanguagesDiffer(options.job.from, options.job.to); !differ)
        return differ;
    return checkFiles(options);
}

int translateCommand(Options options, const Invocation &invocation)
{
    if (auto good = checkOptions(options, invocation); !good)
        return report(good.error());
    if (!options.routing.empty())
        options.job.capture = CaptureLevel::Probabilities;
    if (options.draw)
        options.job.sampling = options.sampling;
    Result<TermList> terms = readTerms(options.terms, options.job.from, options.job.to);
    if (!terms)
        return report(terms.error());
    options.job.terms = std::move(*terms);
    options.job.input = inputName(options.in);
    options.job.context = options.context || !options.lines;
    options.job.unit = options.lines ? "line" : "segment";
    const Result<Output> out = options.lines ? translateLines(options, invocation.json) : translateDocument(options);
    if (!out)
        return report(out.error());
    if (auto written = writeOutput(options.out, out->bytes); !written)
        return report(written.error());
    return out->lacking ? Failed : Done;
}

}  // namespace

void addTranslateCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("translate",
                                        "Translate lines or a document. Where an end had to be left out, stderr says of which line, and the exit code is 1");
    command->add_option("--from", options->job.from, "Source language, for instance en")->required()->check(languageTag())->type_name("LANGUAGE");
    command->add_option("--to", options->job.to, "Target language, for instance de")->required()->check(languageTag())->type_name("LANGUAGE");
    command->add_option("--in", options->in, "What to translate; - is standard input")->type_name("FILE")->capture_default_str();
    command->add_option("--out", options->out, "Where the translation goes; - is standard output")->type_name("FILE")->capture_default_str();
    command->add_flag("--lines", options->lines,
                      "One segment a line in, exactly as many lines out; a line too long for the model goes sentence by sentence. Tags as <b> are kept. On standard output they come as they are done. Else a document, written in its own format");
    command->add_flag("--context", options->context,
                      "With --lines: the lines are a document, an empty line begins another; a model that was trained with context reads each after the one before it and its translation. Others read each alone");
    command->add_option("--prefix", options->job.prefix, "With --lines: what each line's translation begins with, as if it had been typed; it may end within a word")->type_name("TEXT");
    command->add_option("--beam", options->job.beamSize, "Hypotheses that are followed; 1: the best token each time")->check(wholeNumber(1, 64))->type_name("N")->capture_default_str();
    command->add_option("--n-best", options->job.nBest, "With --json: the best N texts of a line that --beam found, as \"others\"")->check(wholeNumber(1, 64))->type_name("N")->capture_default_str();
    CLI::Option *sample = command->add_flag("--sample", options->draw, "Draw tokens by their probability instead of taking the best; the same seed draws the same text");
    command->add_option("--seed", options->sampling.seed, "Of --sample; each line has its own, this one and its place")->needs(sample)->check(wholeNumber(0, std::numeric_limits<long>::max()))->type_name("N")->capture_default_str();
    command->add_option("--temperature", options->sampling.temperature, "Of --sample: below 1 favours the likely")->needs(sample)->check(CLI::Range(0.01, 100.0))->type_name("T")->capture_default_str();
    command->add_option("--top-k", options->sampling.topK, "Of --sample: only among the best K tokens")->needs(sample)->check(wholeNumber(1, 1024))->type_name("K")->capture_default_str();
    command->add_option("--top-p", options->sampling.topP, "Of --sample: only among the best that reach this probability")->needs(sample)->check(CLI::Range(0.01, 1.0))->type_name("P")->capture_default_str();
    command->add_flag("--shortlist", options->job.shortlist, "Pick among the tokens that a source may become, which \"model shortlist\" learnt: faster, and one token in a thousand may differ; not under terms");
    command->add_option("--terms", options->terms,
                        "A termbase, or terms, one a line: source, tab, forms with | between them, and a tab and \"forbidden\" where none of them may appear; else one of them must, where the "
                        "source stands as whole words. Forms all in lower case are meant in any case. May be given more than once")
        ->type_name("FILE");
    command->add_option("--alternatives", options->alternatives,
                        "With --json: the most probable words at this byte of each line's translation, each with its probability and the translation that goes on with it. "
                        "Where a line has no such place stderr says so, they are null, and the exit code is 1")
        ->check(wholeNumber(0, 1'000'000'000))
        ->type_name("OFFSET");
    command->add_option("--batch", options->job.batchSize, "Hypotheses that are decoded together; 0: as many as suit the device")->check(wholeNumber(0, 1024))->type_name("N")->capture_default_str();
    command->add_option("--memory", options->memories,
                        "Translation memory. Its exact matches are taken, unless another or a term contradicts; near ones make the model faster and change nothing. May be given more than once")
        ->type_name("FILE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--routing", options->routing, "Also write what the routers chose, of what the model translated: .json, .npz or .csv")->type_name("FILE");
    addRulesOptions(*command, options->rules);
    addEngineOptions(*command, options->engine);
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return translateCommand(*options, invocation); }; });
}

}  // namespace interlinear::cli
