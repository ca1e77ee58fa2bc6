// What a project's settings say about reading its documents, and what it remembers of each.
//
//   Result<DocumentRules> rules = documentRules(settings, folder);
//   readDocument(file, settings.sourceLanguage, withSegmentationOf(*rules, ofThisDocument));
#pragma once

#include "engine/cat/document/rules.h"
#include "engine/cat/project/project_settings.h"

#include <filesystem>

namespace interlinear::cat {

/// Reads the rules of segmentation that the settings name; errors as readFile() and readSrx().
Result<DocumentRules> documentRules(const ProjectSettings &settings, const std::filesystem::path &folder);

/// The rules of one document, cut into segments as all of the project are.
DocumentRules withSegmentationOf(const DocumentRules &project, DocumentRules document);

}  // namespace interlinear::cat
