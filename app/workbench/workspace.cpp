#include "app/workbench/workspace.h"

#include "app/workbench/named_languages.h"
#include "engine/cat/project/project.h"
#include "engine/cat/terms/concept.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QPointer>
#include <QStandardPaths>

#include <algorithm>

namespace interlinear::workbench {

namespace {

constexpr int lookupThreshold = 500;
constexpr std::size_t lookupLimit = 8;

/// The folder that was chosen for a project; else one for the folder of the file and the languages.
ProjectPlace placeOf(const std::filesystem::path &chosen, const QString &file, const LanguagePair &languages)
{
    if (!chosen.empty())
        return {chosen, languages};
    const QString folder = QFileInfo(file).absolutePath();
    const QString pair = QString::fromStdString(languages.from + "-" + languages.to);
    const QByteArray hash = QCryptographicHash::hash((folder + QLatin1Char('\n') + pair).toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    const QString name = QFileInfo(folder).fileName() + QLatin1Char('-') + pair + QLatin1Char('-') + QString::fromLatin1(hash);
    const QString root = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return {std::filesystem::path((root + QStringLiteral("/projects/") + name).toStdString()), languages};
}

bool holdsProject(const ProjectPlace &place)
{
    const Result<cat::ProjectSettings> settings = cat::Project::settingsOf(place.folder);
    return settings && settings->sourceLanguage == place.languages.from && settings->targetLanguage == place.languages.to;
}

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
    connect(&m_autosave, &Autosave::written, this, [this](const StoreReport &report) {
        m_project.memory = report.memory;
        Q_EMIT projectChanged();
        if (report.memoryProblem)
            Q_EMIT failed(*report.memoryProblem);
    });
}

Workspace::~Workspace()
{
    m_lookup.request_stop();
    for (std::stop_source &opening : m_openings)
        opening.request_stop();
}

void Workspace::open(const QStringList &files, const LanguagePair &languages)
{
    if (files.isEmpty())
        return;
    Wish wish{placeOf(m_folder, files.first(), languages), {}};
    for (const QString &file : files)
        wish.files.emplace_back(QFileInfo(file).absoluteFilePath().toStdString());
    m_toOpen.push_back(std::move(wish));
    if (m_toOpen.size() == 1)
        openNext();
}

Workspace::Opening Workspace::beginOpening(const QString &work)
{
    Opening opening;
    m_openings.push_back(opening.stop);
    Q_EMIT working(work);
    return opening;
}

void Workspace::endOpening(const Opening &opening)
{
    std::erase(m_openings, opening.stop);
}

template <typename Look>
void Workspace::lookFirst(const std::filesystem::path &path, const LanguagePair &languages, const Opening &opening, Look look)
{
    m_storage.run(std::move(look), this, [this, path, languages, opening](std::vector<widgets::SegmentRow> rows) {
        if (!rows.empty() && !opening.stop.stop_requested())
            Q_EMIT looked({QString::fromStdString(path.string()), languages, std::move(rows), opening.stop, opening.control.counts});
    });
}

void Workspace::openNext()
{
    const Wish &wish = m_toOpen.front();
    const QString name = QString::fromStdString(wish.files.front().filename().string());
    const Opening opening = beginOpening(wish.files.size() == 1 ? tr("Opening %1 …").arg(name) : tr("Opening %Ln document(s) …", nullptr, static_cast<int>(wish.files.size())));
    const std::filesystem::path &shown = wish.files.back();
    lookFirst(shown, wish.place.languages, opening, [place = wish.place, shown](ProjectDesk &desk) { return desk.beginning(place, shown); });
    m_storage.run([wish, control = opening.control](ProjectDesk &desk) { return desk.openFiles(wish.place, wish.files, control); }, this,
                  [this, opening](Result<OpenedFiles> opened) {
                      endOpening(opening);
                      onOpened(std::move(opened));
                  });
}

void Workspace::onOpened(Result<OpenedFiles> opened)
{
    const auto done = [this] {
        m_toOpen.pop_front();
        Q_EMIT working({});
        if (!m_toOpen.empty())
            openNext();
    };
    if (!opened) {
        Q_EMIT failed(opened.error());
        return done();
    }
    if (opened->project.number == m_project.number) {
        showAll(std::move(*opened));
        return done();
    }
    const bool anyOpened = std::ranges::any_of(opened->documents, &Result<OpenedDocument>::has_value);
    if (!anyOpened && m_current) {
        close(opened->project.number);
        showAll(std::move(*opened));
        return done();
    }
    DocumentSession *before = m_current;
    Q_EMIT leaving();
    makeCurrent(nullptr);   // so that nobody goes on changing it
    m_autosave.flush([this, opened = std::make_shared<OpenedFiles>(std::move(*opened)), before, done](bool saved) {
        if (saved) {
            changeTo(opened->project);
            showAll(std::move(*opened));
        } else {
            close(opened->project.number);   // the work at hand stays open until it is on disk
            makeCurrent(before);
        }
        done();
    });
}

void Workspace::changeTo(const OpenedProject &project)
{
    makeCurrent(nullptr);
    m_sessions.clear();
    close(m_project.number);
    m_project = project;
    m_autosave.setProject(project.number);
    Q_EMIT projectChanged();
    if (project.memoryProblem)
        Q_EMIT failed(*project.memoryProblem);
}

void Workspace::showAll(OpenedFiles opened)
{
    const auto last = std::ranges::find_if(opened.documents.rbegin(), opened.documents.rend(), &Result<OpenedDocument>::has_value);
    const bool added = last != opened.documents.rend() && (*last)->isNew;
    for (Result<OpenedDocument> &document : opened.documents) {
        if (document && isOutdated(*document))
            replace(*document, &document == &*last);
        else if (document)
            show(std::move(*document));
        else if (document.error().code != ErrorCode::Cancelled)
            Q_EMIT failed(document.error());
    }
    if (added)
        Q_EMIT documentAdded();
}

void Workspace::close(int project)
{
    m_storage.run([project](ProjectDesk &desk) {
        desk.closeProject(project);
        return 0;
    }, this, [](int) {});
}

void Workspace::activate(std::int64_t document)
{
    if (const auto known = m_sessions.find(document); known != m_sessions.end())
        return makeCurrent(known->second.get());
    const auto listed = std::ranges::find(m_project.documents, document, &cat::ProjectDocument::id);
    const cat::ProjectDocument entry = listed == m_project.documents.end() ? cat::ProjectDocument() : *listed;
    const Opening opening = beginOpening(tr("Opening %1 …").arg(QString::fromStdString(entry.name)));
    lookFirst(entry.path, languages(), opening, [project = m_project.number, document](ProjectDesk &desk) { return desk.beginning(project, document); });
    m_storage.run([project = m_project.number, document, control = opening.control](ProjectDesk &desk) { return desk.document(project, document, control); }, this,
                  [this, project = m_project.number, opening](Result<OpenedDocument> opened) {
                      endOpening(opening);
                      if (project == m_project.number && opened)
                          show(std::move(*opened));
                      else if (project == m_project.number && opened.error().code != ErrorCode::Cancelled)
                          Q_EMIT failed(opened.error());
                      Q_EMIT working({});
                  });
}

void Workspace::readFile(QObject *context, FileAnswer then)
{
    m_storage.run([project = m_project.number, id = m_current->id()](ProjectDesk &desk) { return desk.file(project, id); }, context, std::move(then));
}

void Workspace::proposeLanguages(const QString &path, const LanguagePair &chosen, QObject *context, std::function<void(const LanguagePair &)> then)
{
    const auto propose = [folder = m_folder, path, chosen](ProjectDesk &) {
        const LanguagePair named = languagesNamedIn(path.toStdString()), plain{cat::primaryLanguageOf(named.from), cat::primaryLanguageOf(named.to)};
        for (const LanguagePair &pair : {named, chosen, plain}) {
            if (cat::sameLanguage(pair.from, named.from) && cat::sameLanguage(pair.to, named.to) && holdsProject(placeOf(folder, path, pair)))
                return pair;
        }
        return named;
    };
    m_storage.run(propose, context, std::move(then));
}

void Workspace::setRules(std::int64_t document, const cat::DocumentRules &rules)
{
    Q_EMIT leaving();
    makeCurrent(nullptr);   // so that nobody goes on changing it
    m_autosave.flush([this, document, rules](bool saved) {
        if (saved)
            readAnew(document, rules);
        else
            activate(document);   // the work at hand stays open until it is on disk
    });
}

void Workspace::readAnew(std::int64_t document, const cat::DocumentRules &rules)
{
    m_storage.run([project = m_project.number, document, rules](ProjectDesk &desk) { return desk.setRules(project, document, rules); }, this,
                  [this, project = m_project.number, document](Result<OpenedDocument> opened) {
                      if (project != m_project.number)
                          return;
                      if (opened) {
                          m_sessions.erase(document);
                          return show(std::move(*opened));
                      }
                      activate(document);
                      Q_EMIT failed(opened.error());
                  });
}

void Workspace::readAgain(std::int64_t document)
{
    m_autosave.flush([this, document, project = m_project.number](bool) {
        if (project != m_project.number || !m_sessions.contains(document))
            return;
        forget(document);
        activate(document);
    });
}

/// Whether the file has changed since the session began, so that storage has other segments now.
bool Workspace::isOutdated(const OpenedDocument &document) const
{
    const auto known = m_sessions.find(document.document.id);
    return known != m_sessions.end()
        && !std::ranges::equal(known->second->model()->rows(), document.rows.shown.all(), {}, &widgets::SegmentRow::id, &widgets::SegmentRow::id);
}

/// What was typed into the rows of before is in storage when their segments are read from there.
void Workspace::replace(const OpenedDocument &document, bool shown)
{
    const std::int64_t id = document.document.id;
    updateSummary(document.document);
    if (m_current && m_current->id() == id)
        Q_EMIT leaving();
    if (shown)
        return readAgain(id);
    m_autosave.flush([this, id, project = m_project.number](bool) {
        if (project == m_project.number)
            forget(id);
    });
}

void Workspace::forget(std::int64_t document)
{
    const auto known = m_sessions.find(document);
    if (known == m_sessions.end())
        return;
    if (m_current == known->second.get())
        makeCurrent(nullptr);
    m_sessions.erase(known);
}

void Workspace::show(OpenedDocument document)
{
    makeCurrent(&sessionOf(std::move(document)));
}

DocumentSession &Workspace::sessionOf(OpenedDocument document)
{
    auto &session = m_sessions[document.document.id];
    if (!session) {
        session = std::make_unique<DocumentSession>(std::move(document));
        connect(session.get(), &DocumentSession::contentChanged, &m_autosave, &Autosave::note);
        connect(session.get(), &DocumentSession::countsChanged, this, [this, raw = session.get()] { updateSummary(raw->summary()); });
        updateSummary(session->summary());
    }
    return *session;
}

void Workspace::makeCurrent(DocumentSession *session)
{
    if (session == m_current)
        return;
    m_current = session;
    Q_EMIT documentShown();
}

void Workspace::updateSummary(const cat::ProjectDocument &summary)
{
    const auto known = std::ranges::find(m_project.documents, summary.id, &cat::ProjectDocument::id);
    if (known == m_project.documents.end())
        m_project.documents.push_back(summary);
    else
        *known = summary;
    Q_EMIT projectChanged();
}

void Workspace::lookup(std::int64_t segment, QObject *context, LookupAnswer then)
{
    m_lookup.request_stop();
    m_lookup = {};
    m_storage.run(
        [project = m_project.number, query = queryFor(*m_current, segment), stop = m_lookup.get_token()](ProjectDesk &desk) {
            return desk.lookup(project, query, {.thresholdPerMille = lookupThreshold, .limit = lookupLimit}, stop);
        },
        context, [stop = m_lookup.get_token(), then = std::move(then)](const Result<std::vector<cat::Match>> &matches) {
            if (!stop.stop_requested())
                then(matches);
        });
}

void Workspace::exportDocument(const QString &path)
{
    std::vector<cat::SegmentWrite> contents;
    for (const widgets::SegmentRow &row : m_current->model()->rows())
        contents.push_back({row.id, *m_current->content(row.id)});
    const std::filesystem::path file(path.toStdString());
    Q_EMIT working(tr("Writing %1 …").arg(QFileInfo(path).fileName()));
    m_storage.run([project = m_project.number, id = m_current->id(), contents = std::move(contents), file](
                      ProjectDesk &desk) { return desk.exportDocument(project, id, contents, file); },
                  this, [this](const Result<ExportReport> &report) {
                      Q_EMIT working({});
                      if (report)
                          Q_EMIT exported(*report);
                      else
                          Q_EMIT failed(report.error());
                  });
}

void Workspace::whenSaved(QObject *context, std::function<void()> then)
{
    m_autosave.flush([context = QPointer(context), then = std::move(then)](bool saved) {
        if (saved && context)
            then();
    });
}

void Workspace::importReview(const std::filesystem::path &file, const cat::ReviewSettings &settings, QObject *context,
                             std::function<void(const Result<cat::ReviewReport> &)> then)
{
    m_storage.run([project = m_project.number, file, settings](ProjectDesk &desk) { return desk.importReview(project, file, settings); }, this,
                  [this, context = QPointer(context), then = std::move(then), project = m_project.number](const Result<ImportedReview> &imported) {
                      if (imported && project == m_project.number)
                          takeReview(*imported);
                      if (context)
                          then(imported ? Result<cat::ReviewReport>(imported->report) : std::unexpected(imported.error()));
                  });
}

void Workspace::takeReview(const ImportedReview &imported)
{
    std::vector<SegmentChange> changes;
    for (const cat::RowReport &row : imported.report.rows) {
        if (row.outcome == cat::RowOutcome::Changed)
            changes.push_back({row.segment, row.before, row.after});
    }
    for (const OpenedDocument &document : imported.documents) {
        DocumentSession &session = sessionOf(document);
        session.takeStored(changes, tr("import from review"));
        for (const widgets::SegmentRow &row : document.rows.shown.all())
            session.setNote(row.id, row.note);
    }
    m_project.memory = imported.stored.memory;
    Q_EMIT projectChanged();
    if (imported.stored.memoryProblem)
        Q_EMIT failed(*imported.stored.memoryProblem);
}

void Workspace::setMemories(const MemoriesReport &report)
{
    m_project.memory = report.memory;
    m_project.references = report.references;
    m_project.approvedOnly = report.approvedOnly;
    Q_EMIT projectChanged();
    if (report.memoryProblem)
        Q_EMIT failed(*report.memoryProblem);
}

}  // namespace interlinear::workbench
