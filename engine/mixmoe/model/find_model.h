// The model to use when nobody names one.
//
//   Result<std::filesystem::path> folder = findModel({"en", "de"});   // .../resources/models/european
//
// Searched in order: the folder that the environment variable INTERLINEAR_MODEL names; resources/models in the tree that the program was built
// in; share/interlinear/models beside the folder of an installed program. In the last two, the first folder by name whose config.json knows the
// languages (ModelConfig::knows()), else the first that holds one.
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

using Languages = std::vector<std::string>;

/// NotFound lists the places that were searched. Any thread.
Result<std::filesystem::path> findModel(const Languages &languages = {});

/// The same for a program in this folder; `chosen` is what INTERLINEAR_MODEL says, empty when it is not set.
Result<std::filesystem::path> findModel(const std::filesystem::path &programFolder, const std::filesystem::path &chosen, const Languages &languages = {});

/// The folders among which findModel() chooses, by name.
std::vector<std::filesystem::path> modelFolders();
std::vector<std::filesystem::path> modelFolders(const std::filesystem::path &programFolder, const std::filesystem::path &chosen);

/// Whether the model that findModel() names knows the languages, of two in this direction; false when there is none.
bool modelKnows(const Languages &languages);
bool modelKnows(const std::filesystem::path &programFolder, const std::filesystem::path &chosen, const Languages &languages);

/// The languages of all models among which findModel() chooses, sorted.
Languages languagesOfModels();
Languages languagesOfModels(const std::filesystem::path &programFolder, const std::filesystem::path &chosen);

}  // namespace interlinear::mixmoe
