#include "tests/bench/card_document.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "tests/bench/model_cost.h"
#include "tests/bench/random_model.h"

#include <algorithm>
#include <vector>

namespace interlinear::bench {

namespace {

using namespace mixmoe;
using namespace mixmoe::cuda;

// Small numbers of either sign, as bf16 and as floats.
void fill(Card &card, const CardMemory &memory)
{
    constexpr std::size_t firstBytes = std::size_t(64) << 20;
    std::vector<std::uint16_t> halves(std::min(firstBytes, memory.size()) / sizeof(std::uint16_t));
    std::uint32_t state = 1;
    for (std::uint16_t &half : halves) {
        state = state * 1664525U + 1013904223U;
        half = static_cast<std::uint16_t>((state >> 16 & 0x807FU) | (0x3C80U + (state >> 24 & 1U) * 0x80U));
    }
    std::size_t filled = halves.size() * sizeof(std::uint16_t);
    card.copyInNow(memory.data(), halves.data(), filled);
    for (; filled < memory.size(); filled *= 2)
        card.copyWithin(memory.as<std::byte>() + filled, memory.data(), std::min(filled, memory.size() - filled));
}

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
        SequenceInput &input = inputs.emplace_back(SequenceInput{.sequence = *sequence, .prompt = true});
        for (int k = 0; k < document.shortest + i * (document.longest - document.shortest + 1) / document.sentences; ++k)
            input.tokens.push_back((i * 101 + k * 37) % runtime.config().vocabSize);
        translated.sourceTokens += static_cast<double>(input.tokens.size());
    }
    Result<void> done;
    const Stopwatch watch;
    for (int step = 0; done && step < document.targetLength; ++step) {
        done = runtime.stepInto(inputs, {}, outputs);
        for (std::size_t i = 0; done && i < inputs.size(); ++i) {
            inputs[i].tokens = {outputs[i].candidates.at(0).token};
            inputs[i].prompt = false;
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
    auto model = std::make_shared<Model>();
    model->config = modelSize(document.model);
    CardModel weights = placeModel(card, model->config, {WeightKind::Half, true});
    fill(*card, weights.memory);
    const Result<std::unique_ptr<Runtime>> runtime = makeCudaRuntime(model, card, std::move(weights), {.precision = CardPrecision::Bf16, .rowsAtOnce = 2 * document.sentences});
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
        return 2 * (translated->targetTokens * weightsPerToken(model->config) + translated->sourceTokens * weightsPerPromptToken(model->config)) / translated->seconds;
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
