// The manifest of a corpus as a page of text.
#pragma once

#include "engine/training/data/manifest.h"

#include <string>

namespace interlinear::cli {

/// Rows of each source before and after with what was dropped, then the examples of each group.
std::string corpusReport(const training::CorpusManifest &manifest);

}  // namespace interlinear::cli
