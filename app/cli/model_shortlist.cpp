#include "app/cli/model_shortlist.h"

#include "app/cli/corpus_files.h"
#include "app/cli/engine_options.h"
#include "app/cli/option_checks.h"

#include "engine/core/files.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/source_text.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/training/data/shortlist_learning.h"
#include "engine/training/data/text_cleaning.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using namespace mixmoe;
using training::GreedyText;
using training::TokenPair;

constexpr std::size_t longestSentence = 256;   // tokens; longer ones tell little of what goes with what

struct Options {
    EngineOptions engine;
    std::vector<std::string> pairs, dev;
    std::string from, to;
};

/// The cells of two languages of a corpus file, cleaned; rows with a gap are left out.
Result<std::vector<std::pair<std::string, std::string>>> readCells(const std::string &argument, const std::string &from, const std::string &to)
{
    const Result<CorpusFile> file = corpusFileOf(argument);
    if (!file)
        return std::unexpected(file.error());
    const std::vector<std::string> languages = file->kind == training::CorpusKind::Pairs ? file->languages : std::vector{from, to};
    const auto source = std::ranges::find(languages, from), target = std::ranges::find(languages, to);
    if (file->kind == training::CorpusKind::Text || source == languages.end() || target == languages.end())
        return fail(ErrorCode::InvalidArgument, argument, "holds no pairs of %1 and %2", from, to);
    const auto table = training::readTable(file->path, file->kind, languages);
    if (!table)
        return std::unexpected(table.error());
    std::vector<std::pair<std::string, std::string>> cells;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::string_view first = table->cell(row, static_cast<std::size_t>(source - languages.begin())), second = table->cell(row, static_cast<std::size_t>(target - languages.begin()));
        if (!first.empty() && !second.empty() && !firstInvalidUtf8(first) && !firstInvalidUtf8(second))
            cells.emplace_back(training::cleanedText(first, training::LineEnds::ToSpaces), training::cleanedText(second, training::LineEnds::ToSpaces));
    }
    return cells;
}

std::vector<TokenId> tokensOf(const Tokenizer &tokenizer, const std::string &text)
{
    std::vector<TokenId> tokens;
    for (const Piece &piece : tokenizer.encode(text))
        tokens.push_back(piece.id);
    return tokens;
}

Result<std::vector<TokenPair>> readPairs(const Options &options, const Tokenizer &tokenizer, ProgressLine &progress)
{
    std::vector<TokenPair> pairs;
    for (const std::string &argument : options.pairs) {
        progress.show("reading " + argument);
        const auto cells = readCells(argument, options.from, options.to);
        if (!cells)
            return std::unexpected(cells.error());
        for (const auto &[source, target] : *cells) {
            TokenPair pair{tokensOf(tokenizer, source), tokensOf(tokenizer, target)};
            if (pair.source.size() <= longestSentence && pair.target.size() <= longestSentence)
                pairs.push_back(std::move(pair));
        }
    }
    return pairs;
}

/// The files know the languages by their tags, the model by its own.
Result<std::vector<TranslateRequest>> devRequests(const Options &options, const std::string &from, const std::string &to)
{
    std::vector<TranslateRequest> requests;
    for (const std::string &argument : options.dev) {
        const auto cells = readCells(argument, options.from, options.to);
        if (!cells)
            return std::unexpected(cells.error());
        for (const auto &[source, target] : *cells)
            requests.push_back({.source = {source, {}}, .from = from, .to = to});
    }
    return requests;
}

/// What the model picks from the whole vocabulary.
Result<std::vector<GreedyText>> greedyTexts(const std::vector<TranslateRequest> &requests, OpenedEngine &engine, ProgressLine &progress)
{
    std::size_t done = 0;
    const auto show = [&](std::size_t, const Result<Translation> &) { progress.show("translating: " + std::to_string(++done) + " of " + std::to_string(requests.size()) + " texts"); };
    const std::vector<Result<Translation>> translations = translateBatch(*engine.runtime, *engine.model, requests, {}, {.onFinished = show});
    std::vector<GreedyText> texts;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (!translations[i])
            return std::unexpected(translations[i].error());
        const Result<PreparedSource> source = prepareSource(*engine.model, requests[i].source, requests[i].from, requests[i].to);
        if (!source)
            return std::unexpected(source.error());
        if (source->blank())
            continue;
        const auto begin = source->prompt.tokens.begin();
        GreedyText text{{begin + static_cast<std::ptrdiff_t>(source->prompt.sourceBegin), begin + static_cast<std::ptrdiff_t>(source->prompt.sourceEnd)}, translations[i]->tokens};
        if (translations[i]->complete)
            text.picked.push_back(engine.model->tokenizer->endToken());
        texts.push_back(std::move(text));
    }
    return texts;
}

Result<training::LearntShortlist> learn(const Options &options, OpenedEngine &engine)
{
    std::string from = options.from, to = options.to;
    if (auto known = toLanguagesOf(engine.model->config, {&from, &to}); !known)
        return std::unexpected(known.error());
    const Model &model = *engine.model;
    ProgressLine progress;
    const Result<std::vector<TranslateRequest>> requests = devRequests(options, from, to);
    if (!requests)
        return std::unexpected(requests.error());
    const Result<std::vector<TokenPair>> pairs = readPairs(options, *model.tokenizer, progress);
    if (!pairs)
        return std::unexpected(pairs.error());
    const training::Lexicon lexicon = training::learnLexicon(*pairs, model.config.vocabSize, [&](const std::string &what) { progress.show(what); });
    const Result<std::vector<GreedyText>> texts = greedyTexts(*requests, engine, progress);
    progress.finish();
    if (!texts)
        return std::unexpected(texts.error());
    return training::learnShortlist(lexicon, model, from, to, *texts);
}

void print(const training::LearntShortlist &learnt, const std::filesystem::path &file, std::size_t bytes, const Model &model, const Invocation &invocation)
{
    const Shortlist &shortlist = learnt.shortlist;
    if (invocation.json) {
        const nlohmann::ordered_json json{{"file", file.string()},
                                          {"bytes", bytes},
                                          {"from", shortlist.from},
                                          {"to", shortlist.to},
                                          {"translations_of_token", learnt.length.ofToken},
                                          {"frequent_tokens", learnt.length.frequent},
                                          {"tokens_of_source", learnt.tokensOfSource},
                                          {"tokens_measured", shortlist.tokensMeasured},
                                          {"tokens_missed", shortlist.tokensMissed}};
        std::printf("%s\n", json.dump().c_str());
        return;
    }
    std::printf("%s-%s: misses %u of %u tokens that the model picks, %.3f %%; %.0f of %d tokens are left for a source; %zu translations of each token, %zu frequent tokens\n",
                shortlist.from.c_str(), shortlist.to.c_str(), shortlist.tokensMissed, shortlist.tokensMeasured, 100 * shortlist.missed(), learnt.tokensOfSource, model.config.vocabSize,
                learnt.length.ofToken, learnt.length.frequent);
    std::printf("wrote %s, %zu bytes\n", file.c_str(), bytes);
}

int shortlist(const Options &options, const Invocation &invocation)
{
    if (auto differ = checkLanguagesDiffer(options.from, options.to); !differ)
        return report(differ.error());
    Result<OpenedEngine> engine = openEngine(options.engine, {});
    if (!engine)
        return report(engine.error());
    const Result<training::LearntShortlist> learnt = learn(options, *engine);
    if (!learnt)
        return report(learnt.error());
    const std::filesystem::path file = shortlistFile(options.engine.model, learnt->shortlist.from, learnt->shortlist.to);
    const std::string bytes = toBytes(learnt->shortlist);
    if (auto written = writeFileAtomically(file, bytes); !written)
        return report(written.error());
    print(*learnt, file, bytes.size(), *engine->model, invocation);
    return Done;
}

}  // namespace

void addModelShortlist(CLI::App &model, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    CLI::App *learnt = model.add_subcommand("shortlist", "Learn which tokens a source may become, for \"translate --shortlist\"; refused where it misses too much of what the model picks");
    learnt->add_option("folder", options->engine.model, "Folder of the model; shortlist.FROM-TO is written there")->required()->type_name("DIR");
    learnt->add_option("--pairs", options->pairs, "Sentence pairs to learn from: NAME.en-de.tsv, also .xz, .multi.tsv and .tmx; or en-de=FILE")->required()->type_name("FILE…");
    learnt->add_option("--dev", options->dev, "Pairs whose sources are translated to measure what is missed; not among those learnt from")->required()->type_name("FILE…");
    learnt->add_option("--from", options->from, "Source language")->required()->check(languageTag())->type_name("LANGUAGE");
    learnt->add_option("--to", options->to, "Target language")->required()->check(languageTag())->type_name("LANGUAGE");
    learnt->callback([options, &invocation] { invocation.run = [options, &invocation] { return shortlist(*options, invocation); }; });
}

}  // namespace interlinear::cli
