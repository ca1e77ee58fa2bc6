#include "engine/training/plugin/entry.h"

#include "engine/training/recipe/card_check.h"
#include "engine/training/recipe/device.h"
#include "engine/training/recipe/interference.h"
#include "engine/training/recipe/step_speed.h"
#include "engine/training/recipe/train.h"

#include <c10/util/Exception.h>
#include <nlohmann/json.hpp>

#include <malloc.h>

#include <exception>
#include <limits>

using namespace interlinear;

namespace {

nlohmann::json errorEvent(const Error &error)
{
    return {{"event", "error"}, {"code", static_cast<int>(error.code)}, {"where", error.where}, {"message", error.message}, {"arguments", error.arguments}};
}

training::TrainRequest parseRequest(const nlohmann::json &json)
{
    return {.recipe = json.at("recipe").get<std::string>(),
            .out = json.at("out").get<std::string>(),
            .corpus = json.at("corpus").get<std::string>(),
            .shards = json.at("shards").get<std::string>(),
            .stages = json.at("stages").get<std::string>(),
            .resume = json.at("resume").get<bool>(),
            .minutes = json.at("minutes").get<double>(),
            .threads = json.at("threads").get<int>(),
            .seed = json.at("seed").get<int>(),
            .device = json.at("device").get<std::string>()};
}

Result<nlohmann::json> runTraining(const nlohmann::json &request, const training::TrainReport &report, const std::atomic<bool> &cancel)
{
    const Result<std::filesystem::path> model = training::train(parseRequest(request), report, cancel);
    if (!model)
        return std::unexpected(model.error());
    return model->empty() ? nlohmann::json{{"event", "paused"}} : nlohmann::json{{"event", "done"}, {"model", model->string()}};
}

Result<nlohmann::json> runSpeed(const nlohmann::json &request)
{
    const Result<mixmoe::ModelConfig> config = mixmoe::parseModelConfig(request.at("config").dump(), "config");
    if (!config)
        return std::unexpected(config.error());
    const Result<torch::Device> device = training::trainingDevice(request.at("device").get<std::string>());
    if (!device)
        return std::unexpected(device.error());
    training::setThreads(request.at("threads").get<int>());
    const bool eager = request.at("eager").get<bool>();
    const training::CheckedExecution own = eager ? training::CheckedExecution{training::Execution::Composed} : training::checkedExecution(*config, *device);
    if (!own.problem.empty())
        return fail(ErrorCode::EngineFailure, device->str(), "is trained on without the kernels for cards, whose speed says nothing: they %1", own.problem);
    const Result<training::StepSpeed> speed = training::measureSteps(*config, {.tokensPerStep = request.at("tokens_per_step").get<std::int64_t>(),
                                                                               .steps = request.at("steps").get<int>(),
                                                                               .execution = own.execution,
                                                                               .device = *device});
    if (!speed)
        return std::unexpected(speed.error());
    const training::StepTimes &times = speed->times;
    return nlohmann::json{{"event", "speed"},
                          {"tokens_per_second", speed->tokensPerSecond},
                          {"operations_per_second", speed->operationsPerSecond},
                          {"times", {{"batches", times.batches}, {"forward", times.forward}, {"backward", times.backward}, {"update", times.update}}}};
}

Result<nlohmann::json> runPeak(const nlohmann::json &request)
{
    const Result<torch::Device> device = training::trainingDevice(request.at("device").get<std::string>());
    if (!device)
        return std::unexpected(device.error());
    return nlohmann::json{{"event", "peak"}, {"operations_per_second", training::bf16Peak(*device)}};
}

Result<nlohmann::json> runGradients(const nlohmann::json &request)
{
    const auto cosines = training::gradientCosines({.model = request.at("model").get<std::string>(),
                                                    .recipe = request.at("recipe").get<std::string>(),
                                                    .corpus = request.at("corpus").get<std::string>(),
                                                    .batches = request.at("batches").get<int>(),
                                                    .threads = request.at("threads").get<int>()});
    if (!cosines)
        return std::unexpected(cosines.error());
    nlohmann::json modules = nlohmann::json::array();
    for (const training::GradientCosine &cosine : *cosines)
        modules.push_back({{"module", training::nameOf(cosine.module)}, {"cosine", cosine.cosine}});
    return nlohmann::json{{"event", "gradients"}, {"modules", modules}};
}

Result<nlohmann::json> runCommand(const nlohmann::json &request, const training::TrainReport &report, const std::atomic<bool> &cancel)
{
    const std::string command = request.at("command");
    if (command == "train")
        return runTraining(request, report, cancel);
    if (command == "speed")
        return runSpeed(request);
    if (command == "peak")
        return runPeak(request);
    if (command == "gradients")
        return runGradients(request);
    return fail(ErrorCode::InvalidArgument, "trainer", "has no command \"%1\"; expected train, speed, peak or gradients", command);
}

// Every step asks for the memory that the one before let go; given back to the system in between, each page of it would be cleared anew.
void keepFreedMemory()
{
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    mallopt(M_ARENA_MAX, 1);   // the heaps of other arenas are small, and given back
}

std::string firstLine(const std::string &text)
{
    return text.substr(0, text.find('\n'));
}

}  // namespace

// torch reports problems by exceptions: this is the one place that turns them into values.
extern "C" __attribute__((visibility("default"))) int interlinear_training_run(int version, const char *request, interlinear_training_progress progress, void *user,
                                                                              const std::atomic<bool> *cancel)
{
    if (version != interlinear_training_version)
        return 2;
    const auto report = [&](const nlohmann::json &event) { progress(event.dump().c_str(), user); };
    try {
        keepFreedMemory();
        const Result<nlohmann::json> last = runCommand(nlohmann::json::parse(request), report, *cancel);
        report(last ? *last : errorEvent(last.error()));
        return last ? 0 : 1;
    } catch (const c10::AcceleratorError &exception) {
        report(errorEvent({ErrorCode::EngineFailure, "trainer",
                           "the card failed: %1. A run goes on from its last checkpoint with --resume; where it fails again, move libinterlinear_training_cuda.so away "
                           "from beside the trainer, which then does with LibTorch's own kernels",
                           {firstLine(exception.what())}}));
        return 1;
    } catch (const std::exception &exception) {
        report(errorEvent({ErrorCode::EngineFailure, "trainer", "stopped: %1", {firstLine(exception.what())}}));
        return 1;
    }
}
