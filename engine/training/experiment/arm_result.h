// What one run of an experiment came to: an arm with a seed, trained and scored; kept as result.json in its folder.
//
//   Result<ArmResult> result = measureArm(experiment, arm, seed, folder);      // folder/model is there
//   writeArmResult(folder / "result.json", *result);
#pragma once

#include "engine/core/result.h"
#include "engine/training/experiment/experiment.h"

#include <filesystem>
#include <string>
#include <vector>

namespace interlinear::training {

/// One test set in one direction, greedy.
struct DirectionResult {
    std::string test, from, to;
    double bleu = 0, chrf = 0;                       ///< of the whole model
    double lmOnlyBleu = 0;                           ///< with the MT group off; equal to bleu for a model without one
    std::vector<std::string> hypotheses;

    bool operator==(const DirectionResult &) const = default;
};

/// Bits per byte of text that was not trained on, after one stage of the run.
struct RetentionResult {
    std::string stage, language;
    double whole = 0, lmOnly = 0;

    bool operator==(const RetentionResult &) const = default;
};

/// How far one part of the model moved since the first stage; see transform/drift.h.
struct DriftResult {
    std::string module;
    double relative = 0;

    bool operator==(const DriftResult &) const = default;
};

struct ArmResult {
    std::string arm;
    int seed = 0;
    std::string fingerprint;                         ///< of the model in the run's folder
    std::vector<DirectionResult> directions;
    std::vector<RetentionResult> retention;          ///< stage by stage, each with the texts in the experiment's order
    std::vector<DriftResult> drift;                  ///< empty for a run of one stage

    bool operator==(const ArmResult &) const = default;
};

/// Scores folder/model, and the stages that led to it, on everything that the experiment asks for. On the CPU.
Result<ArmResult> measureArm(const Experiment &experiment, const std::string &arm, int seed, const std::filesystem::path &folder);

Result<void> writeArmResult(const std::filesystem::path &file, const ArmResult &result);
Result<ArmResult> readArmResult(const std::filesystem::path &file);

}  // namespace interlinear::training
