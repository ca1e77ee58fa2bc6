#include "engine/mixmoe/eval/parity.h"

#include "engine/mixmoe/eval/open_sequence.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

Result<SequenceOutput> readAll(Runtime &runtime, std::span<const TokenId> tokens)
{
    const Result<SequenceId> opened = runtime.openSequence();
    if (!opened)
        return std::unexpected(opened.error());
    const OpenSequence sequence(runtime, *opened);
    const SequenceInput input{.sequence = sequence.id(), .tokens = {tokens.begin(), tokens.end()}, .promptTokens = tokens.size(), .selection = {.topK = 0, .wantLogits = true}};
    auto outputs = runtime.step({input}, {.capture = CaptureLevel::Probabilities});
    if (!outputs)
        return std::unexpected(outputs.error());
    return std::move(outputs->front());
}

/// Distance of the value of this rank, 0 for the highest, to the one below it.
float margin(std::span<const float> probabilities, std::size_t rank)
{
    std::vector<float> sorted(probabilities.begin(), probabilities.end());
    std::sort(sorted.rbegin(), sorted.rend());
    return rank + 1 < sorted.size() ? sorted[rank] - sorted[rank + 1] : 1.0F;
}

struct Fork {
    std::size_t slot;       // layer * groups + group
    float gateMargin;       // of the judge
};

/// Where the two first chose another expert for a token.
std::optional<Fork> firstFork(const TokenRouting &judge, const TokenRouting &judged, const MoeConfig &moe)
{
    const auto [one, other] = std::mismatch(judge.choices.begin(), judge.choices.end(), judged.choices.begin());
    if (one == judge.choices.end())
        return std::nullopt;
    const auto choice = static_cast<std::size_t>(one - judge.choices.begin());
    const auto k = static_cast<std::size_t>(moe.topK), n = static_cast<std::size_t>(moe.expertsPerGroup);
    return Fork{choice / k, margin(std::span<const float>(judge.gateProbabilities).subspan(choice / k * n, n), choice % k)};
}

float largestDeviation(std::span<const float> a, std::span<const float> b)
{
    float largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const float deviation = std::abs(a[i] - b[i]);
        if (!(deviation <= largest))   // a NaN counts as the largest
            largest = deviation;
    }
    return largest;
}

std::string describeFork(const ModelConfig &config, std::size_t token, const Fork &fork)
{
    const auto groups = static_cast<std::size_t>(config.groups());
    const int layer = config.mixMoeLayers()[fork.slot / groups];
    return withArguments("token %1, layer %2, %3 experts: another expert was chosen, although the gate margin is %4",
                         {std::to_string(token + 1), std::to_string(layer), std::string(shortName(static_cast<ExpertGroup>(fork.slot % groups))), std::to_string(fork.gateMargin)});
}

}  // namespace

Result<Parity> compareRuntimes(Runtime &judge, Runtime &judged, std::span<const TokenId> tokens)
{
    const Result<SequenceOutput> expected = readAll(judge, tokens);
    if (!expected)
        return std::unexpected(expected.error());
    const Result<SequenceOutput> actual = readAll(judged, tokens);
    if (!actual)
        return std::unexpected(actual.error());

    const auto vocabulary = static_cast<std::size_t>(judge.config().vocabSize);
    Parity parity;
    for (std::size_t token = 0; token < tokens.size(); ++token) {
        if (!expected->routing.empty()) {
            const std::optional<Fork> fork = firstFork(expected->routing[token], actual->routing[token], judge.config().moe);
            if (fork && fork->gateMargin >= parityTolerance)
                parity.difference = describeFork(judge.config(), token, *fork);
            if (fork)
                return parity;
        }
        const auto row = [&](const SequenceOutput &output) { return std::span<const float>(output.logits).subspan(token * vocabulary, vocabulary); };
        const float deviation = largestDeviation(row(*expected), row(*actual));
        if (!(deviation <= parity.largestDeviation))
            parity.largestDeviation = deviation;
        ++parity.tokensCompared;
        if (!(deviation <= parityTolerance)) {
            parity.difference = withArguments("token %1: a logit deviates by %2", {std::to_string(token + 1), std::to_string(deviation)});
            return parity;
        }
    }
    return parity;
}

}  // namespace interlinear::mixmoe
