// Everything that the window does to project, memory and files, as plain calls: what the storage thread runs.
//
//   ProjectDesk desk;
//   Result<OpenedProject> project = desk.openProject({folder, {"en", "de"}});
//   Result<OpenedDocument> document = desk.addDocument("welcome.md");
//   desk.store({{document->rows[0].id, content}});
//
// One thread at a time. While no project is open, every function but openProject() and close() is NotFound.
#pragma once

#include "app/workbench/language_dialog.h"
#include "app/workbench/opened_document.h"
#include "engine/cat/project/project_memory.h"
#include "engine/core/result.h"

#include <QString>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace interlinear::workbench {

struct ProjectPlace {
    std::filesystem::path folder;
    LanguagePair languages;
    bool operator==(const ProjectPlace &) const = default;
};

struct MemorySummary {
    QString name;                         ///< empty when none is open
    std::size_t units = 0;
};

struct OpenedProject {
    ProjectPlace place;
    std::vector<cat::ProjectDocument> documents;
    MemorySummary memory;
    std::optional<Error> memoryProblem;   ///< the memory cannot be used; what is confirmed waits in the project until it can
};

struct StoreReport {
    MemorySummary memory;
    std::optional<Error> memoryProblem;   ///< the memory could not take what was confirmed; it waits in the project and is tried again
};

struct ExportReport {
    QString path;
    std::vector<Error> refused;           ///< one a target that the format could not hold: the source stands there
};

class ProjectDesk {
public:
    ProjectDesk();
    ~ProjectDesk();

    /// Opens the folder's project, or makes one; the earlier one is closed. InvalidArgument when the project has other languages.
    Result<OpenedProject> openProject(const ProjectPlace &place);
    void close();

    /// Reads the file into the project, or finds it there from an earlier time with all the work on it.
    Result<OpenedDocument> addDocument(const std::filesystem::path &file);
    Result<OpenedDocument> document(std::int64_t id);

    /// Makes the project hold these contents in one transaction, then tells the memory.
    Result<StoreReport> store(const std::vector<cat::SegmentWrite> &writes);
    /// The best matches of memory and outbox together, best first; none without a memory.
    Result<std::vector<cat::Match>> lookup(const cat::Query &query, int thresholdPerMille, std::size_t limit);

    /// Writes the document with these targets, one a segment; in a gap the source stands.
    Result<ExportReport> exportDocument(std::int64_t id, const std::vector<std::optional<TaggedText>> &targets, const std::filesystem::path &file);
    /// As TMX.
    Result<void> exportMemory(const std::filesystem::path &file);

private:
    struct Open;

    Result<Open *> open() const;

    std::unique_ptr<Open> m_open;   // null while no project is open
};

}  // namespace interlinear::workbench
