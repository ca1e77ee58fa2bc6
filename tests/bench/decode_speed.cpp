#include "tests/bench/decode_speed.h"

#include "engine/core/stopwatch.h"
#include "tests/bench/calibration.h"

#include <algorithm>

namespace interlinear::bench {

namespace {

constexpr int promptLength = 16;
constexpr int generatedLength = 64;

double bytesPerWeight(const std::string &precision)
{
    return precision == "int8" ? 1 : precision == "bf16" ? 2 : 4;
}

double attentionWeights(const mixmoe::ModelConfig &config)
{
    return 2.0 * (config.headCount + config.kvHeadCount) * config.headSize * config.hiddenSize;
}

// The weights of one layer's FFN when this many experts of each group are read.
double ffnWeights(const mixmoe::ModelConfig &config, int layer, int expertsRead)
{
    const double d = config.hiddenSize;
    if (config.groups() == 0 || !config.isMixMoeLayer(layer))
        return 3 * d * config.ffnSize;
    return config.groups() * (3 * d * config.expertSize() * expertsRead + d * config.moe.expertsPerGroup);
}

double weights(const mixmoe::ModelConfig &config, int expertsRead)
{
    double sum = static_cast<double>(config.vocabSize) * config.hiddenSize;
    for (int layer = 0; layer < config.layerCount; ++layer)
        sum += attentionWeights(config) + ffnWeights(config, layer, expertsRead);
    return sum;
}

std::vector<mixmoe::TokenId> anyPrompt(int vocabSize)
{
    std::vector<mixmoe::TokenId> tokens;
    for (int i = 0; i < promptLength; ++i)
        tokens.push_back(i * 37 % vocabSize);
    return tokens;
}

// Feeds tokens and returns the likeliest next one.
Result<mixmoe::TokenId> next(mixmoe::Runtime &runtime, mixmoe::SequenceId sequence, std::vector<mixmoe::TokenId> tokens, bool prompt)
{
    const auto outputs = runtime.step({{.sequence = sequence, .tokens = std::move(tokens), .prompt = prompt, .selection = {}}}, {});
    if (!outputs)
        return std::unexpected(outputs.error());
    return outputs->at(0).candidates.at(0).token;
}

// Tokens a second after the prompt was read.
Result<double> decodeOnce(mixmoe::Runtime &runtime)
{
    const Result<mixmoe::SequenceId> sequence = runtime.openSequence();
    if (!sequence)
        return std::unexpected(sequence.error());
    const int steps = std::min(generatedLength, runtime.config().maxPositions - promptLength);
    Result<mixmoe::TokenId> token = next(runtime, *sequence, anyPrompt(runtime.config().vocabSize), true);
    const Stopwatch watch;
    for (int step = 0; token && step < steps; ++step)
        token = next(runtime, *sequence, {*token}, false);
    const double seconds = watch.seconds();
    runtime.closeSequence(*sequence);
    if (!token)
        return std::unexpected(token.error());
    return steps / seconds;
}

}  // namespace

double weightsPerToken(const mixmoe::ModelConfig &config)
{
    return weights(config, config.moe.topK);
}

Result<std::vector<Measurement>> measureDecode(mixmoe::Runtime &runtime, int repetitions)
{
    const mixmoe::ModelConfig &config = runtime.config();
    if (config.maxPositions <= promptLength)
        return fail(ErrorCode::OutOfRange, config.name, "reads %1 tokens; the measurement needs more than %2", config.maxPositions, promptLength);
    if (const Result<double> warmUp = decodeOnce(runtime); !warmUp)
        return std::unexpected(warmUp.error());

    const mixmoe::RuntimeDescription description = runtime.description();
    const double weightBytes = bytesPerWeight(description.precision);
    const auto wholeModel = static_cast<std::size_t>(weights(config, config.moe.expertsPerGroup) * weightBytes);
    double limit = 0;
    Result<double> last = 0;
    const Samples samples = repeat(repetitions, [&] {
        limit = std::max(limit, readBandwidth(wholeModel, description.threads) / (weightsPerToken(config) * weightBytes));
        if (last)
            last = decodeOnce(runtime);
        return last.value_or(0);
    });
    if (!last)
        return std::unexpected(last.error());
    return std::vector<Measurement>{
        {.id = "engine.decode.batch1", .unit = "tokens/s", .samples = samples, .limit = limit, .floor = 0.65, .target = 0.85}};
}

}  // namespace interlinear::bench
