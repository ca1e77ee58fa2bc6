// A translation project: a folder with project.json (languages, memory) and state.sqlite (documents, segments, history, outbox).
//
//   Result<Project> project = Project::create("job", {"en", "de"});
//   Result<ProjectDocument> guide = project->addDocument("guide.md");
//   const std::int64_t first = project->segments(guide->id)->front().id;
//   project->confirm(first, {"Willkommen", {}}, "M. Weber");   // on disk when it returns
//   project->applyOutbox(memory);                              // or ProjectMemory, which also looks up
//
// What a function changes happens in one transaction: all of it is on disk when the function returns without an Error, and none of it otherwise.
// A segment has a unit in the memory exactly while it is done (isDone()) and has a target; the outbox holds what the memory does not know yet.
// Files that fail answer as Database does: Unwritable, DiskFull, Locked, Damaged, NewerVersion, each with a sentence.
// A Project belongs to one thread at a time.
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/document/document_files.h"
#include "engine/cat/memory/memory.h"
#include "engine/cat/project/history.h"
#include "engine/cat/project/outbox.h"
#include "engine/cat/project/project_document.h"
#include "engine/cat/project/project_settings.h"
#include "engine/cat/project/review_record.h"
#include "engine/cat/project/segment_content.h"
#include "engine/cat/project/segment_notes.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::cat {

struct ProjectSegment {
    std::int64_t id = 0;          ///< unique in the project, for ever
    Segment segment;
    SegmentContent content;
    std::vector<SegmentNote> notes = {};   ///< of people, in the order in which they were added

    bool operator==(const ProjectSegment &) const = default;
};

class Project {
public:
    /// Whether the folder holds a project.json.
    static bool isProject(const std::filesystem::path &folder);
    /// What it says, without opening the project. NotFound where it is none, and what readProjectSettings() reports.
    static Result<ProjectSettings> settingsOf(const std::filesystem::path &folder);
    /// Makes the folder where it is missing, its files, and the memory unless that is there already. InvalidArgument when the folder holds a
    /// project, and when the memory is one of other languages.
    static Result<Project> create(const std::filesystem::path &folder, const ProjectSettings &settings);
    static Result<Project> open(const std::filesystem::path &folder, Access access = Access::Write);

    const std::filesystem::path &folder() const { return m_folder; }
    const std::string &sourceLanguage() const { return m_settings.sourceLanguage; }
    const std::string &targetLanguage() const { return m_settings.targetLanguage; }
    /// Empty for a project that writes to no memory: what is confirmed waits in it until one is chosen.
    std::filesystem::path memoryPath() const { return m_settings.memory.empty() ? std::filesystem::path() : m_folder / m_settings.memory; }
    std::filesystem::path termbasePath() const { return m_folder / m_settings.termbase; }
    /// From now on, and on disk when it returns; the file is not looked at.
    Result<void> setTermbase(const std::filesystem::path &path);
    /// As Memory::open(); InvalidArgument for a memory of other languages than the project's, NotFound where none is written.
    Result<Memory> openMemory() const;

    /// The memories that the project looks up in beside its own.
    const std::vector<ReferenceMemory> &references() const { return m_settings.references; }
    /// To read from. A memory of other languages is InvalidArgument, one of other variants of them (en-GB, en-US) is not.
    Result<Memory> openReference(const ReferenceMemory &reference) const;
    /// Opens it to see that it fits, and from then on looks up in it; one that is a reference already has the new penalty. InvalidArgument for the project's own.
    Result<void> addReference(const ReferenceMemory &reference);
    /// NotFound for one that is none. The file stays.
    Result<void> removeReference(const std::filesystem::path &path);
    /// Makes that memory the project's own, once the one before has all that waits for it; that one becomes a reference, and keeps what was confirmed. What waits
    /// for one that is gone or cannot be used goes to the new one.
    Result<void> writeTo(const std::filesystem::path &path);
    /// As writeTo(), with none in its place.
    Result<void> writeToNone();

    /// Whether lookups leave out units that nobody has approved.
    bool approvedOnly() const { return m_settings.approvedOnly; }
    Result<void> setApprovedOnly(bool approvedOnly);

    /// Reads a file into the project, or finds it there by its path with all the work on it. Where the file has changed since, or other rules are given, every
    /// segment whose source is still in it keeps its content and history, and the others are new; what was split or joined stays so. Without rules it is read by
    /// those that it was read by last. Cancelled when the progress says so.
    Result<ProjectDocument> addDocument(const std::filesystem::path &file, const std::optional<DocumentRules> &rules = std::nullopt,
                                        const KeepProgress &progress = {});
    /// A first look while addDocument() goes on: the first segments of a file, at most so many, as the project has them, or else as it will have them, with the id 0.
    Result<std::vector<ProjectSegment>> beginning(const std::filesystem::path &file, std::size_t segments) const;
    /// The rules by which the document is read; how it is cut into segments is the project's. NotFound for an id of none.
    Result<DocumentRules> rulesOf(std::int64_t document) const;
    /// Reads the document's file, as the project has it, anew.
    Result<ProjectDocument> setRules(std::int64_t document, const DocumentRules &rules);
    /// In the order of adding.
    Result<std::vector<ProjectDocument>> documents() const;
    /// In the order of the document; NotFound for an id of no document.
    Result<std::vector<ProjectSegment>> segments(std::int64_t document) const;
    /// The ids of segments().
    Result<std::vector<std::int64_t>> segmentIds(std::int64_t document) const;
    /// NotFound for an id of no segment.
    Result<ProjectSegment> segment(std::int64_t id) const;
    /// The document as it was read, its bytes included, with the segments of segments().
    Result<Document> document(std::int64_t document) const;
    /// The document with its targets in place: see exportWhatFits().
    Result<PartialExport> exportDocument(std::int64_t document) const;

    /// Makes the segments hold these contents, and remembers in the history by whom; what is equal already is left alone. NotFound for an id of no
    /// segment, NotUtf8, or InvalidArgument for a target that is done and has an opening or closing tag without its partner.
    Result<void> store(const std::vector<SegmentWrite> &writes, const std::string &author);
    /// As store() for contents that came from elsewhere as a whole, each an entry of the history of its own; and adds the notes.
    Result<void> takeIn(const std::vector<SegmentWrite> &writes, const std::vector<SegmentNote> &notes, const std::string &author);
    /// As store(), with the origin that the segment has. A draft of a done segment takes its confirmation back; an empty one makes it new.
    Result<void> saveDraft(std::int64_t segment, const TaggedText &target, const std::string &author);
    Result<void> confirm(std::int64_t segment, const TaggedText &target, const std::string &author);
    /// Makes a done segment a draft; another one is left alone.
    Result<void> unconfirm(std::int64_t segment, const std::string &author);

    /// See divideSegment() and uniteSegments(). Doing the other thing brings back what was, ids and confirmations too, as far as nothing has changed since.
    Result<std::pair<std::int64_t, std::int64_t>> splitSegment(std::int64_t segment, std::size_t offset, const std::string &author);
    Result<std::int64_t> joinSegments(std::int64_t first, const std::string &author);

    /// In the order in which things happened; see recordHistory().
    Result<std::vector<HistoryEntry>> historyOfSegment(std::int64_t segment) const;
    Result<std::vector<HistoryEntry>> historyOfDocument(std::int64_t document) const;

    /// Remembers what goes out for review, in the order of its rows; see recordReview().
    Result<std::string> recordReview(const std::vector<SegmentWrite> &rows);
    /// What went out; empty for an id of no review.
    Result<std::vector<SegmentWrite>> rowsOfReview(const std::string &review) const;

    Result<Outbox> outbox() const;
    /// Gives the outbox to the memory and empties it. Interrupted at any instant and done again, every unit is in the memory once. By how many units
    /// the memory has grown, or shrunk. Another writer of the memory is waited for so long, then Locked.
    Result<std::int64_t> applyOutbox(Memory &memory, std::chrono::milliseconds patience = usualPatience);

private:
    Result<void> changeMemory(const std::filesystem::path &path);
    Result<void> changeReferences(std::vector<ReferenceMemory> references);
    Result<void> changeSettings(ProjectSettings settings);
    Result<ProjectDocument> keep(const std::filesystem::path &path, Document document, const DocumentRules &rules, const KeepProgress &progress = {});
    Project(std::filesystem::path folder, ProjectSettings settings, Database state);

    std::filesystem::path m_folder;
    ProjectSettings m_settings;
    Database m_state;
};

}  // namespace interlinear::cat
