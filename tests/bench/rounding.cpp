#include "tests/bench/rounding.h"

#include "engine/mixmoe/decode/search_plan.h"
#include "engine/mixmoe/decode/translate.h"
#include "tests/bench/sentences.h"

#include <algorithm>
#include <string>

namespace interlinear::bench {

namespace {

using namespace mixmoe;

constexpr int sentencesMade = 10'000, everyOf = 149;   // of those made

std::vector<TranslateRequest> requestsFor(const ModelConfig &config)
{
    const auto learnt = [&](const std::string &language) {
        return language != "en" && (config.directions.empty() || std::ranges::find(config.directions, "en-" + language) != config.directions.end());
    };
    const std::vector<std::string> sentences = englishSentences(sentencesMade);
    std::vector<TranslateRequest> requests;
    for (const std::string &language : config.languages) {
        if (!learnt(language))
            continue;
        for (std::size_t i = 0; i < sentences.size(); i += everyOf)
            requests.push_back({.source = {sentences[i]}, .from = "en", .to = language});
    }
    return requests;
}

struct Counts {
    std::size_t equal = 0, all = 0;
};

/// Reads source and text in one go and looks what would have been picked behind each of their tokens.
Result<Counts> picksAlike(Runtime &runtime, const Model &model, const TranslateRequest &request, const Translation &translation)
{
    const Result<PreparedRequest> prepared = prepare(model, request);
    if (!prepared)
        return std::unexpected(prepared.error());
    const Result<SearchPlan> plan = planFor(model, *prepared);
    if (!plan)
        return std::unexpected(plan.error());
    const Result<SequenceId> sequence = runtime.openSequence();
    if (!sequence)
        return std::unexpected(sequence.error());
    SequenceInput input{.sequence = *sequence, .tokens = plan->prompt, .promptTokens = plan->prompt.size(), .triedTokens = translation.tokens.size(), .selection = {.banned = plan->banned}};
    input.tokens.insert(input.tokens.end(), translation.tokens.begin(), translation.tokens.end());
    const Result<std::vector<SequenceOutput>> outputs = runtime.step({input}, {});
    runtime.closeSequence(*sequence);
    if (!outputs)
        return std::unexpected(outputs.error());
    std::vector<TokenId> expected = translation.tokens;
    if (translation.complete)
        expected.push_back(plan->table->end);
    const SequenceOutput &output = outputs->front();
    const std::vector<Candidate> &best = translation.tokens.empty() ? output.candidates : output.bestAfterEach;
    Counts counts{.all = expected.size()};
    for (std::size_t i = 0; i < expected.size(); ++i)
        counts.equal += best[i].token == expected[i] ? 1 : 0;
    return counts;
}

}  // namespace

Result<std::vector<Measurement>> measureRounding(const std::shared_ptr<const Model> &model, const CpuOptions &options)
{
    const auto &languages = model->config.languages;
    if (!model->tokenizer || std::ranges::find(languages, "en") == languages.end())
        return std::vector<Measurement>{};
    CpuOptions exact = options, rounded = options;
    exact.weights = WeightType::Fp32;
    rounded.weights = WeightType::Int8;
    const auto judge = makeCpuRuntime(model, exact), judged = makeCpuRuntime(model, rounded);
    if (!judge || !judged)
        return std::unexpected(judge ? judged.error() : judge.error());
    const std::vector<TranslateRequest> requests = requestsFor(model->config);
    const std::vector<Result<Translation>> translations = translateBatch(**judge, *model, requests, {});
    Counts sum;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (!translations[i])
            return std::unexpected(translations[i].error());
        const Result<Counts> counts = picksAlike(**judged, *model, requests[i], *translations[i]);
        if (!counts)
            return std::unexpected(counts.error());
        sum.equal += counts->equal;
        sum.all += counts->all;
    }
    if (sum.all == 0)
        return std::vector<Measurement>{};
    const double percent = 100 * static_cast<double>(sum.equal) / static_cast<double>(sum.all);
    return std::vector{Measurement{.id = "C12.tokens_as_fp32." + model->config.name, .unit = "%", .samples = {.median = percent}, .limit = 100, .target = 0.99}};
}

}  // namespace interlinear::bench
