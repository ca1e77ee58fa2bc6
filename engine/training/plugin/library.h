// The trainer at run time: opens libinterlinear_training.so beside the program and runs requests in it.
//
//   Result<TrainingLibrary> library = TrainingLibrary::open();
//   Result<void> done = library->run({{"command", "train"}, …}, [](const nlohmann::json &event) { show(event); }, cancel);
//
// Requests and events: entry.h. The library stays open until the program ends, as LibTorch wants it.
#pragma once

#include "engine/core/result.h"
#include "engine/training/plugin/entry.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>

namespace interlinear::training {

class TrainingLibrary {
public:
    /// Unsupported when this build has no trainer, EngineFailure when it cannot be opened or is of another version.
    static Result<TrainingLibrary> open();

    /// Events come on this thread; an "error" event becomes the Error that is returned, and is not passed on.
    Result<void> run(const nlohmann::json &request, const std::function<void(const nlohmann::json &event)> &onEvent, const std::atomic<bool> &cancel) const;

private:
    explicit TrainingLibrary(interlinear_training_run_t entry) : m_run(entry) {}

    interlinear_training_run_t m_run;
};

}  // namespace interlinear::training
