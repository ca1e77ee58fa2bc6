#include "engine/cat/project/project.h"

#include "engine/cat/memory/unit_rows.h"
#include "engine/cat/project/document_rules.h"
#include "engine/cat/project/file_content.h"
#include "engine/cat/project/segment_change.h"
#include "engine/cat/project/segment_division.h"
#include "engine/cat/project/segment_rows.h"
#include "engine/core/files.h"
#include "engine/core/utf8.h"
#include "sql/project.h"
#include "sql/project_from_1.h"
#include "sql/project_from_2.h"
#include "sql/project_from_3.h"

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr const char *settingsFile = "project.json";
constexpr const char *stateFile = "state.sqlite";

const Schema &schema()
{
    static const Migration from1{"ALTER TABLE unit RENAME TO unit_1;" + unitTableSql() + unitFrom1Sql() + project_from_1Sql, unitMigrationFunctions()};
    static const Migration from2{project_from_2Sql, {}};
    static const Migration from3{project_from_3Sql, {}};
    static const Schema projectSchema{"project state", 0x494C5052 /* "ILPR" */, 4, unitTableSql() + projectSql, {from1, from2, from3}};
    return projectSchema;
}

bool isThere(const std::filesystem::path &path)
{
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

/// What a creation that fails takes away again: of the paths given, those that were not there before. A folder goes only when it is empty.
class Leftovers {
public:
    void add(const std::filesystem::path &path)
    {
        if (!isThere(path))
            m_paths.push_back(path);
    }
    void keep() { m_paths.clear(); }
    ~Leftovers()
    {
        std::error_code ignored;
        for (const std::filesystem::path &path : m_paths) {
            for (const char *sideFile : {"-wal", "-shm"})
                std::filesystem::remove(path.string() + sideFile, ignored);
            std::filesystem::remove(path, ignored);
        }
    }

private:
    std::vector<std::filesystem::path> m_paths;
};

Result<void> makeFolder(const std::filesystem::path &folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return failFromErrno(problem.value(), true, folder.string());
    return {};
}

/// A state without documents may be left from a creation that was interrupted.
Result<Database> makeState(const std::filesystem::path &path)
{
    if (!isThere(path))
        return Database::create(path, schema());
    Result<Database> state = Database::open(path, schema());
    if (!state)
        return state;
    const Result<std::vector<ProjectDocument>> documents = readDocuments(*state);
    if (!documents)
        return std::unexpected(documents.error());
    if (!documents->empty())
        return fail(ErrorCode::InvalidArgument, path.string(), "holds the work of a project whose %1 is gone; put that file back, or choose another folder", settingsFile);
    return state;
}

std::unexpected<Error> otherLanguages(const Memory &memory, const ProjectSettings &settings)
{
    return fail(ErrorCode::InvalidArgument, memory.path().string(), "is a memory from %1 to %2; the project needs one from %3 to %4", memory.sourceLanguage(),
                memory.targetLanguage(), settings.sourceLanguage, settings.targetLanguage);
}

bool isVariantOf(const std::string &tag, const std::string &language)
{
    return tag.substr(0, tag.find('-')) == language.substr(0, language.find('-'));
}

Result<Memory> openMemoryFor(const ProjectSettings &settings, const std::filesystem::path &path)
{
    Result<Memory> memory = Memory::open(path);
    if (memory && (memory->sourceLanguage() != settings.sourceLanguage || memory->targetLanguage() != settings.targetLanguage))
        return otherLanguages(*memory, settings);
    return memory;
}

/// A bilingual file names its languages, one of a single language none.
Result<void> checkLanguages(const Document &document, const ProjectSettings &settings)
{
    const auto fits = [](const std::string &named, const std::string &wanted) { return named.empty() || isVariantOf(named, wanted); };
    if (fits(document.language, settings.sourceLanguage) && fits(document.targetLanguage, settings.targetLanguage))
        return {};
    return fail(ErrorCode::InvalidArgument, document.name, "translates from %1 to %2; the project needs files from %3 to %4", document.language,
                document.targetLanguage.empty() ? "?" : document.targetLanguage, settings.sourceLanguage, settings.targetLanguage);
}

/// Where it is missing; one that is there must fit.
Result<void> makeMemory(const ProjectSettings &settings, const std::filesystem::path &folder)
{
    if (settings.memory.empty())
        return {};
    const std::filesystem::path path = folder / settings.memory;
    const Result<Memory> memory = isThere(path) ? openMemoryFor(settings, path) : Memory::create(path, settings.sourceLanguage, settings.targetLanguage);
    return memory ? Result<void>() : std::unexpected(memory.error());
}

}  // namespace

Project::Project(std::filesystem::path folder, ProjectSettings settings, Database state)
    : m_folder(std::move(folder)), m_settings(std::move(settings)), m_state(std::move(state))
{
}

bool Project::isProject(const std::filesystem::path &folder)
{
    return isThere(folder / settingsFile);
}

Result<Project> Project::create(const std::filesystem::path &folder, const ProjectSettings &settings)
{
    if (isProject(folder))
        return fail(ErrorCode::InvalidArgument, folder.string(), "holds a project already; open it, or choose another folder");
    Leftovers leftovers;
    leftovers.add(folder / stateFile);
    if (!settings.memory.empty())
        leftovers.add(folder / settings.memory);
    leftovers.add(folder);
    if (auto made = makeFolder(folder); !made)
        return std::unexpected(made.error());
    if (auto made = makeMemory(settings, folder); !made)
        return std::unexpected(made.error());
    Result<Database> state = makeState(folder / stateFile);
    if (!state)
        return std::unexpected(state.error());
    // Last: a folder with this file has all the others.
    if (auto written = writeProjectSettings(folder / settingsFile, settings); !written)
        return std::unexpected(written.error());
    leftovers.keep();
    return Project(folder, settings, std::move(*state));
}

Result<ProjectSettings> Project::settingsOf(const std::filesystem::path &folder)
{
    if (!isProject(folder))
        return fail(ErrorCode::NotFound, folder.string(), "is no project: a folder with a %1 was expected", settingsFile);
    return readProjectSettings(folder / settingsFile);
}

Result<Project> Project::open(const std::filesystem::path &folder, Access access)
{
    Result<ProjectSettings> settings = settingsOf(folder);
    if (!settings)
        return std::unexpected(settings.error());
    Result<Database> state = Database::open(folder / stateFile, schema(), access);
    if (!state)
        return std::unexpected(state.error());
    return Project(folder, std::move(*settings), std::move(*state));
}

Result<Memory> Project::openMemory() const
{
    if (m_settings.memory.empty())
        return fail(ErrorCode::NotFound, m_folder.string(), "writes to no memory; choose one for what is confirmed");
    return openMemoryFor(m_settings, memoryPath());
}

Result<Memory> Project::openReference(const ReferenceMemory &reference) const
{
    const std::filesystem::path path = m_folder / reference.path;
    Result<Memory> memory = Memory::open(path, Access::Read);
    if (memory && !(isVariantOf(memory->sourceLanguage(), sourceLanguage()) && isVariantOf(memory->targetLanguage(), targetLanguage())))
        return otherLanguages(*memory, m_settings);
    return memory;
}

Result<void> Project::addReference(const ReferenceMemory &reference)
{
    if (const Result<Memory> fits = openReference(reference); !fits)
        return std::unexpected(fits.error());
    if (isSameFile(m_folder / reference.path, memoryPath()))
        return fail(ErrorCode::InvalidArgument, reference.path.string(), "is the project's own memory, which is looked up in anyway");
    std::vector<ReferenceMemory> references = m_settings.references;
    const auto known = std::ranges::find_if(references, [&](const ReferenceMemory &other) { return isSameFile(m_folder / other.path, m_folder / reference.path); });
    if (known == references.end())
        references.push_back(reference);
    else
        known->penaltyPerMille = reference.penaltyPerMille;
    return changeReferences(std::move(references));
}

Result<void> Project::removeReference(const std::filesystem::path &path)
{
    std::vector<ReferenceMemory> references = m_settings.references;
    const auto isThisOne = [&](const ReferenceMemory &reference) {   // the file may be gone
        return (m_folder / reference.path).lexically_normal() == (m_folder / path).lexically_normal() || isSameFile(m_folder / reference.path, m_folder / path);
    };
    if (std::erase_if(references, isThisOne) == 0)
        return fail(ErrorCode::NotFound, path.string(), "is no memory that the project looks up in beside its own");
    return changeReferences(std::move(references));
}

Result<void> Project::writeTo(const std::filesystem::path &path)
{
    if (isSameFile(m_folder / path, memoryPath()))
        return {};
    if (const Result<Memory> fits = openMemoryFor(m_settings, m_folder / path); !fits)
        return std::unexpected(fits.error());
    return changeMemory(path);
}

Result<void> Project::writeToNone()
{
    return m_settings.memory.empty() ? Result<void>() : changeMemory({});
}

Result<void> Project::changeMemory(const std::filesystem::path &path)
{
    Result<Memory> before = openMemory();
    if (!before && before.error().code == ErrorCode::Locked)
        return std::unexpected(before.error());
    if (const Result<std::int64_t> delivered = before ? applyOutbox(*before) : Result<std::int64_t>(0); !delivered)
        return std::unexpected(delivered.error());
    ProjectSettings settings = m_settings;
    std::erase_if(settings.references, [&](const ReferenceMemory &reference) { return isSameFile(m_folder / reference.path, m_folder / path); });
    settings.memory = path;
    if (!m_settings.memory.empty())
        settings.references.push_back({.path = m_settings.memory});
    return changeSettings(std::move(settings));
}

Result<void> Project::changeReferences(std::vector<ReferenceMemory> references)
{
    ProjectSettings settings = m_settings;
    settings.references = std::move(references);
    return changeSettings(std::move(settings));
}

Result<void> Project::changeSettings(ProjectSettings settings)
{
    if (auto written = writeProjectSettings(m_folder / settingsFile, settings); !written)
        return written;
    m_settings = std::move(settings);
    return {};
}

Result<void> Project::setTermbase(const std::filesystem::path &path)
{
    ProjectSettings settings = m_settings;
    settings.termbase = path;
    return changeSettings(std::move(settings));
}

Result<void> Project::setApprovedOnly(bool approvedOnly)
{
    ProjectSettings settings = m_settings;
    settings.approvedOnly = approvedOnly;
    return changeSettings(std::move(settings));
}

Result<ProjectDocument> Project::addDocument(const std::filesystem::path &file, const std::optional<DocumentRules> &rules, const KeepProgress &progress)
{
    std::error_code problem;
    const std::filesystem::path path = std::filesystem::absolute(file, problem).lexically_normal();
    if (problem)
        return failFromErrno(problem.value(), false, file.string());
    if (firstInvalidUtf8(path.string()))
        return fail(ErrorCode::NotUtf8, path.string(), "is a file name that is not UTF-8; rename the file");
    const Result<DocumentRules> ofProject = documentRules(m_settings, m_folder);
    if (!ofProject)
        return std::unexpected(ofProject.error());
    const Result<DocumentRules> ofDocument = rules ? Result<DocumentRules>(*rules) : storedRules(m_state, path);
    if (!ofDocument)
        return std::unexpected(ofDocument.error());
    Result<Document> document = readDocument(path, sourceLanguage(), withSegmentationOf(*ofProject, *ofDocument));
    if (!document)
        return std::unexpected(document.error());
    return keep(path, std::move(*document), withSegmentationOf(*ofProject, *ofDocument), progress);
}

Result<DocumentRules> Project::rulesOf(std::int64_t document) const
{
    Result<StoredFile> file = readStoredFile(m_state, document);
    return file ? Result<DocumentRules>(std::move(file->rules)) : std::unexpected(file.error());
}

Result<ProjectDocument> Project::setRules(std::int64_t document, const DocumentRules &rules)
{
    const Result<DocumentRules> ofProject = documentRules(m_settings, m_folder);
    if (!ofProject)
        return std::unexpected(ofProject.error());
    Result<StoredFile> file = readStoredFile(m_state, document);
    if (!file)
        return std::unexpected(file.error());
    Result<Document> read = parseDocument(std::move(file->bytes), file->format, sourceLanguage(), file->path, withSegmentationOf(*ofProject, rules));
    if (!read)
        return std::unexpected(read.error());
    return keep(file->path, std::move(*read), withSegmentationOf(*ofProject, rules));
}

Result<ProjectDocument> Project::keep(const std::filesystem::path &path, Document document, const DocumentRules &rules, const KeepProgress &progress)
{
    if (auto fits = checkLanguages(document, m_settings); !fits)
        return std::unexpected(fits.error());
    const Result<std::int64_t> id = keepDocument(m_state, path, std::move(document), rules, progress);
    if (!id)
        return std::unexpected(id.error());
    return readDocumentEntry(m_state, *id);
}

Result<std::vector<ProjectDocument>> Project::documents() const
{
    return readDocuments(m_state);
}

Result<std::vector<ProjectSegment>> Project::segments(std::int64_t document) const
{
    if (const auto entry = readDocumentEntry(m_state, document); !entry)
        return std::unexpected(entry.error());
    Result<std::vector<SegmentRow>> rows = readSegments(m_state, document);
    if (!rows)
        return std::unexpected(rows.error());
    Result<std::map<std::int64_t, std::vector<SegmentNote>>> notes = notesOfDocument(m_state, document);
    if (!notes)
        return std::unexpected(notes.error());
    std::vector<ProjectSegment> segments;
    for (SegmentRow &row : *rows) {
        segments.push_back({row.id, std::move(row.segment), std::move(row.content)});
        if (const auto said = notes->find(row.id); said != notes->end())
            segments.back().notes = std::move(said->second);
    }
    return segments;
}

Result<std::vector<std::int64_t>> Project::segmentIds(std::int64_t document) const
{
    if (const auto entry = readDocumentEntry(m_state, document); !entry)
        return std::unexpected(entry.error());
    return readSegmentIds(m_state, document);
}

Result<ProjectSegment> Project::segment(std::int64_t id) const
{
    Result<SegmentRow> row = readSegment(m_state, id);
    if (!row)
        return std::unexpected(row.error());
    Result<std::vector<SegmentNote>> notes = notesOfSegment(m_state, id);
    if (!notes)
        return std::unexpected(notes.error());
    return ProjectSegment{row->id, std::move(row->segment), std::move(row->content), std::move(*notes)};
}

Result<Document> Project::document(std::int64_t document) const
{
    Result<Document> stored = readStoredDocument(m_state, document, sourceLanguage());
    if (stored && stored->targetLanguage.empty())
        stored->targetLanguage = targetLanguage();
    return stored;
}

Result<PartialExport> Project::exportDocument(std::int64_t document) const
{
    const Result<Document> stored = this->document(document);
    if (!stored)
        return std::unexpected(stored.error());
    const Result<std::vector<ProjectSegment>> current = segments(document);
    if (!current)
        return std::unexpected(current.error());
    Targets targets;
    for (const ProjectSegment &segment : *current)
        targets.push_back(targetForFile(segment.segment, segment.content));
    return exportWhatFits(*stored, targets);
}

Result<void> Project::store(const std::vector<SegmentWrite> &writes, const std::string &author)
{
    Result<Transaction> change = m_state.begin();
    if (!change)
        return std::unexpected(change.error());
    for (const SegmentWrite &write : writes) {
        if (auto changed = changeSegment(m_state, write.id, write.content, author); !changed)
            return changed;
    }
    return change->commit();
}

Result<void> Project::takeIn(const std::vector<SegmentWrite> &writes, const std::vector<SegmentNote> &notes, const std::string &author)
{
    Result<Transaction> change = m_state.begin();
    if (!change)
        return std::unexpected(change.error());
    for (const SegmentWrite &write : writes) {
        if (auto replaced = replaceContent(m_state, write.id, write.content, author); !replaced)
            return replaced;
    }
    for (const SegmentNote &note : notes) {
        if (auto added = addNote(m_state, note); !added)
            return added;
    }
    return change->commit();
}

Result<void> Project::saveDraft(std::int64_t segment, const TaggedText &target, const std::string &author)
{
    const Result<SegmentRow> row = readSegment(m_state, segment);
    if (!row)
        return std::unexpected(row.error());
    if (target.empty())
        return store({{segment, {}}}, author);
    return store({{segment, {target, SegmentState::Draft, row->content.origin}}}, author);
}

Result<void> Project::confirm(std::int64_t segment, const TaggedText &target, const std::string &author)
{
    const Result<SegmentRow> row = readSegment(m_state, segment);
    if (!row)
        return std::unexpected(row.error());
    return store({{segment, {target, SegmentState::Confirmed, row->content.origin}}}, author);
}

Result<void> Project::unconfirm(std::int64_t segment, const std::string &author)
{
    const Result<SegmentRow> row = readSegment(m_state, segment);
    if (!row)
        return std::unexpected(row.error());
    if (!isDone(row->content.state))
        return {};
    return store({{segment, {row->content.target, SegmentState::Draft, row->content.origin}}}, author);
}

Result<std::pair<std::int64_t, std::int64_t>> Project::splitSegment(std::int64_t segment, std::size_t offset, const std::string &author)
{
    const Result<DocumentRules> rules = documentRules(m_settings, m_folder);
    if (!rules)
        return std::unexpected(rules.error());
    Result<Transaction> change = m_state.begin();
    if (!change)
        return std::unexpected(change.error());
    const auto halves = divideSegment(m_state, segment, offset, sourceLanguage(), *rules, author);
    if (!halves)
        return halves;
    if (auto done = change->commit(); !done)
        return std::unexpected(done.error());
    return halves;
}

Result<std::int64_t> Project::joinSegments(std::int64_t first, const std::string &author)
{
    const Result<DocumentRules> rules = documentRules(m_settings, m_folder);
    if (!rules)
        return std::unexpected(rules.error());
    Result<Transaction> change = m_state.begin();
    if (!change)
        return std::unexpected(change.error());
    const Result<std::int64_t> whole = uniteSegments(m_state, first, sourceLanguage(), *rules, author);
    if (!whole)
        return whole;
    if (auto done = change->commit(); !done)
        return std::unexpected(done.error());
    return whole;
}

Result<std::vector<HistoryEntry>> Project::historyOfSegment(std::int64_t segment) const
{
    return cat::historyOfSegment(m_state, segment);
}

Result<std::vector<HistoryEntry>> Project::historyOfDocument(std::int64_t document) const
{
    return cat::historyOfDocument(m_state, document);
}

Result<std::string> Project::recordReview(const std::vector<SegmentWrite> &rows)
{
    Result<Transaction> change = m_state.begin();
    if (!change)
        return std::unexpected(change.error());
    Result<std::string> review = cat::recordReview(m_state, rows);
    if (!review)
        return review;
    if (auto done = change->commit(); !done)
        return std::unexpected(done.error());
    return review;
}

Result<std::vector<SegmentWrite>> Project::rowsOfReview(const std::string &review) const
{
    return cat::rowsOfReview(m_state, review);
}

Result<Outbox> Project::outbox() const
{
    return readOutbox(m_state);
}

Result<std::int64_t> Project::applyOutbox(Memory &memory, std::chrono::milliseconds patience)
{
    const Result<Outbox> waiting = outbox();
    if (!waiting)
        return std::unexpected(waiting.error());
    if (waiting->empty())
        return 0;
    const Result<std::int64_t> growth = deliver(*waiting, memory, patience);
    if (!growth)
        return growth;
    if (auto erased = eraseFromOutbox(m_state, *waiting); !erased)
        return std::unexpected(erased.error());
    return growth;
}

}  // namespace interlinear::cat
