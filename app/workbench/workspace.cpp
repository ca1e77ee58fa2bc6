#include "app/workbench/workspace.h"


#include <QCryptographicHash>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>

namespace interlinear::workbench {

namespace {

constexpr int lookupThreshold = 500;
constexpr std::size_t lookupLimit = 8;

}  // namespace

cat::Query queryFor(const DocumentSession &session, std::int64_t segment)
{
    const auto [previous, next] = session.neighbourSources(segment);
    return {session.row(segment)->source, previous, next};
}

Workspace::Workspace(std::filesystem::path folder, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_autosave(m_storage)
{
    connect(&m_autosave, &Autosave::failed, this, &Workspace::failed);
    connect(&m_autosave, &Autosave::written, this, [this](const StoreReport &report) {
        m_project.memory = report.memory;
        Q_EMIT projectChanged();
        if (report.memoryProblem)
            Q_EMIT failed(*report.memoryProblem);
    });
}

ProjectPlace Workspace::placeFor(const QString &file, const LanguagePair &languages) const
{
    if (!m_folder.empty())
        return {m_folder, languages};
    const QString folder = QFileInfo(file).absolutePath();
    const QString pair = QString::fromStdString(languages.from + "-" + languages.to);
    const QByteArray hash = QCryptographicHash::hash((folder + QLatin1Char('\n') + pair).toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    const QString name = QFileInfo(folder).fileName() + QLatin1Char('-') + pair + QLatin1Char('-') + QString::fromLatin1(hash);
    const QString root = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return {std::filesystem::path((root + QStringLiteral("/projects/") + name).toStdString()), languages};
}

void Workspace::open(const QStringList &files, const LanguagePair &languages)
{
    if (!files.isEmpty())
        openProjectThen(placeFor(files.first(), languages), [this, files] { addFiles(files); });
}

void Workspace::openProjectThen(const ProjectPlace &place, std::function<void()> then)
{
    if (place == m_project.place)
        return then();
    m_autosave.flush([this, place, then = std::move(then)](bool saved) {
        if (!saved)
            return;   // the work at hand stays open until it is on disk
        m_storage.run([place](ProjectDesk &desk) { return desk.openProject(place); }, this, [this, then](const Result<OpenedProject> &opened) {
            makeCurrent(nullptr);
            m_sessions.clear();
            m_project = opened.value_or(OpenedProject());
            Q_EMIT projectChanged();
            if (!opened)
                return Q_EMIT failed(opened.error());
            if (opened->memoryProblem)
                Q_EMIT failed(*opened->memoryProblem);
            then();
        });
    });
}

void Workspace::addFiles(const QStringList &files)
{
    for (const QString &file : files) {
        m_storage.run(
            [path = std::filesystem::path(QFileInfo(file).absoluteFilePath().toStdString())](ProjectDesk &desk) { return desk.addDocument(path); },
            this,
            [this](const Result<OpenedDocument> &document) {
                if (document)
                    show(*document);
                else
                    Q_EMIT failed(document.error());
            });
    }
}

void Workspace::activate(std::int64_t document)
{
    if (const auto known = m_sessions.find(document); known != m_sessions.end())
        return makeCurrent(known->second.get());
    m_storage.run([document](ProjectDesk &desk) { return desk.document(document); }, this, [this](const Result<OpenedDocument> &opened) {
        if (opened)
            show(*opened);
        else
            Q_EMIT failed(opened.error());
    });
}

void Workspace::show(OpenedDocument document)
{
    auto &session = m_sessions[document.document.id];
    if (!session) {
        session = std::make_unique<DocumentSession>(std::move(document));
        connect(session.get(), &DocumentSession::contentChanged, &m_autosave, &Autosave::note);
        connect(session.get(), &DocumentSession::countsChanged, this, [this, raw = session.get()] { updateSummary(*raw); });
        updateSummary(*session);
    }
    makeCurrent(session.get());
}

void Workspace::makeCurrent(DocumentSession *session)
{
    if (session == m_current)
        return;
    m_current = session;
    Q_EMIT documentShown();
}

void Workspace::updateSummary(const DocumentSession &session)
{
    const auto known = std::ranges::find(m_project.documents, session.id(), &cat::ProjectDocument::id);
    if (known == m_project.documents.end())
        m_project.documents.push_back(session.summary());
    else
        *known = session.summary();
    Q_EMIT projectChanged();
}

void Workspace::lookup(std::int64_t segment, QObject *context, LookupAnswer then)
{
    const int number = ++*m_latestLookup;
    m_storage.run(
        [query = queryFor(*m_current, segment), number, latest = m_latestLookup](ProjectDesk &desk) {
            return number == *latest ? desk.lookup(query, lookupThreshold, lookupLimit) : std::vector<cat::Match>();
        },
        context, [number, latest = m_latestLookup, then = std::move(then)](const Result<std::vector<cat::Match>> &matches) {
            if (number == *latest)
                then(matches);
        });
}

void Workspace::exportDocument(const QString &path)
{
    std::vector<std::optional<TaggedText>> targets;
    for (const widgets::SegmentRow &row : m_current->model()->rows())
        targets.push_back(row.target.empty() ? std::nullopt : std::optional(row.target));
    m_storage.run([id = m_current->id(), targets = std::move(targets), file = std::filesystem::path(path.toStdString())](
                      ProjectDesk &desk) { return desk.exportDocument(id, targets, file); },
                  this, [this](const Result<ExportReport> &report) {
                      if (report)
                          Q_EMIT exported(*report);
                      else
                          Q_EMIT failed(report.error());
                  });
}

void Workspace::exportMemory(const QString &path)
{
    m_storage.run([file = std::filesystem::path(path.toStdString())](ProjectDesk &desk) { return desk.exportMemory(file); }, this,
                  [this, path](const Result<void> &written) {
                      if (written)
                          Q_EMIT memoryExported(path);
                      else
                          Q_EMIT failed(written.error());
                  });
}

}  // namespace interlinear::workbench
