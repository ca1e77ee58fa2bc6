#include "tests/bench/training_speed.h"

#include "engine/mixmoe/model/config.h"
#include "engine/training/plugin/library.h"
#include "tests/bench/calibration.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interlinear::bench {

namespace {

constexpr int tokensPerStep = 2048, steps = 6;

mixmoe::ModelConfig denseBase()
{
    mixmoe::ModelConfig config;
    config.name = "w256";
    config.vocabSize = 8000;
    config.hiddenSize = 256;
    config.layerCount = 6;
    config.headCount = config.kvHeadCount = 8;
    config.headSize = 32;
    config.ffnSize = 768;
    config.maxPositions = 512;
    return config;
}

// Billions of operations a second.
Result<double> speedOf(const training::TrainingLibrary &library, bool fused, int threads)
{
    const nlohmann::json request{{"command", "speed"},   {"config", nlohmann::json::parse(mixmoe::toJson(denseBase()))}, {"tokens_per_step", tokensPerStep}, {"steps", steps},
                                 {"threads", threads},   {"fused", fused}};
    const std::atomic<bool> goOn = false;
    double speed = 0;
    const Result<void> done = library.run(request, [&](const nlohmann::json &event) { speed = event["operations_per_second"].get<double>() / 1e9; }, goOn);
    return done ? Result<double>(speed) : std::unexpected(done.error());
}

}  // namespace

Result<std::vector<Measurement>> measureTraining(int repetitions, int threads)
{
    const Result<training::TrainingLibrary> library = training::TrainingLibrary::open();
    if (!library)
        return std::unexpected(library.error());
    double limit = 0;
    std::vector<double> eager;
    Result<double> last = 0;
    const Samples fused = repeat(repetitions, [&] {
        limit = std::max(limit, singlePrecisionPeak(threads) / 1e9);
        if (last)
            last = speedOf(*library, false, threads);
        eager.push_back(last.value_or(0));
        if (last)
            last = speedOf(*library, true, threads);
        return last.value_or(0);
    });
    if (!last)
        return std::unexpected(last.error());
    std::size_t next = 0;
    const Samples composed = repeat(repetitions, [&] { return eager[next++]; });
    return std::vector<Measurement>{{.id = "train.step.w256", .unit = "GFLOP/s", .samples = fused, .limit = limit, .floor = 0.45, .target = 0.65},
                                    {.id = "train.eager.w256", .unit = "GFLOP/s", .samples = composed, .limit = limit, .floor = {}, .target = {}}};
}

}  // namespace interlinear::bench
