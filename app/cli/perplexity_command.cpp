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

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    EngineOptions engine;
    std::string in, language, experts = "both";
};

Interventions interventionsFor(const std::string &experts, const ModelConfig &config)
{
    if (experts == "both" || config.groups() < groupCount)
        return {};
    return {{.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation, .name = "LM experts only"}};
}

int perplexity(const Options &options, const Invocation &invocation)
{
    const auto lines = readTextLines(options.in);
    if (!lines)
        return report(lines.error());
    if (std::ranges::all_of(*lines, &std::string::empty))
        return report({ErrorCode::BadFormat, inputName(options.in), "holds no text; expected one sentence a line", {}});
    Result<OpenedEngine> engine = openEngine(options.engine);
    if (!engine)
        return report(engine.error());
    const ModelConfig &config = engine->model->config;
    const Tokenizer &tokenizer = *engine->model->tokenizer;

    const Result<std::string> language = options.language.empty() ? likeliestLanguage(*engine->runtime, tokenizer, *lines, {}) : Result<std::string>(options.language);
    if (!language)
        return report(language.error());
    if (auto known = checkLanguage(config, *language); !known)
        return report(known.error());
    ProgressLine progress;
    const auto show = [&](const TextScore &soFar) {
        progress.show("line " + std::to_string(soFar.lines + 1) + " of " + std::to_string(lines->size()) + "  " + std::to_string(soFar.tokens) + " tokens");
    };
    Result<TextScore> score = scoreText(*engine->runtime, tokenizer, *lines, *language, interventionsFor(options.experts, config), {}, show);
    progress.finish();
    if (!score) {
        score.error().where = inputName(options.in);
        return report(score.error());
    }

    if (invocation.json) {
        const nlohmann::ordered_json json{{"perplexity", score->perplexity()}, {"bits_per_byte", score->bitsPerByte()}, {"tokens", score->tokens}, {"bytes", score->bytes},
                                          {"lines", score->lines},             {"language", *language},                 {"experts", options.experts}};
        std::printf("%s\n", json.dump().c_str());
    } else {
        std::printf("perplexity %.3f  %.4f bits a byte  (%s, %zu tokens in %zu lines, experts: %s)\n", score->perplexity(), score->bitsPerByte(), language->c_str(),
                    score->tokens, score->lines, options.experts.c_str());
    }
    return Done;
}

}  // namespace

void addPerplexityCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("perplexity", "Measure how well a model expects text, one line after the other");
    addEngineOptions(*command, options->engine);
    command->add_option("--in", options->in, "Text, one sentence a line; - is standard input")->required()->type_name("FILE");
    command->add_option("--language", options->language, "Language of the text; else the one that the model finds likeliest")
        ->check(languageTag())
        ->type_name("LANGUAGE");
    command->add_option("--experts", options->experts, "Which experts take part: lm, or both groups")->check(oneOf({"lm", "both"}))->type_name("NAME");
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return perplexity(*options, invocation); }; });
}

}  // namespace interlinear::cli
