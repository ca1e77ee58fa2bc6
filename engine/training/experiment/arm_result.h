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

/// Bits per byte of text that was not trained on.
struct RetentionResult {
    std::string language;
    double whole = 0, lmOnly = 0;

    bool operator==(const RetentionResult &) const = default;
};

struct ArmResult {
    std::string arm;
    int seed = 0;
    std::string fingerprint;                         ///< of the model in the run's folder
    std::vector<DirectionResult> directions;
    std::vector<RetentionResult> retention;

    bool operator==(const ArmResult &) const = default;
};

/// Scores folder/model on everything that the experiment asks for. On the CPU.
Result<ArmResult> measureArm(const Experiment &experiment, const std::string &arm, int seed, const std::filesystem::path &folder);

Result<void> writeArmResult(const std::filesystem::path &file, const ArmResult &result);
Result<ArmResult> readArmResult(const std::filesystem::path &file);

}  // namespace interlinear::training
