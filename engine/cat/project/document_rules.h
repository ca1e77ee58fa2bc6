// What a project's settings say about reading its documents.
//
//   Result<DocumentRules> rules = documentRules(settings, folder);
//   readDocument(file, settings.sourceLanguage, *rules);
#pragma once

#include "engine/cat/document/rules.h"
#include "engine/cat/project/project_settings.h"

#include <filesystem>

namespace interlinear::cat {

/// Reads the rules of segmentation that the settings name; errors as readFile() and readSrx().
Result<DocumentRules> documentRules(const ProjectSettings &settings, const std::filesystem::path &folder);

}  // namespace interlinear::cat
