// Everything that the window does to project, memory and files, as plain calls: what the storage thread runs.
//
//   ProjectDesk desk;
//   Result<OpenedFiles> opened = desk.openFiles({folder, {"en", "de"}}, {"welcome.md"});
//   const int project = opened->project.number;
//   desk.store(project, {{opened->documents[0]->rows[0].id, content}});
//   desk.closeProject(project);
//
// Ids of documents and segments are those of one project, and every project counts from 1: so each call names the project that it means, and is NotFound
// when that is not open. Several may be open, while one takes the place of another. One thread at a time.
#pragma once

#include "app/workbench/language_dialog.h"
#include "app/workbench/opened_document.h"
#include "app/workbench/page.h"
#include "app/workbench/task_control.h"
#include "engine/cat/project/project_memory.h"
#include "engine/cat/project/project_terms.h"
#include "engine/cat/review/review_exchange.h"
#include "engine/core/result.h"

#include <QString>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace interlinear::workbench {

struct ProjectPlace {
    std::filesystem::path folder;
    LanguagePair languages;
    bool operator==(const ProjectPlace &) const = default;
};

struct MemorySummary {
    QString name;                         ///< empty while no project is open
    std::filesystem::path path;
    std::size_t units = 0;
    int penaltyPerMille = 0;              ///< what each of its matches loses
    std::optional<Error> problem;         ///< why it does not answer
};

struct OpenedProject {
    int number = 0;                       ///< of this opening, never given again; 0: none
    ProjectPlace place;
    std::vector<cat::ProjectDocument> documents;
    MemorySummary memory;                 ///< its own, where confirmed work goes
    std::vector<MemorySummary> references;   ///< looked up in besides, never written to
    bool approvedOnly = false;            ///< lookups leave out what nobody has approved
    std::optional<Error> memoryProblem;   ///< the memory cannot be used; what is confirmed waits in the project until it can
};

struct MemoriesReport {
    MemorySummary memory;
    std::vector<MemorySummary> references;
    bool approvedOnly = false;
    std::optional<Error> memoryProblem;
};

struct OpenedFiles {
    OpenedProject project;
    std::vector<Result<OpenedDocument>> documents;   ///< one a file
};

struct StoreReport {
    MemorySummary memory;
    std::optional<Error> memoryProblem;   ///< the memory could not take what was confirmed; it waits in the project and is tried again
};

struct ExportReport {
    QString path;
    std::vector<Error> refused;           ///< one a target that the format could not hold: the source stands there
};

struct ImportedReview {
    cat::ReviewReport report;
    std::vector<OpenedDocument> documents;   ///< those that have changed, as they are now
    StoreReport stored;
};

class ProjectDesk {
public:
    ProjectDesk();
    ~ProjectDesk();

    /// Opens the folder's project, or makes one, beside those that are open; one of the same place is that one. Then reads the files into it, or finds
    /// them there from an earlier time with all the work on them. InvalidArgument when the project has other languages.
    /// Once it is to stop every document that the project does not have yet is Cancelled.
    Result<OpenedFiles> openFiles(const ProjectPlace &place, const std::vector<std::filesystem::path> &files, const TaskControl &control = {});
    void closeProject(int project);
    void closeAll();

    Result<OpenedDocument> document(int project, std::int64_t id, const TaskControl &control = {});

    /// The first rows of a file, or of a document, so large that openFiles() or document() will take a while; none of another one, and of one that cannot be read.
    std::vector<widgets::SegmentRow> beginning(const ProjectPlace &place, const std::filesystem::path &file);
    std::vector<widgets::SegmentRow> beginning(int project, std::int64_t document);

    Result<DocumentFile> file(int project, std::int64_t document);
    /// See cat::Project::setRules().
    Result<OpenedDocument> setRules(int project, std::int64_t document, const cat::DocumentRules &rules);

    /// Makes the project hold these contents in one transaction, then tells the memory.
    Result<StoreReport> store(int project, const std::vector<cat::SegmentWrite> &writes);
    /// See cat::Project::splitSegment() and joinSegments(): the rows that stand there from then on.
    Result<std::vector<OpenedRow>> split(int project, std::int64_t segment, std::size_t offset);
    Result<std::vector<OpenedRow>> join(int project, std::int64_t first);

    /// The best matches of the memories that answer and the outbox together, best first. Cancelled when asked to stop.
    Result<std::vector<cat::Match>> lookup(int project, const cat::Query &query, const cat::LookupSettings &settings, const std::stop_token &stop = {});

    /// Until the project is closed; null while somebody writes to its memory for long and it has not been opened yet.
    Result<cat::ProjectMemory *> memory(int project);
    Result<cat::ProjectTerms *> terms(int project);

    /// Writes the document with these contents, one a segment in their order; in a gap stands the source, and in a bilingual file nothing. InvalidArgument where
    /// they are those of other segments.
    Result<ExportReport> exportDocument(int project, std::int64_t id, const std::vector<cat::SegmentWrite> &contents, const std::filesystem::path &file);

    /// See pageText().
    Result<PageText> page(int project, std::int64_t id, const std::vector<cat::SegmentContent> &contents, std::optional<std::size_t> marked);

    /// Writes what is selected for a reviewer; see cat::exportReview().
    Result<void> exportReview(int project, const cat::ReviewSelection &selection, cat::ReviewFormat format, const std::filesystem::path &file);
    /// What a file that came back says; nothing changes.
    Result<cat::ReviewReport> previewReview(int project, const std::filesystem::path &file, const cat::ReviewSettings &settings);
    /// Takes it, in one transaction, then tells the memory.
    Result<ImportedReview> importReview(int project, const std::filesystem::path &file, const cat::ReviewSettings &settings);

    /// A memory to look up in from now on; one that is looked up in already has the new penalty. See cat::Project::addReference().
    Result<MemoriesReport> addMemory(int project, const cat::ReferenceMemory &memory);
    /// A new, empty one in the languages of the project, to look up in.
    Result<MemoriesReport> createMemory(int project, const std::filesystem::path &path);
    Result<MemoriesReport> removeMemory(int project, const std::filesystem::path &path);
    /// Confirmed work goes there from now on.
    Result<MemoriesReport> writeTo(int project, const std::filesystem::path &path);
    /// To no memory: it waits in the project. The one until now is looked up in.
    Result<MemoriesReport> writeToNone(int project);
    Result<MemoriesReport> setApprovedOnly(int project, bool approvedOnly);
    /// The project's own counted anew: somebody else has changed it.
    Result<MemoriesReport> recountMemory(int project);
    /// The same for one that is looked up in; nothing happens for another one.
    Result<MemoriesReport> recountReference(int project, const std::filesystem::path &path);
    /// From now on confirmations wait in the project, where lookups find them: somebody else is about to write to a memory for long.
    Result<void> holdMemory(int project);
    /// Ends one holdMemory(); after the last one the memory is given what has waited.
    Result<MemoriesReport> releaseMemory(int project);

private:
    struct Open;

    Result<Open *> open(int project) const;
    Result<Open *> openOrFind(const ProjectPlace &place);
    template <typename Change>
    Result<MemoriesReport> changeMemories(int project, const Change &change);

    std::map<int, std::unique_ptr<Open>> m_open;   // [number]
    int m_lastNumber = 0;
};

}  // namespace interlinear::workbench
