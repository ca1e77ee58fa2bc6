// An experiment: arms times seeds, every arm a recipe, all scored on the same test sets.
//
//   Result<Experiment> experiment = readExperiment("resources/experiments/claims.json");
//   experiment->arms[0].recipe;       // resources/recipes/full-finetune.json
//
// In JSON: "name", "seeds", "baseline" (an arm's name), "corpus" and "recipes" (folders relative to the file), "arms" (names of recipes), "tests"
// ({"file", "first", "second"}: pairs, scored in both directions), "retention" ({"file", "language", "lines"}: text that no arm is trained on).
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace interlinear::training {

struct ExperimentArm {
    std::string name;
    std::filesystem::path recipe;
};

struct ExperimentTest {
    std::filesystem::path file;
    std::string first, second;
};

struct RetentionText {
    std::filesystem::path file;
    std::string language;
    int lines = 0;                   ///< so many from the beginning
};

struct Experiment {
    std::string name, baseline;
    std::filesystem::path corpus;
    std::vector<int> seeds;          ///< positive
    std::vector<ExperimentArm> arms; ///< the baseline among them
    std::vector<ExperimentTest> tests;
    std::vector<RetentionText> retention;
};

/// Unknown keys, files that are not there, and a baseline that is no arm are errors that name the key.
Result<Experiment> readExperiment(const std::filesystem::path &file);

}  // namespace interlinear::training
