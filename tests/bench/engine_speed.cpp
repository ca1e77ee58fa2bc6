#include "tests/bench/engine_speed.h"

#include "engine/core/stopwatch.h"
#include "tests/bench/calibration.h"
#include "tests/bench/model_cost.h"

#include <algorithm>
#include <limits>

namespace interlinear::bench {

namespace {

using mixmoe::Runtime;
using mixmoe::SequenceId;
using mixmoe::SequenceInput;
using mixmoe::TokenId;

constexpr int shortPrompt = 16;
constexpr int leastSteps = 16, mostSteps = 64;
constexpr double leastSeconds = 0.03;   // of a repetition

std::vector<TokenId> anyPrompt(int length, int begin, int vocabSize)
{
    std::vector<TokenId> tokens;
    for (int i = 0; i < length; ++i)
        tokens.push_back((begin + i * 37) % vocabSize);
    return tokens;
}

Result<double> secondsOfPrompt(Runtime &runtime, int length)
{
    DecodedBatch sequences(runtime);
    Result<void> done = sequences.open(1, length);
    const Stopwatch watch;
    if (done)
        done = sequences.step();
    if (!done)
        return std::unexpected(done.error());
    return watch.seconds();
}

// Tokens a second of a work that takes so many tokens each time: often enough that an interruption of a few milliseconds is not half of what was measured.
template <typename Work>
Result<double> pace(int tokensOfWork, const Work &secondsOfWork)
{
    double tokens = 0, seconds = 0;
    while (seconds < leastSeconds) {
        const Result<double> spent = secondsOfWork();
        if (!spent)
            return spent;
        tokens += tokensOfWork;
        seconds += *spent;
    }
    return tokens / seconds;
}

double peakOf(const std::string &precision, int threads)
{
    return precision == "int8" ? int8Peak(threads) : singlePrecisionPeak(threads);
}

// Tokens a second at most: what each kind of product takes for reading its weights, or for its multiply-adds where these take longer, one after the other.
double decodeLimit(const Runtime &runtime, WorkingSet &asMuchAsTheWeights, int batch)
{
    const mixmoe::ModelConfig &config = runtime.config();
    const std::string precision = runtime.description().precision;
    const int threads = runtime.description().threads;
    const double bytes = bytesPerWeight(precision), bandwidth = asMuchAsTheWeights.readBandwidth();
    const double peak = batch == 1 ? std::numeric_limits<double>::infinity() : peakOf(precision, threads);
    double seconds = 0;
    for (const StepWeights &weights : weightsOfStep(config, batch))
        seconds += std::max(weights.perStep * bytes / bandwidth, 2 * batch * weights.perToken / peak);
    return batch / seconds;
}

struct Goal {
    double floor, target;
};

Goal batchGoal(const std::string &precision, int batch)
{
    if (batch == 1)
        return {0.65, 0.85};
    return precision == "int8" ? Goal{0.30, 0.55} : Goal{0.60, 0.85};
}

// One figure: the limit and the work take turns, since what neighbours leave of a shared machine changes from second to second.
template <typename Limit, typename Work>
Result<Measurement> measure(const std::string &id, Goal goal, int repetitions, const Limit &limitOf, const Work &work)
{
    if (const Result<double> warmUp = work(); !warmUp)
        return std::unexpected(warmUp.error());
    std::vector<double> limits, shares;
    Result<double> last = 0;
    const Samples samples = repeat(repetitions, [&] {
        limits.push_back(limitOf());
        if (last)
            last = work();
        shares.push_back(last.value_or(0) / limits.back());
        return last.value_or(0);
    });
    if (!last)
        return std::unexpected(last.error());
    return Measurement{.id = id, .unit = "tokens/s", .samples = samples, .limit = summary(limits).median, .shares = summary(shares), .floor = goal.floor, .target = goal.target};
}

}  // namespace

DecodedBatch::~DecodedBatch()
{
    for (const SequenceInput &input : m_inputs)
        m_runtime.closeSequence(input.sequence);
}

Result<void> DecodedBatch::open(int count, int promptLength)
{
    for (int i = 0; i < count; ++i) {
        const Result<SequenceId> sequence = m_runtime.openSequence();
        if (!sequence)
            return std::unexpected(sequence.error());
        m_inputs.push_back({.sequence = *sequence, .tokens = anyPrompt(promptLength, i, m_runtime.config().vocabSize), .promptTokens = static_cast<std::size_t>(promptLength), .selection = {}});
    }
    return {};
}

Result<void> DecodedBatch::step(const mixmoe::StepOptions &options)
{
    if (auto done = m_runtime.stepInto(m_inputs, options, m_outputs); !done)
        return done;
    for (std::size_t i = 0; i < m_inputs.size(); ++i) {
        m_inputs[i].tokens.assign(1, m_outputs[i].candidates.at(0).token);
        m_inputs[i].promptTokens = 0;
    }
    return {};
}

Result<double> secondsOfSteps(Runtime &runtime, int batch, int promptLength, int steps, const mixmoe::StepOptions &options)
{
    DecodedBatch sequences(runtime);
    Result<void> done = sequences.open(batch, promptLength);
    if (done)
        done = sequences.step();
    const Stopwatch watch;
    for (int step = 0; done && step < steps; ++step)
        done = sequences.step(options);
    if (!done)
        return std::unexpected(done.error());
    return watch.seconds();
}

Result<std::vector<Measurement>> measureEngine(Runtime &runtime, const EngineWorkload &workload)
{
    const mixmoe::ModelConfig &config = runtime.config();
    const std::string precision = runtime.description().precision, number = precision == "int8" ? "C2" : precision == "bf16" ? "C5" : "C4";
    const int threads = runtime.description().threads;
    if (config.maxPositions < shortPrompt + mostSteps)
        return fail(ErrorCode::OutOfRange, config.name, "reads %1 tokens; the measurement needs %2", config.maxPositions, shortPrompt + mostSteps);

    WorkingSet asMuchAsTheWeights(static_cast<std::size_t>(weightsOf(config) * bytesPerWeight(precision)), threads);
    std::vector<Measurement> measured;
    const auto add = [&](const std::string &figure, Goal goal, const auto &limit, const auto &work) -> Result<void> {
        const std::string id = figure + "." + config.name;
        if (!id.starts_with(workload.only))
            return {};
        Result<Measurement> measurement = measure(id, goal, workload.repetitions, limit, work);
        if (!measurement)
            return std::unexpected(measurement.error());
        measured.push_back(std::move(*measurement));
        return {};
    };
    for (const int batch : workload.batches) {
        const int steps = std::clamp(workload.decodedTokens / batch, leastSteps, mostSteps);
        if (auto added = add((batch == 1 ? "C1" : number) + "." + precision + ".batch" + std::to_string(batch), batchGoal(precision, batch), [&] { return decodeLimit(runtime, asMuchAsTheWeights, batch); },
                             [&] { return pace(batch * steps, [&] { return secondsOfSteps(runtime, batch, shortPrompt, steps); }); });
            !added)
            return std::unexpected(added.error());
    }
    const int length = std::min(workload.promptLength, config.maxPositions);
    if (length > 0) {
        const Goal goal = precision == "int8" ? Goal{0.35, 0.60} : Goal{0.60, 0.85};
        if (auto added = add((precision == "int8" ? "C3" : number) + "." + precision + ".prompt" + std::to_string(length), goal,
                             [&] { return peakOf(precision, threads) / (2 * weightsPerPromptToken(config)); }, [&] { return pace(length, [&] { return secondsOfPrompt(runtime, length); }); });
            !added)
            return std::unexpected(added.error());
    }
    return measured;
}

}  // namespace interlinear::bench
