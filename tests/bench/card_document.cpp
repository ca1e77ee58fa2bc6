#include "tests/bench/card_document.h"

#include "engine/core/stopwatch.h"
#include "tests/bench/model_cost.h"
#include "tests/bench/random_card_model.h"
#include "tests/bench/random_model.h"

#include <algorithm>
#include <vector>

namespace interlinear::bench {

namespace {

using namespace mixmoe;
using namespace mixmoe::cuda;

struct Translated {
    double seconds = 0;
    double sourceTokens = 0, targetTokens = 0;
};

// Prompts of rising length, then one token a sentence and step.
Result<Translated> translate(Runtime &runtime, const CardDocument &document)
{
    Translated translated;
    std::vector<SequenceInput> inputs;
    std::vector<SequenceOutput> outputs;
    for (int i = 0; i < document.sentences; ++i) {
        const Result<SequenceId> sequence = runtime.openSequence();
        if (!sequence)
            return std::unexpected(sequence.error());
        SequenceInput &input = inputs.emplace_back(SequenceInput{.sequence = *sequence});
        for (int k = 0; k < document.shortest + i * (document.longest - document.shortest + 1) / document.sentences; ++k)
            input.tokens.push_back((i * 101 + k * 37) % runtime.config().vocabSize);
        input.promptTokens = input.tokens.size();
        translated.sourceTokens += static_cast<double>(input.tokens.size());
    }
    Result<void> done;
    const Stopwatch watch;
    for (int step = 0; done && step < document.targetLength; ++step) {
        done = runtime.stepInto(inputs, {}, outputs);
        for (std::size_t i = 0; done && i < inputs.size(); ++i) {
            inputs[i].tokens = {outputs[i].candidates.at(0).token};
            inputs[i].promptTokens = 0;
        }
    }
    translated.seconds = watch.seconds();
    translated.targetTokens = static_cast<double>(document.sentences) * document.targetLength;
    for (const SequenceInput &input : inputs)
        runtime.closeSequence(input.sequence);
    if (!done)
        return std::unexpected(done.error());
    return translated;
}

}  // namespace

Result<void> measureCardDocument(const std::shared_ptr<Card> &card, const CardDocument &document, const std::function<void(const Measurement &)> &report)
{
    const ModelConfig config = modelSize(document.model);
    const Result<std::unique_ptr<Runtime>> runtime = randomCardModel(card, config, CardPrecision::Bf16, 2 * document.sentences);
    if (!runtime)
        return std::unexpected(runtime.error());
    std::optional<Error> problem;
    double tokens = 0;
    const auto once = [&] {
        const Result<Translated> translated = translate(**runtime, document);
        if (!translated) {
            problem = translated.error();
            return 0.0;
        }
        tokens = translated->targetTokens / translated->seconds;
        return 2 * (translated->targetTokens * weightsPerToken(config) + translated->sourceTokens * weightsPerPromptToken(config)) / translated->seconds;
    };
    once();   // graphs are recorded
    Measurement measured{.id = "G5.bf16.document." + document.model, .unit = "op/s", .samples = repeat(document.repetitions, once), .floor = 0.25, .target = 0.45};
    if (problem)
        return std::unexpected(*problem);
    if (card->halfOperations() > 0)
        measured.limit = card->halfOperations();
    report(measured);
    report({.id = "G5.target_tokens." + document.model, .unit = "tokens/s", .samples = {.median = tokens}});
    return {};
}

}  // namespace interlinear::bench
