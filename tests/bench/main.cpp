// interlinear-bench: how fast the parts are on this machine, as shares of what the machine allows. One line a figure.
#include "engine/mixmoe/model/find_model.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/serve/device.h"
#include "tests/bench/calibration.h"
#include "tests/bench/decode_speed.h"
#include "tests/bench/measurement.h"
#include "tests/bench/training_speed.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <thread>

namespace {

using namespace interlinear;

struct Options {
    bool quick = false;
    bool json = false;
    bool training = false;
    std::string model;
    mixmoe::RuntimeSettings runtime{.device = mixmoe::Device::Cpu};

    int repetitions() const { return quick ? 3 : 7; }
    int threads() const { return runtime.threads > 0 ? runtime.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }
};

void print(const std::vector<bench::Measurement> &measurements, const Options &options)
{
    for (const bench::Measurement &measurement : measurements)
        std::puts((options.json ? toJsonLine(measurement) : toText(measurement)).c_str());
    std::fflush(stdout);
}

Result<std::unique_ptr<mixmoe::Runtime>> openChosenRuntime(const Options &options)
{
    const Result<std::filesystem::path> folder = options.model.empty() ? mixmoe::findModel() : Result<std::filesystem::path>(options.model);
    if (!folder)
        return std::unexpected(folder.error());
    const Result<std::shared_ptr<const mixmoe::Model>> model = mixmoe::loadModel(*folder);
    if (!model)
        return std::unexpected(model.error());
    return mixmoe::openRuntime(*model, options.runtime);
}

Result<void> measureEngine(const Options &options)
{
    const Result<std::unique_ptr<mixmoe::Runtime>> runtime = openChosenRuntime(options);
    if (!runtime)
        return std::unexpected(runtime.error());
    const Result<std::vector<bench::Measurement>> decode = bench::measureDecode(**runtime, options.repetitions());
    if (!decode)
        return std::unexpected(decode.error());
    print(*decode, options);
    return {};
}

Result<void> measureTrainer(const Options &options)
{
    const Result<std::vector<bench::Measurement>> measured = bench::measureTraining(options.runtime.device == mixmoe::Device::Cuda ? "cuda" : "cpu", options.repetitions(), options.threads());
    if (!measured)
        return std::unexpected(measured.error());
    print(*measured, options);
    return {};
}

}  // namespace

int main(int argc, char **argv)
{
    Options options;
    const std::map<std::string, mixmoe::Device> devices{{"cpu", mixmoe::Device::Cpu}, {"cuda", mixmoe::Device::Cuda}};
    const std::map<std::string, mixmoe::Precision> precisions{{"fp32", mixmoe::Precision::Fp32}, {"int8", mixmoe::Precision::Int8}};
    CLI::App app("Measures Interlinear on this machine");
    app.add_flag("--quick", options.quick, "Three repetitions instead of seven");
    app.add_flag("--train", options.training, "How fast a model is trained, instead of how fast the engine translates");
    app.add_flag("--json", options.json, "One JSON object a line");
    app.add_option("--model", options.model, "Folder of the model (default: the one that ships)")->option_text("DIR");
    app.add_option("--device", options.runtime.device, "What executes the model")->transform(CLI::CheckedTransformer(devices))->option_text("cpu|cuda");
    app.add_option("--precision", options.runtime.precision, "Of the weights")->transform(CLI::CheckedTransformer(precisions))->option_text("fp32|int8");
    app.add_option("--threads", options.runtime.threads, "Threads of the engine (default: all processors)")->check(CLI::Range(1, 1024))->option_text("N");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }

    print(bench::calibrate(options.repetitions(), options.threads()), options);
    if (const Result<void> measured = options.training ? measureTrainer(options) : measureEngine(options); !measured) {
        std::fprintf(stderr, "interlinear-bench: %s\n", measured.error().sentence().c_str());
        return 1;
    }
    return 0;
}
