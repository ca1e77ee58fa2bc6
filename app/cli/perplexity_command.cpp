// interlinear-cli perplexity: how well a model expects text in one language.
#include "app/cli/command.h"
#include "app/cli/engine_options.h"
#include "app/cli/option_checks.h"
#include "app/cli/text_lines.h"

#include "engine/mixmoe/eval/perplexity.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    EngineOptions engine;
    std::vector<std::string> in, languages;
    std::string experts = "both";
};

struct Row {
    std::string file, language;
    TextScore score;
};

Interventions interventionsFor(const std::string &experts, const ModelConfig &config)
{
    if (experts == "both" || config.groups() < groupCount)
        return {};
    return {{.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation, .name = "LM experts only"}};
}

/// The language is the one that was named, or else the likeliest.
Result<Row> scoreFile(const OpenedEngine &engine, const std::string &file, const std::string &named, const std::string &experts)
{
    const auto lines = readTextLines(file);
    if (!lines)
        return std::unexpected(lines.error());
    if (std::ranges::all_of(*lines, &std::string::empty))
        return fail(ErrorCode::BadFormat, inputName(file), "holds no text; expected one sentence a line");
    const ModelConfig &config = engine.model->config;
    const Tokenizer &tokenizer = *engine.model->tokenizer;
    Result<std::string> language = named.empty() ? likeliestLanguage(*engine.runtime, tokenizer, *lines, {}) : Result<std::string>(named);
    if (!language)
        return std::unexpected(language.error());
    if (auto known = toLanguagesOf(config, {&*language}); !known)
        return std::unexpected(known.error());
    ProgressLine progress;
    const auto show = [&](const TextScore &soFar) {
        progress.show("line " + std::to_string(soFar.lines + 1) + " of " + std::to_string(lines->size()) + "  " + std::to_string(soFar.tokens) + " tokens");
    };
    Result<TextScore> score = scoreText(*engine.runtime, tokenizer, *lines, *language, interventionsFor(experts, config), {}, show);
    progress.finish();
    if (!score) {
        score.error().where = inputName(file);
        return std::unexpected(score.error());
    }
    return Row{file, *language, *score};
}

nlohmann::ordered_json toJson(const TextScore &score)
{
    return {{"perplexity", score.perplexity()},
            {"bits_per_byte", score.bitsPerByte()},
            {"tokens", score.tokens},
            {"bytes", score.bytes},
            {"lines", score.lines}};
}

void printRow(const TextScore &score, const std::string &language, const std::string &experts)
{
    std::printf("perplexity %.3f  %.4f bits a byte  (%s, %zu tokens in %zu lines, experts: %s)\n", score.perplexity(), score.bitsPerByte(),
                language.c_str(), score.tokens, score.lines, experts.c_str());
}

/// One text is one object; several are their sum, with a row for each.
nlohmann::ordered_json toJson(const std::vector<Row> &rows, const TextScore &total, const std::string &experts)
{
    nlohmann::ordered_json json = toJson(total);
    if (rows.size() == 1) {
        json["language"] = rows.front().language;
    } else {
        for (const Row &row : rows) {
            nlohmann::ordered_json &item = json["rows"].emplace_back(nlohmann::ordered_json{{"language", row.language}, {"file", row.file}});
            item.update(toJson(row.score));
        }
    }
    json["experts"] = experts;
    return json;
}

int perplexity(const Options &options, const Invocation &invocation)
{
    if (!options.languages.empty() && options.languages.size() != options.in.size()) {
        report({ErrorCode::InvalidArgument, "--language", "%1 languages for %2 files; expected one for each --in, in the same order, or none",
                {std::to_string(options.languages.size()), std::to_string(options.in.size())}});
        return WrongUsage;
    }
    const std::set<std::string> languages(options.languages.begin(), options.languages.end());
    const Result<OpenedEngine> engine = openEngine(options.engine, {languages.begin(), languages.end()});
    if (!engine)
        return report(engine.error());
    std::vector<Row> rows;
    TextScore total;
    for (std::size_t i = 0; i < options.in.size(); ++i) {
        const Result<Row> row = scoreFile(*engine, options.in[i], options.languages.empty() ? "" : options.languages[i], options.experts);
        if (!row)
            return report(row.error());
        if (!invocation.json)
            printRow(row->score, row->language, options.experts);
        rows.push_back(*row);
        total += row->score;
    }
    if (invocation.json)
        std::printf("%s\n", toJson(rows, total, options.experts).dump().c_str());
    else if (rows.size() > 1)
        printRow(total, "all", options.experts);
    return Done;
}

}  // namespace

void addPerplexityCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("perplexity", "Measure how well a model expects text, one line after the other");
    addEngineOptions(*command, options->engine);
    command->add_option("--in", options->in, "Text, one sentence a line; - is standard input. May be given again, for a row of each text")
        ->required()
        ->type_name("FILE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--language", options->languages, "Language of the text, one for each --in; else the one that the model finds likeliest")
        ->check(languageTag())
        ->type_name("LANGUAGE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--experts", options->experts, "Which experts take part: lm, or both groups")->check(oneOf({"lm", "both"}))->type_name("NAME");
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return perplexity(*options, invocation); }; });
}

}  // namespace interlinear::cli
