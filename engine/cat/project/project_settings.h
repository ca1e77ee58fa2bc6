// What project.json says about a project.
//
//   Result<ProjectSettings> settings = readProjectSettings("job/project.json");
//   writeProjectSettings("job/project.json", {"en", "de"});
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace interlinear::cat {

/// A memory that a project looks up in beside its own, and never writes to.
struct ReferenceMemory {
    std::filesystem::path path;                        ///< absolute, or relative to the project's folder
    int penaltyPerMille = 0;                           ///< 0 to 1000: what each of its matches loses

    bool operator==(const ReferenceMemory &) const = default;
};

struct ProjectSettings {
    std::string sourceLanguage;                        ///< BCP 47 tags
    std::string targetLanguage;
    std::filesystem::path memory = "memory.itm";       ///< absolute, or relative to the project's folder: where confirmed work goes; empty: to no memory
    std::vector<ReferenceMemory> references = {};      ///< in the order in which they were added
    std::filesystem::path termbase = "terms.itb";      ///< absolute, or relative to the project's folder; made when the first term is added
    bool approvedOnly = false;                         ///< lookups leave out what nobody has approved
    std::string segmentation = {};                     ///< an SRX file, absolute or relative to the project's folder; "line" for each line a segment; empty: our rules
};

/// BadFormat with the key that is missing or of another kind, NewerVersion, and what readTextFile() reports. Unknown keys are passed over; without a termbase it is the default one.
Result<ProjectSettings> readProjectSettings(const std::filesystem::path &path);

/// Replaces the file only when the new one is complete.
Result<void> writeProjectSettings(const std::filesystem::path &path, const ProjectSettings &settings);

}  // namespace interlinear::cat
