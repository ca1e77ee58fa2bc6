#include "app/workbench/project_desk.h"

#include "app/workbench/row_content.h"
#include "engine/cat/memory/tmx.h"
#include "engine/cat/segmentation/counts.h"
#include "engine/core/files.h"

#include <QCoreApplication>

#include <algorithm>

namespace interlinear::workbench {

namespace {

struct DeskTexts {
    Q_DECLARE_TR_FUNCTIONS(ProjectDesk)
};

std::string author()
{
    return qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME")).toStdString();
}

/// What the open row says of the segment's place in its document; nothing for ordinary text.
QStringList factsOf(cat::BlockKind kind)
{
    switch (kind) {
    case cat::BlockKind::Paragraph:
        return {};
    case cat::BlockKind::Heading:
        return {DeskTexts::tr("heading")};
    case cat::BlockKind::ListItem:
        return {DeskTexts::tr("list item")};
    case cat::BlockKind::Quote:
        return {DeskTexts::tr("quotation")};
    case cat::BlockKind::TableCell:
        return {DeskTexts::tr("table cell")};
    }
    return {};
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
    explicit Open(cat::Project opened) : project(std::move(opened)) {}

    /// Tells the memory what was confirmed; opens it first when it could not be opened before.
    std::optional<Error> updateMemory()
    {
        if (!memory) {
            Result<cat::ProjectMemory> opened = cat::ProjectMemory::open(project);
            if (!opened)
                return opened.error();
            memory.emplace(std::move(*opened));
        } else if (const Result<cat::Outbox> outbox = project.outbox(); outbox && outbox->empty()) {
            return std::nullopt;
        }
        const Result<void> applied = memory->applyOutbox();
        const Result<cat::MemoryStatistics> statistics = memory->memory().statistics();   // counts every unit: only after a change
        units = statistics ? statistics->units : units;
        return applied ? std::nullopt : std::optional(applied.error());
    }

    MemorySummary summary() const { return {memory ? QString::fromStdString(project.memoryPath().stem().string()) : QString(), units}; }

    Result<OpenedDocument> read(const cat::ProjectDocument &document) const
    {
        const Result<std::vector<cat::ProjectSegment>> segments = project.segments(document.id);
        if (!segments)
            return std::unexpected(segments.error());
        OpenedDocument opened{.document = document};
        for (const cat::ProjectSegment &segment : *segments) {
            widgets::SegmentRow row{.id = segment.id, .number = static_cast<int>(opened.rows.size()) + 1, .source = segment.segment.source};
            row.facts = factsOf(segment.segment.kind);
            showContent(row, segment.content);
            opened.rows.push_back(std::move(row));
            opened.contents.push_back(segment.content);
            opened.words.push_back(static_cast<int>(cat::countWords({segment.segment.source.text}, project.sourceLanguage()).value_or(0)));
        }
        return opened;
    }

    cat::Project project;
    std::optional<cat::ProjectMemory> memory;   // goes before the project that it leans on
    std::size_t units = 0;
};

ProjectDesk::ProjectDesk() = default;
ProjectDesk::~ProjectDesk() = default;

Result<ProjectDesk::Open *> ProjectDesk::open() const
{
    if (!m_open)
        return fail(ErrorCode::NotFound, "", "no project is open");
    return m_open.get();
}

Result<OpenedProject> ProjectDesk::openProject(const ProjectPlace &place)
{
    close();
    Result<cat::Project> project = openOrCreate(place);
    if (!project)
        return std::unexpected(project.error());
    auto opened = std::make_unique<Open>(std::move(*project));
    const Result<std::vector<cat::ProjectDocument>> documents = opened->project.documents();
    if (!documents)
        return std::unexpected(documents.error());
    const std::optional<Error> problem = opened->updateMemory();
    m_open = std::move(opened);
    return OpenedProject{place, *documents, m_open->summary(), problem};
}

void ProjectDesk::close()
{
    m_open.reset();
}

Result<OpenedDocument> ProjectDesk::addDocument(const std::filesystem::path &file)
{
    const Result<Open *> opened = open();
    if (!opened)
        return std::unexpected(opened.error());
    const Result<cat::ProjectDocument> document = (*opened)->project.addDocument(file);
    if (!document)
        return std::unexpected(document.error());
    return (*opened)->read(*document);
}

Result<OpenedDocument> ProjectDesk::document(std::int64_t id)
{
    const Result<Open *> opened = open();
    if (!opened)
        return std::unexpected(opened.error());
    const Result<std::vector<cat::ProjectDocument>> documents = (*opened)->project.documents();
    if (!documents)
        return std::unexpected(documents.error());
    const auto found = std::ranges::find(*documents, id, &cat::ProjectDocument::id);
    if (found == documents->end())
        return fail(ErrorCode::NotFound, (*opened)->project.folder().string(), "the project has no document %1", id);
    return (*opened)->read(*found);
}

Result<StoreReport> ProjectDesk::store(const std::vector<cat::SegmentWrite> &writes)
{
    const Result<Open *> opened = open();
    if (!opened)
        return std::unexpected(opened.error());
    if (const Result<void> stored = (*opened)->project.store(writes, author()); !stored)
        return std::unexpected(stored.error());
    const std::optional<Error> problem = (*opened)->updateMemory();
    return StoreReport{(*opened)->summary(), problem};
}

Result<std::vector<cat::Match>> ProjectDesk::lookup(const cat::Query &query, int thresholdPerMille, std::size_t limit)
{
    const Result<Open *> opened = open();
    if (!opened)
        return std::unexpected(opened.error());
    if (!(*opened)->memory)
        return std::vector<cat::Match>();
    return (*opened)->memory->lookup(query, thresholdPerMille, limit);
}

Result<ExportReport> ProjectDesk::exportDocument(std::int64_t id, const std::vector<std::optional<TaggedText>> &targets,
                                                 const std::filesystem::path &file)
{
    const Result<Open *> opened = open();
    if (!opened)
        return std::unexpected(opened.error());
    const Result<cat::Document> document = (*opened)->project.document(id);
    if (!document)
        return std::unexpected(document.error());
    const Result<cat::PartialExport> exported = cat::exportWhatFits(*document, targets);
    if (!exported)
        return std::unexpected(exported.error());
    if (const Result<void> written = writeFileAtomically(file, exported->bytes); !written)
        return std::unexpected(written.error());
    return ExportReport{QString::fromStdString(file.string()), exported->refused};
}

Result<void> ProjectDesk::exportMemory(const std::filesystem::path &file)
{
    const Result<Open *> opened = open();
    if (!opened)
        return std::unexpected(opened.error());
    if (!(*opened)->memory)
        return fail(ErrorCode::NotFound, (*opened)->project.memoryPath().string(), "the memory of the project is not open");
    return cat::exportTmx((*opened)->memory->memory(), file);
}

}  // namespace interlinear::workbench
