// Terms into and out of the termbase of a project, as plain calls: what a thread of its own runs, beside the storage thread.
//
//   TermDesk desk;
//   Result<cat::TermImportReport> report = desk.import(projectFolder, "client.tbx", stop);
//
// Nothing stays open between calls. One thread at a time.
#pragma once

#include "engine/cat/project/project_terms.h"

#include <filesystem>
#include <stop_token>

namespace interlinear::workbench {

class TermDesk {
public:
    /// As ProjectTerms::import() and exportTo().
    Result<cat::TermImportReport> import(const std::filesystem::path &project, const std::filesystem::path &file, std::stop_token stop);
    Result<void> exportTo(const std::filesystem::path &project, const std::filesystem::path &file);
    void closeAll() {}
};

}  // namespace interlinear::workbench
