#include "engine/training/plugin/entry.h"

#include "engine/training/recipe/train.h"

#include <nlohmann/json.hpp>

#include <exception>

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
            .resume = json.at("resume").get<bool>(),
            .minutes = json.at("minutes").get<double>(),
            .threads = json.at("threads").get<int>()};
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
        const Result<std::filesystem::path> model = training::train(parseRequest(nlohmann::json::parse(request)), report, *cancel);
        if (!model) {
            report(errorEvent(model.error()));
            return 1;
        }
        report(model->empty() ? nlohmann::json{{"event", "paused"}} : nlohmann::json{{"event", "done"}, {"model", model->string()}});
        return 0;
    } catch (const std::exception &exception) {
        report(errorEvent({ErrorCode::EngineFailure, "trainer", "stopped: %1", {firstLine(exception.what())}}));
        return 1;
    }
}
