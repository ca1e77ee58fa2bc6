// Running a whole recipe, stage by stage. Each finished stage leaves a model folder, from which a later run goes on.
//
//   Result<std::filesystem::path> model = train({.recipe = "mix-moe.json", .out = "run"}, report, cancel);
//
// Several processes train one model together when the environment names them (parallel/workers.h); the first of them writes and reports.
// The run folder holds recipe.json (resolved), tokenizer.model, one model folder a finished stage (fp32), checkpoint.safetensors of the stage in work,
// metrics.jsonl, latest/ (the stage in work as a bf16 model, to be tried while it trains), and at the end model/ (bf16) and stages.json, a list of {"name", "folder"}. Recipes that begin alike can share their stages: a finished one is known by a fingerprint over everything that
// made it.
#pragma once

#include "engine/core/result.h"

#include <nlohmann/json_fwd.hpp>

#include <atomic>
#include <filesystem>
#include <functional>

namespace interlinear::training {

struct TrainRequest {
    std::filesystem::path recipe, out;
    std::filesystem::path corpus;      ///< replaces the recipe's when not empty
    std::filesystem::path shards;      ///< replaces the recipe's when not empty
    std::filesystem::path stages;      ///< where vocabulary and finished stages lie, one folder a fingerprint, shared with other runs; empty: in the run folder
    bool resume = false;               ///< go on in a run folder that is there; without it such a folder is an Error
    double minutes = 0;                ///< pause with a checkpoint after so long; 0: no limit
    int threads = 0;                   ///< 0: all cores
    int seed = 0;                      ///< replaces the recipe's when not 0
    std::string device = "cpu";        ///< as trainingDevice() takes it
};

/// CPU threads of everything that follows; 0: all cores.
void setThreads(int threads);

/// Events: {"event": "note", "text"}, {"event": "step", …}, {"event": "dev", …}; see plugin/entry.h.
using TrainReport = std::function<void(const nlohmann::json &event)>;

/// The finished model's folder, or an empty path when time or the cancel flag paused the run with a checkpoint.
Result<std::filesystem::path> train(const TrainRequest &request, const TrainReport &report, const std::atomic<bool> &cancel);

}  // namespace interlinear::training
