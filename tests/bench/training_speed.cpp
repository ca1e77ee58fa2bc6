#include "tests/bench/training_speed.h"

#include "engine/mixmoe/model/config.h"
#include "engine/training/plugin/library.h"
#include "tests/bench/calibration.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interlinear::bench {

namespace {

using Json = nlohmann::json;

/// What is trained on a device, and what its speed is held against.
struct Exercise {
    std::string name, device;
    mixmoe::ModelConfig config;
    int tokensPerStep = 0, steps = 0;
    double floor = 0, target = 0;
};

mixmoe::ModelConfig denseModel(int width, int layers, int heads, int vocabulary)
{
    mixmoe::ModelConfig config;
    config.vocabSize = vocabulary;
    config.hiddenSize = width;
    config.layerCount = layers;
    config.headCount = config.kvHeadCount = heads;
    config.headSize = width / heads;
    config.ffnSize = 3 * width;
    config.maxPositions = 512;
    return config;
}

Exercise onCpu()
{
    return {.name = "w256", .device = "cpu", .config = denseModel(256, 6, 8, 8000), .tokensPerStep = 2048, .steps = 6, .floor = 0.45, .target = 0.65};
}

Exercise onCuda()
{
    Exercise exercise{.name = "w384.cuda", .device = "cuda", .config = denseModel(384, 8, 6, 16000), .tokensPerStep = 1 << 18, .steps = 6, .floor = 0.35, .target = 0.5};
    exercise.config.stage = mixmoe::Stage::MixMoe;
    exercise.config.moe.every = 2;
    exercise.config.moe.expertsPerGroup = 4;
    return exercise;
}

/// The last event of a request.
Result<Json> answerTo(const training::TrainingLibrary &library, const Json &request)
{
    const std::atomic<bool> goOn = false;
    Json answer;
    const Result<void> done = library.run(request, [&](const Json &event) { answer = event; }, goOn);
    return done ? Result<Json>(std::move(answer)) : std::unexpected(done.error());
}

Result<Json> speedOf(const training::TrainingLibrary &library, const Exercise &exercise, bool eager, int threads)
{
    return answerTo(library, {{"command", "speed"}, {"config", Json::parse(mixmoe::toJson(exercise.config))}, {"tokens_per_step", exercise.tokensPerStep}, {"steps", exercise.steps},
                              {"threads", threads}, {"device", exercise.device}, {"eager", eager}});
}

Result<double> peakOf(const training::TrainingLibrary &library, const Exercise &exercise, int threads)
{
    if (exercise.device == "cpu")
        return singlePrecisionPeak(threads);
    const Result<Json> answer = answerTo(library, {{"command", "peak"}, {"device", exercise.device}});
    return answer ? Result<double>((*answer)["operations_per_second"].get<double>()) : std::unexpected(answer.error());
}

/// One repetition.
struct Round {
    double peak = 0, eager = 0;
    Json own;
};

Result<Round> measureRound(const training::TrainingLibrary &library, const Exercise &exercise, int threads)
{
    const Result<double> peak = peakOf(library, exercise, threads);
    if (!peak)
        return std::unexpected(peak.error());
    const Result<Json> eager = speedOf(library, exercise, true, threads);
    if (!eager)
        return std::unexpected(eager.error());
    Result<Json> own = speedOf(library, exercise, false, threads);
    if (!own)
        return std::unexpected(own.error());
    return Round{*peak, (*eager)["operations_per_second"].get<double>(), std::move(*own)};
}

double shareOfStep(const Json &times, const std::string &part)
{
    double all = 0;
    for (const Json &seconds : times)
        all += seconds.get<double>();
    return 100 * times[part].get<double>() / all;
}

}  // namespace

Result<std::vector<Measurement>> measureTraining(const std::string &device, int repetitions, int threads)
{
    const Exercise exercise = device == "cuda" ? onCuda() : onCpu();
    const Result<training::TrainingLibrary> library = training::TrainingLibrary::open();
    if (!library)
        return std::unexpected(library.error());
    std::vector<Round> rounds;
    Result<void> outcome;
    double limit = 0;
    const Samples own = repeat(repetitions, [&] {
        Result<Round> round = outcome ? measureRound(*library, exercise, threads) : std::unexpected(outcome.error());
        if (!round) {
            outcome = std::unexpected(round.error());
            return 0.0;
        }
        limit = std::max(limit, round->peak / 1e9);
        rounds.push_back(std::move(*round));
        return rounds.back().own["operations_per_second"].get<double>() / 1e9;
    });
    if (!outcome)
        return std::unexpected(outcome.error());

    const auto over = [&](auto value) {
        std::size_t next = 0;
        return repeat(repetitions, [&] { return value(rounds[next++]); });
    };
    std::vector<Measurement> measured{
        {.id = "train.step." + exercise.name, .unit = "GFLOP/s", .samples = own, .limit = limit, .floor = exercise.floor, .target = exercise.target},
        {.id = "train.eager." + exercise.name, .unit = "GFLOP/s", .samples = over([](const Round &round) { return round.eager / 1e9; }), .limit = limit, .floor = {}, .target = {}},
        {.id = "train.tokens." + exercise.name, .unit = "tokens/s", .samples = over([](const Round &round) { return round.own["tokens_per_second"].get<double>(); }), .limit = {}, .floor = {}, .target = {}}};
    for (const std::string part : {"forward", "backward", "update", "batches"})
        measured.push_back({.id = "train." + part + "." + exercise.name, .unit = "% of step", .samples = over([&](const Round &round) { return shareOfStep(round.own["times"], part); }), .limit = {}, .floor = {}, .target = {}});
    return measured;
}

}  // namespace interlinear::bench
