// The loop over the steps of one stage: reports, dev losses, checkpoints, pauses, and going back after a step that went wrong.
//
//   StageLoop loop{.name = stage.name, .steps = stage.steps, .dev = data.dev, .checkpoint = "run/checkpoint.safetensors", .pause = outOfTime, .emit = emit};
//   Result<bool> finished = loop.run(stageRun, model);
#pragma once

#include "engine/training/recipe/stage.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace interlinear::training {

struct StageLoop {
    std::string name;
    int steps = 0;
    const std::vector<Batch> &dev;
    std::filesystem::path checkpoint;
    std::function<Result<void>()> publish;   ///< by the first, where dev is measured: the model as it is
    std::function<bool()> pause;
    std::function<void(const nlohmann::json &event)> emit;
    Workers workers{};                 ///< the first saves, reports and measures; any of them can pause all

    /// False when paused, with a checkpoint. EngineFailure when the loss keeps running away, or a worker is lost: the others then leave a checkpoint.
    Result<bool> run(StageRun &stage, MixMoeModel &model);

private:
    Result<void> save(const StageRun &stage) const;
    Error afterLoss(const StageRun &stage, const Error &lost) const;
};

}  // namespace interlinear::training
