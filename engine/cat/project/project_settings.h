// What project.json says about a project.
//
//   Result<ProjectSettings> settings = readProjectSettings("job/project.json");
//   writeProjectSettings("job/project.json", {"en", "de"});
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>

namespace interlinear::cat {

struct ProjectSettings {
    std::string sourceLanguage;                        ///< BCP 47 tags
    std::string targetLanguage;
    std::filesystem::path memory = "memory.itm";       ///< absolute, or relative to the project's folder
};

/// BadFormat with the key that is missing or of another kind, NewerVersion, and what readTextFile() reports. Unknown keys are passed over.
Result<ProjectSettings> readProjectSettings(const std::filesystem::path &path);

/// Replaces the file only when the new one is complete.
Result<void> writeProjectSettings(const std::filesystem::path &path, const ProjectSettings &settings);

}  // namespace interlinear::cat
