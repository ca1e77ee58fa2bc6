#include "app/workbench/project_desk.h"

#include "app/workbench/author.h"
#include "engine/cat/project/file_content.h"
#include "engine/core/files.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace interlinear::workbench {

using widgets::SegmentRow;

namespace {

constexpr std::uintmax_t largeFile = 1U << 20U;   // bytes: what is smaller is there in a blink
constexpr std::size_t rowsOfBeginning = 200;
constexpr std::size_t rowsBetweenQuestions = 256;

std::unexpected<Error> stopped(const std::string &document)
{
    return fail(ErrorCode::Cancelled, document, "was not read to the end; the project is as it was");
}

struct DeskTexts {
    Q_DECLARE_TR_FUNCTIONS(ProjectDesk)
};

QString nameOf(const std::filesystem::path &memory)
{
    return QString::fromStdString(memory.stem().string());
}

Result<cat::ReviewTable> readReviewFile(const std::filesystem::path &file)
{
    Result<std::string> bytes = readFile(file);
    return bytes ? cat::readReview(std::move(*bytes), file.string()) : std::unexpected(bytes.error());
}

/// The names of the documents in which the import changes anything.
std::set<std::string> changedDocuments(const cat::ReviewReport &report)
{
    std::set<std::string> names;
    for (const cat::RowReport &row : report.rows) {
        if (row.outcome == cat::RowOutcome::Changed || (cat::becomesNotes(row) && !row.comments.empty()))
            names.insert(row.document);
    }
    return names;
}

Result<cat::Project> openOrCreate(const ProjectPlace &place)
{
    if (!cat::Project::isProject(place.folder))
        return cat::Project::create(place.folder, {.sourceLanguage = place.languages.from, .targetLanguage = place.languages.to});
    Result<cat::Project> project = cat::Project::open(place.folder);
    if (project && (project->sourceLanguage() != place.languages.from || project->targetLanguage() != place.languages.to))
        return fail(ErrorCode::InvalidArgument, place.folder.string(), "this project translates from %1 to %2, not from %3 to %4",
                    project->sourceLanguage(), project->targetLanguage(), place.languages.from, place.languages.to);
    return project;
}

}  // namespace

struct ProjectDesk::Open {
    Open(int openedAs, ProjectPlace where, cat::Project opened) : number(openedAs), place(std::move(where)), project(std::move(opened)), terms(project) {}

    /// Tells the memory what was confirmed.
    std::optional<Error> updateMemory()
    {
        if (holds > 0)
            return std::nullopt;
        if (!memory)
            memory.emplace(cat::ProjectMemory::open(project));
        const Result<void> applied = memory->applyOutbox();
        return applied ? std::nullopt : std::optional(applied.error());
    }

    /// Opens and counts all memories again; while somebody holds them the own one stays as it is.
    MemoriesReport reopenMemories()
    {
        if (holds == 0)
            memory.reset();
        problem = updateMemory();
        references.clear();
        for (const cat::ReferenceMemory &reference : project.references())
            references.push_back(summaryOf(reference));
        return memories();
    }

    MemoriesReport memories() const { return {summary(), references, project.approvedOnly(), problem}; }

    MemorySummary summary() const
    {
        const std::filesystem::path path = project.memoryPath();
        return {.name = path.empty() ? DeskTexts::tr("Confirmed work goes to no memory") : nameOf(path),
                .path = path,
                .units = memory ? memory->units() : 0,
                .problem = memory && memory->memory() ? std::nullopt : problem};
    }

    MemorySummary summaryOf(const cat::ReferenceMemory &reference) const
    {
        MemorySummary summary{.name = nameOf(reference.path), .path = project.folder() / reference.path, .penaltyPerMille = reference.penaltyPerMille};
        const Result<cat::Memory> opened = project.openReference(reference);
        const Result<std::size_t> units = opened ? opened->countUnits() : std::unexpected(opened.error());
        if (units)
            summary.units = *units;
        else
            summary.problem = units.error();
        return summary;
    }

    Result<OpenedDocument> add(const std::filesystem::path &file, const TaskControl &control)
    {
        if (control.stop.stop_requested())
            return stopped(file.string());
        const Result<std::vector<cat::ProjectDocument>> before = project.documents();
        if (!before)
            return std::unexpected(before.error());
        const Result<cat::ProjectDocument> document = project.addDocument(file, std::nullopt, [&control](std::size_t done, std::size_t all) {
            control.progress(static_cast<qint64>(done), static_cast<qint64>(all));
            return !control.stop.stop_requested();
        });
        if (!document)
            return std::unexpected(document.error());
        Result<OpenedDocument> opened = read(*document);   // to the end: the project has it by now
        if (opened)
            opened->isNew = std::ranges::find(*before, document->id, &cat::ProjectDocument::id) == before->end();
        return opened;
    }

    Result<OpenedDocument> read(const cat::ProjectDocument &document, const TaskControl &control = {}) const
    {
        const Result<std::vector<cat::ProjectSegment>> segments = project.segments(document.id);
        if (!segments)
            return std::unexpected(segments.error());
        OpenedDocument opened{.document = document};
        opened.rows.reserve(segments->size());
        for (std::size_t i = 0; i < segments->size(); ++i) {
            if (i % rowsBetweenQuestions == 0 && control.stop.stop_requested())
                return stopped(document.path.string());
            opened.rows.append(openedRow((*segments)[i], project.sourceLanguage()));
        }
        return opened;
    }

    std::vector<SegmentRow> beginning(const std::filesystem::path &file) const
    {
        std::error_code ignored;
        const std::uintmax_t size = std::filesystem::file_size(file, ignored);
        if (ignored || size < largeFile)
            return {};
        const Result<std::vector<cat::ProjectSegment>> segments = project.beginning(file, rowsOfBeginning);
        if (!segments)
            return {};
        std::vector<SegmentRow> rows;
        for (const cat::ProjectSegment &segment : *segments) {
            rows.push_back(openedRow(segment, project.sourceLanguage()).row);
            rows.back().number = static_cast<int>(rows.size());
            rows.back().id = rows.back().number;
        }
        return rows;
    }

    Result<cat::ProjectDocument> entry(std::int64_t document) const
    {
        const Result<std::vector<cat::ProjectDocument>> documents = project.documents();
        if (!documents)
            return std::unexpected(documents.error());
        const auto found = std::ranges::find(*documents, document, &cat::ProjectDocument::id);
        if (found == documents->end())
            return fail(ErrorCode::NotFound, project.folder().string(), "the project has no document %1", document);
        return *found;
    }

    /// What stands there now.
    Result<std::vector<OpenedRow>> rows(const std::vector<std::int64_t> &ids) const
    {
        std::vector<OpenedRow> rows;
        for (const std::int64_t id : ids) {
            const Result<cat::ProjectSegment> segment = project.segment(id);
            if (!segment)
                return std::unexpected(segment.error());
            rows.push_back(openedRow(*segment, project.sourceLanguage()));
        }
        return rows;
    }

    int number;
    ProjectPlace place;
    cat::Project project;
    cat::ProjectTerms terms;
    std::optional<cat::ProjectMemory> memory;   // goes, as the terms do, before the project that it leans on
    std::vector<MemorySummary> references;
    std::optional<Error> problem;               // of the own memory, when it was last asked
    int holds = 0;                              // of those who write to a memory for long
};

ProjectDesk::ProjectDesk() = default;
ProjectDesk::~ProjectDesk() = default;

Result<ProjectDesk::Open *> ProjectDesk::open(int project) const
{
    const auto found = m_open.find(project);
    if (found == m_open.end())
        return fail(ErrorCode::NotFound, "", "this project is not open");
    return found->second.get();
}

Result<ProjectDesk::Open *> ProjectDesk::openOrFind(const ProjectPlace &place)
{
    for (const auto &[number, open] : m_open) {
        if (open->place == place)
            return open.get();
    }
    Result<cat::Project> project = openOrCreate(place);
    if (!project)
        return std::unexpected(project.error());
    const int number = ++m_lastNumber;
    return m_open.emplace(number, std::make_unique<Open>(number, place, std::move(*project))).first->second.get();
}

Result<OpenedFiles> ProjectDesk::openFiles(const ProjectPlace &place, const std::vector<std::filesystem::path> &files, const TaskControl &control)
{
    const Result<Open *> opened = openOrFind(place);
    if (!opened)
        return std::unexpected(opened.error());
    Open &open = **opened;
    const MemoriesReport memories = open.reopenMemories();
    OpenedFiles answer{.project = {.number = open.number,
                                   .place = place,
                                   .memory = memories.memory,
                                   .references = memories.references,
                                   .approvedOnly = memories.approvedOnly,
                                   .memoryProblem = memories.memoryProblem}};
    for (const std::filesystem::path &file : files)
        answer.documents.push_back(open.add(file, control));
    Result<std::vector<cat::ProjectDocument>> documents = open.project.documents();
    if (!documents)
        return std::unexpected(documents.error());
    answer.project.documents = std::move(*documents);
    return answer;
}

void ProjectDesk::closeProject(int project)
{
    m_open.erase(project);
}

void ProjectDesk::closeAll()
{
    m_open.clear();
}

Result<OpenedDocument> ProjectDesk::document(int project, std::int64_t id, const TaskControl &control)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    const Result<cat::ProjectDocument> found = (*opened)->entry(id);
    return found ? (*opened)->read(*found, control) : std::unexpected(found.error());
}

std::vector<SegmentRow> ProjectDesk::beginning(const ProjectPlace &place, const std::filesystem::path &file)
{
    const Result<Open *> opened = openOrFind(place);
    return opened ? (*opened)->beginning(file) : std::vector<SegmentRow>();
}

std::vector<SegmentRow> ProjectDesk::beginning(int project, std::int64_t document)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return {};
    const Result<cat::ProjectDocument> found = (*opened)->entry(document);
    return found ? (*opened)->beginning(found->path) : std::vector<SegmentRow>();
}

Result<DocumentFile> ProjectDesk::file(int project, std::int64_t document)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    Result<cat::Document> read = (*opened)->project.document(document);
    if (!read)
        return std::unexpected(read.error());
    Result<cat::DocumentRules> rules = (*opened)->project.rulesOf(document);
    if (!rules)
        return std::unexpected(rules.error());
    return DocumentFile{std::move(*read), std::move(*rules)};
}

Result<OpenedDocument> ProjectDesk::setRules(int project, std::int64_t document, const cat::DocumentRules &rules)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    const Result<cat::ProjectDocument> read = (*opened)->project.setRules(document, rules);
    if (!read)
        return std::unexpected(read.error());
    return (*opened)->read(*read);
}

Result<StoreReport> ProjectDesk::store(int project, const std::vector<cat::SegmentWrite> &writes)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    if (const Result<void> stored = (*opened)->project.store(writes, author()); !stored)
        return std::unexpected(stored.error());
    (*opened)->problem = (*opened)->updateMemory();
    return StoreReport{(*opened)->summary(), (*opened)->problem};
}

Result<std::vector<OpenedRow>> ProjectDesk::split(int project, std::int64_t segment, std::size_t offset)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    const auto halves = (*opened)->project.splitSegment(segment, offset, author());
    return halves ? (*opened)->rows({halves->first, halves->second}) : std::unexpected(halves.error());
}

Result<std::vector<OpenedRow>> ProjectDesk::join(int project, std::int64_t first)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    const Result<std::int64_t> whole = (*opened)->project.joinSegments(first, author());
    return whole ? (*opened)->rows({*whole}) : std::unexpected(whole.error());
}

Result<std::vector<cat::Match>> ProjectDesk::lookup(int project, const cat::Query &query, const cat::LookupSettings &settings, const std::stop_token &stop)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    if (!(*opened)->memory)
        return std::vector<cat::Match>();
    return (*opened)->memory->lookup(query, settings, stop);
}

Result<cat::ProjectMemory *> ProjectDesk::memory(int project)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    return (*opened)->memory ? &*(*opened)->memory : nullptr;
}

Result<cat::ProjectTerms *> ProjectDesk::terms(int project)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    return &(*opened)->terms;
}

Result<ExportReport> ProjectDesk::exportDocument(int project, std::int64_t id, const std::vector<cat::SegmentWrite> &contents,
                                                 const std::filesystem::path &file)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    const Result<cat::Document> document = (*opened)->project.document(id);
    if (!document)
        return std::unexpected(document.error());
    const Result<std::vector<std::int64_t>> ids = (*opened)->project.segmentIds(id);
    if (!ids)
        return std::unexpected(ids.error());
    if (!std::ranges::equal(*ids, contents, {}, {}, &cat::SegmentWrite::id))
        return fail(ErrorCode::InvalidArgument, document->name, "has other segments than the window shows, and was not written; open it again first");
    cat::Targets targets;
    for (std::size_t i = 0; i < contents.size(); ++i)
        targets.push_back(cat::targetForFile(document->segments[i], contents[i].content));
    const Result<cat::PartialExport> exported = cat::exportWhatFits(*document, targets);
    if (!exported)
        return std::unexpected(exported.error());
    if (const Result<void> written = writeFileAtomically(file, exported->bytes); !written)
        return std::unexpected(written.error());
    return ExportReport{QString::fromStdString(file.string()), exported->refused};
}

Result<PageText> ProjectDesk::page(int project, std::int64_t id, const std::vector<cat::SegmentContent> &contents, std::optional<std::size_t> marked)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    const Result<cat::Document> document = (*opened)->project.document(id);
    return document ? pageText(*document, contents, marked) : std::unexpected(document.error());
}

Result<void> ProjectDesk::exportReview(int project, const cat::ReviewSelection &selection, cat::ReviewFormat format, const std::filesystem::path &file)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    const Result<std::string> bytes = cat::exportReview((*opened)->project, selection, format);
    return bytes ? writeFileAtomically(file, *bytes) : std::unexpected(bytes.error());
}

Result<cat::ReviewReport> ProjectDesk::previewReview(int project, const std::filesystem::path &file, const cat::ReviewSettings &settings)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    const Result<cat::ReviewTable> table = readReviewFile(file);
    return table ? cat::previewReview((*opened)->project, *table, settings) : std::unexpected(table.error());
}

Result<ImportedReview> ProjectDesk::importReview(int project, const std::filesystem::path &file, const cat::ReviewSettings &settings)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    const Result<cat::ReviewTable> table = readReviewFile(file);
    if (!table)
        return std::unexpected(table.error());
    Open &open = **opened;
    Result<cat::ReviewReport> report = cat::importReview(open.project, *table, settings, author());
    if (!report)
        return std::unexpected(report.error());
    open.problem = open.updateMemory();
    ImportedReview imported{.report = std::move(*report), .documents = {}, .stored = {open.summary(), open.problem}};
    const Result<std::vector<cat::ProjectDocument>> documents = open.project.documents();
    if (!documents)
        return std::unexpected(documents.error());
    const std::set<std::string> changed = changedDocuments(imported.report);
    for (const cat::ProjectDocument &document : *documents) {
        if (!changed.contains(document.name))
            continue;
        Result<OpenedDocument> read = open.read(document);
        if (!read)
            return std::unexpected(read.error());
        imported.documents.push_back(std::move(*read));
    }
    return imported;
}

template <typename Change>
Result<MemoriesReport> ProjectDesk::changeMemories(int project, const Change &change)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    if (const Result<void> changed = change((*opened)->project); !changed)
        return std::unexpected(changed.error());
    return (*opened)->reopenMemories();
}

Result<MemoriesReport> ProjectDesk::addMemory(int project, const cat::ReferenceMemory &memory)
{
    return changeMemories(project, [&](cat::Project &opened) { return opened.addReference(memory); });
}

Result<MemoriesReport> ProjectDesk::createMemory(int project, const std::filesystem::path &path)
{
    return changeMemories(project, [&](cat::Project &opened) -> Result<void> {
        if (const Result<cat::Memory> made = cat::Memory::create(path, opened.sourceLanguage(), opened.targetLanguage()); !made)
            return std::unexpected(made.error());
        return opened.addReference({.path = path});
    });
}

Result<MemoriesReport> ProjectDesk::removeMemory(int project, const std::filesystem::path &path)
{
    return changeMemories(project, [&](cat::Project &opened) { return opened.removeReference(path); });
}

Result<MemoriesReport> ProjectDesk::writeTo(int project, const std::filesystem::path &path)
{
    return changeMemories(project, [&](cat::Project &opened) { return opened.writeTo(path); });
}

Result<MemoriesReport> ProjectDesk::writeToNone(int project)
{
    return changeMemories(project, [](cat::Project &opened) { return opened.writeToNone(); });
}

Result<MemoriesReport> ProjectDesk::setApprovedOnly(int project, bool approvedOnly)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    if (const Result<void> set = (*opened)->project.setApprovedOnly(approvedOnly); !set)
        return std::unexpected(set.error());
    return (*opened)->memories();
}

Result<MemoriesReport> ProjectDesk::recountMemory(int project)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    if ((*opened)->memory) {
        if (const Result<void> counted = (*opened)->memory->recount(); !counted)
            return std::unexpected(counted.error());
    }
    return (*opened)->memories();
}

Result<MemoriesReport> ProjectDesk::recountReference(int project, const std::filesystem::path &path)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    Open &open = **opened;
    const std::vector<cat::ReferenceMemory> &references = open.project.references();
    for (std::size_t i = 0; i < references.size() && i < open.references.size(); ++i) {
        if (open.references[i].path == path)
            open.references[i] = open.summaryOf(references[i]);
    }
    return open.memories();
}

Result<void> ProjectDesk::holdMemory(int project)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    ++(*opened)->holds;
    return {};
}

Result<MemoriesReport> ProjectDesk::releaseMemory(int project)
{
    const Result<Open *> opened = open(project);
    if (!opened)
        return std::unexpected(opened.error());
    (*opened)->holds = std::max(0, (*opened)->holds - 1);
    return (*opened)->reopenMemories();
}

}  // namespace interlinear::workbench
