#include "app/workbench/term_desk.h"

namespace interlinear::workbench {

Result<cat::TermImportReport> TermDesk::import(const std::filesystem::path &project, const std::filesystem::path &file, std::stop_token stop)
{
    Result<cat::Project> opened = cat::Project::open(project, cat::Access::Read);
    return opened ? cat::ProjectTerms(*opened).import(file, std::move(stop)) : std::unexpected(opened.error());
}

Result<void> TermDesk::exportTo(const std::filesystem::path &project, const std::filesystem::path &file)
{
    Result<cat::Project> opened = cat::Project::open(project, cat::Access::Read);
    return opened ? cat::ProjectTerms(*opened).exportTo(file) : std::unexpected(opened.error());
}

}  // namespace interlinear::workbench
