#include "engine/training/plugin/library.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <optional>

namespace interlinear::training {

namespace {

using Json = nlohmann::json;

struct Listener {
    const std::function<void(const Json &event)> &onEvent;
    std::optional<Error> error;
};

void hear(const char *text, void *user)
{
    auto &listener = *static_cast<Listener *>(user);
    const Json event = Json::parse(text);
    if (event["event"] == "error")
        listener.error = Error{static_cast<ErrorCode>(event["code"].get<int>()), event["where"], event["message"], event["arguments"]};
    else
        listener.onEvent(event);
}

}  // namespace

Result<TrainingLibrary> TrainingLibrary::open()
{
    std::error_code ignored;
    const std::filesystem::path file = std::filesystem::canonical("/proc/self/exe", ignored).parent_path() / "libinterlinear_training.so";
    if (!std::filesystem::exists(file, ignored))
        return fail(ErrorCode::Unsupported, file.string(), "is not there: this build has no trainer; packaging/test.sh builds one with LibTorch");
    // Read when OpenMP is loaded: a thread that waits for another gives its processor away, which whoever shares the machine may be waiting for.
    setenv("OMP_WAIT_POLICY", "passive", /*overwrite=*/0);
    void *handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return fail(ErrorCode::EngineFailure, file.string(), "cannot be opened: %1", dlerror());
    const auto run = reinterpret_cast<interlinear_training_run_t>(dlsym(handle, "interlinear_training_run"));
    if (!run)
        return fail(ErrorCode::EngineFailure, file.string(), "has no function interlinear_training_run; it belongs to another version");
    return TrainingLibrary(run);
}

Result<void> TrainingLibrary::run(const Json &request, const std::function<void(const Json &event)> &onEvent, const std::atomic<bool> &cancel) const
{
    Listener listener{onEvent, std::nullopt};
    const int code = m_run(interlinear_training_version, request.dump().c_str(), hear, &listener, &cancel);
    if (code == 2)
        return fail(ErrorCode::EngineFailure, "libinterlinear_training.so", "speaks another version of the trainer's interface than this program; build both anew");
    if (listener.error)
        return std::unexpected(*listener.error);
    return {};
}

}  // namespace interlinear::training
