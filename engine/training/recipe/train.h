// Running a whole recipe: vocabulary, the dense base, slicing, stage 1, copying, stage 2. Each finished stage leaves a model folder.
//
//   Result<std::filesystem::path> model = train({.recipe = "en-de.json", .out = "run"}, report, cancel);
//
// The run folder holds tokenizer.model, one model folder a finished stage (fp32), checkpoint.safetensors of the stage in work, metrics.jsonl, and model/ (bf16) at the end.
#pragma once

#include "engine/core/result.h"

#include <nlohmann/json_fwd.hpp>

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>

namespace interlinear::training {

struct TrainRequest {
    std::filesystem::path recipe, out;
    std::filesystem::path corpus;      ///< replaces the recipe's when not empty
    bool resume = false;               ///< go on in a run folder that is there; without it such a folder is an Error
    double minutes = 0;                ///< pause with a checkpoint after so long; 0: no limit
    int threads = 0;                   ///< 0: all cores
};

using TrainReport = std::function<void(const nlohmann::json &event)>;

/// The finished model's folder, or an empty path when time or the cancel flag paused the run with a checkpoint.
Result<std::filesystem::path> train(const TrainRequest &request, const TrainReport &report, const std::atomic<bool> &cancel);

}  // namespace interlinear::training
