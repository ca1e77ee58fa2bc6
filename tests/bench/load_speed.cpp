#include "tests/bench/load_speed.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/runtime/cpu/packed_file.h"

#include <filesystem>
#include <unistd.h>

namespace interlinear::bench {

namespace {

Result<double> secondsToFirstToken(const std::filesystem::path &file, const std::shared_ptr<const mixmoe::Model> &model, const mixmoe::CpuOptions &options)
{
    const Stopwatch watch;
    Result<mixmoe::PackedModel> packed = mixmoe::readPackedFile(file, model->fingerprint, model->config, options.weights, options.threads);
    if (!packed)
        return std::unexpected(packed.error());
    const auto runtime = mixmoe::makeCpuRuntime(model, std::make_shared<const mixmoe::PackedModel>(std::move(*packed)), options);
    if (!runtime)
        return std::unexpected(runtime.error());
    const Result<mixmoe::SequenceId> sequence = (*runtime)->openSequence();
    if (!sequence)
        return std::unexpected(sequence.error());
    if (const auto answered = (*runtime)->step({{.sequence = *sequence, .tokens = {1}}}, {}); !answered)
        return std::unexpected(answered.error());
    return watch.seconds();
}

}  // namespace

Result<std::vector<Measurement>> measureLoad(const std::shared_ptr<const mixmoe::Model> &model, const mixmoe::CpuOptions &options, int repetitions)
{
    std::error_code ignored;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(ignored) / ("interlinear-bench-" + std::to_string(::getpid()));
    const std::filesystem::path file = mixmoe::packedFile(folder, model->fingerprint, options.weights);
    Result<void> done = mixmoe::writePackedFile(file, model->fingerprint, mixmoe::packModel(*model, options.weights));
    const double gigabytes = done ? static_cast<double>(std::filesystem::file_size(file, ignored)) / 1e9 : 0;
    const Samples samples = repeat(repetitions, [&] {
        const Result<double> seconds = done ? secondsToFirstToken(file, model, options) : Result<double>(0);
        if (!seconds)
            done = std::unexpected(seconds.error());
        return 1000 * seconds.value_or(0) / std::max(gigabytes, 1e-9);
    });
    std::filesystem::remove_all(folder, ignored);
    if (!done)
        return std::unexpected(done.error());
    return std::vector{Measurement{.id = "C11.load." + model->config.name, .unit = "ms/GB", .samples = samples, .most = 300, .aim = 60 + 30 / gigabytes}};
}

}  // namespace interlinear::bench
