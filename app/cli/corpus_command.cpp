// interlinear-cli corpus: from text files to a vocabulary and to shards that a training run reads.
#include "app/cli/command.h"
#include "app/cli/corpus_files.h"
#include "app/cli/corpus_report.h"
#include "app/cli/option_checks.h"

#include "engine/core/files.h"
#include "engine/training/data/corpus_build.h"
#include "engine/training/data/filters.h"
#include "engine/training/data/text_cleaning.h"
#include "engine/training/data/vocabulary.h"

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;
using training::CorpusManifest;
using training::LanguageTexts;

struct Options {
    std::string spec, folder, out, corpus;
    std::vector<std::string> files, languages;
    int size = 8000;
    int sentences = 400000;
    std::int64_t tokens = 0;
};

std::string filterList()
{
    std::string names;
    for (const std::string &name : training::filterNames())
        names += (names.empty() ? "" : ", ") + name;
    return names;
}

int build(const Options &options, const Invocation &invocation)
{
    Result<training::CorpusSpec> spec = training::readCorpusSpec(options.spec);
    if (!spec)
        return report(spec.error());
    if (!options.corpus.empty())
        spec->corpus = options.corpus;
    spec->mostTokens = options.tokens;
    ProgressLine progress;
    const Result<CorpusManifest> manifest = training::buildCorpus(*spec, options.out, [&](const std::string &line) { progress.show(line); });
    progress.finish();
    if (!manifest)
        return report(manifest.error());
    std::printf("%s", invocation.json ? (Json::parse(training::toJson(*manifest)).dump() + "\n").c_str() : corpusReport(*manifest).c_str());
    return Done;
}

int info(const Options &options, const Invocation &invocation)
{
    const Result<CorpusManifest> manifest = training::readManifest(options.folder);
    if (!manifest)
        return report(manifest.error());
    if (auto whole = training::verifyShards(options.folder, *manifest); !whole)
        return report(whole.error());
    if (invocation.json) {
        Json json = Json::parse(training::toJson(*manifest));
        json["verified"] = true;
        std::printf("%s\n", json.dump().c_str());
    } else {
        std::printf("%sEvery shard and the vocabulary are as they were written.\n", corpusReport(*manifest).c_str());
    }
    return Done;
}

/// Cleaned texts of all files; what they show lies in tables.
Result<std::vector<LanguageTexts>> readTexts(const Options &options, std::vector<std::vector<std::string>> &texts)
{
    std::vector<LanguageTexts> all;
    for (const std::string &name : options.files) {
        const Result<CorpusFile> file = corpusFileOf(name);
        if (!file)
            return std::unexpected(file.error());
        const auto table = training::readTable(file->path, file->kind, file->languages);
        if (!table)
            return std::unexpected(table.error());
        for (std::size_t column = 0; column < table->columns; ++column) {
            std::vector<std::string> &cells = texts.emplace_back();
            for (std::size_t row = 0; row < table->rows(); ++row) {
                if (!training::rejectedBytes(table->cell(row, column), {}))
                    cells.push_back(training::cleanedText(table->cell(row, column), training::LineEnds::ToSpaces));
            }
            std::erase(cells, "");
            auto &shown = training::textsOf(all, file->languages[column]);
            shown.insert(shown.end(), cells.begin(), cells.end());
        }
    }
    return all;
}

std::vector<std::string> languagesFor(const Options &options, const std::vector<LanguageTexts> &texts)
{
    std::vector<std::string> languages = options.languages;
    for (const LanguageTexts &entry : texts) {
        if (options.languages.empty())
            languages.push_back(entry.language);
    }
    std::ranges::sort(languages);
    return languages;
}

void printPieces(const mixmoe::Tokenizer &tokenizer, const std::vector<LanguageTexts> &texts, const Invocation &invocation)
{
    constexpr std::size_t most = 5000;
    Json json = Json::array();
    if (!invocation.json)
        std::printf("language  sentences  pieces per word  byte pieces\n");
    for (const LanguageTexts &entry : texts) {
        const std::vector<std::string> sample = training::evenSample({entry}, most);
        const training::PieceCounts counts = training::countPieces(tokenizer, {entry.language, {sample.begin(), sample.end()}});
        const double bytes = counts.pieces > 0 ? static_cast<double>(counts.bytes) / static_cast<double>(counts.pieces) : 0;
        json.push_back({{"language", entry.language}, {"sentences", entry.texts.size()}, {"words", counts.words}, {"pieces", counts.pieces}, {"pieces_per_word", counts.perWord()},
                        {"byte_share", bytes}});
        if (!invocation.json)
            std::printf("%-8s  %9zu  %15.2f  %9.2f %%\n", entry.language.c_str(), entry.texts.size(), counts.perWord(), 100 * bytes);
    }
    if (invocation.json)
        std::printf("%s\n", Json{{"vocabulary_size", tokenizer.vocabSize()}, {"languages", json}}.dump().c_str());
}

int vocabulary(const Options &options, const Invocation &invocation)
{
    ProgressLine progress;
    progress.show("reading " + std::to_string(options.files.size()) + " files");
    std::vector<std::vector<std::string>> cells;
    const auto texts = readTexts(options, cells);
    if (!texts) {
        progress.finish();
        return report(texts.error());
    }
    const std::vector<std::string> sentences = training::evenSample(*texts, static_cast<std::size_t>(options.sentences));
    progress.show("training on " + std::to_string(sentences.size()) + " sentences");
    Result<std::string> bytes = training::trainVocabulary(sentences, {options.size, languagesFor(options, *texts)});
    progress.finish();
    if (!bytes)
        return report(bytes.error());
    if (auto written = writeFileAtomically(options.out, *bytes); !written)
        return report(written.error());
    const auto tokenizer = mixmoe::Tokenizer::fromBytes(std::move(*bytes), options.out);
    if (!tokenizer)
        return report(tokenizer.error());
    printPieces(**tokenizer, *texts, invocation);
    return Done;
}

}  // namespace

void addCorpusCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("corpus", "Clean text files, train a vocabulary, and make shards for training");
    command->require_subcommand(1);

    auto *built = command->add_subcommand("build", "Shards of tokens and a manifest from the files that a spec lists");
    built->add_option("SPEC", options->spec, "Spec in JSON, for instance resources/corpora/european.json")->required();
    built->add_option("--out", options->out, "New folder for shards, vocabulary and manifest")->required()->type_name("DIR");
    built->add_option("--corpus", options->corpus, "Folder of the files, instead of the one that the spec names")->type_name("DIR");
    built->footer("Filters, in their order: " + filterList() + ".\nA domain's \"filters\" sets their limits and turns some \"off\".");
    built->add_option("--tokens", options->tokens, "About so many tokens in all, of each domain by its weight; everything if not given")->check(wholeNumber(1, 1'000'000'000'000));
    built->callback([&invocation, options] { invocation.run = [&invocation, options] { return build(*options, invocation); }; });

    auto *trained = command->add_subcommand("vocabulary", "Train one vocabulary for all languages: unigram with byte fallback; prints pieces per word");
    trained->add_option("FILES", options->files, "NAME.en-de.tsv, NAME.de.txt, each also .xz; or LANGUAGES=FILE, for instance en-de=memory.tmx")->required();
    trained->add_option("--out", options->out, "The vocabulary, a tokenizer.model")->required()->type_name("FILE");
    trained->add_option("--size", options->size, "Pieces in all")->check(wholeNumber(300, 1'000'000))->capture_default_str();
    trained->add_option("--languages", options->languages, "Codes that get direction tags; those of the files if not given")->delimiter(',');
    trained->add_option("--sentences", options->sentences, "Sentences to train on, as many of each language")->check(CLI::PositiveNumber)->capture_default_str();
    trained->callback([&invocation, options] { invocation.run = [&invocation, options] { return vocabulary(*options, invocation); }; });

    auto *shown = command->add_subcommand("info", "What a folder of shards holds; reads every byte and checks it");
    shown->add_option("folder", options->folder, "Folder made by \"corpus build\"")->required()->type_name("DIR");
    shown->callback([&invocation, options] { invocation.run = [&invocation, options] { return info(*options, invocation); }; });
}

}  // namespace interlinear::cli
