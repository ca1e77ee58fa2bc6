#include "app/workbench/term_service.h"

#include "app/terms/term_rules.h"
#include "app/workbench/task_progress.h"

#include <QFileInfo>
#include <QSettings>

namespace interlinear::workbench {

namespace {

constexpr auto inSuggestionsKey = "terms/inSuggestions";

std::filesystem::path pathOf(const QString &path)
{
    return {path.toStdString()};
}

Result<std::optional<TermbaseSummary>> termbaseSummary(ProjectDesk &desk, int project)
{
    const Result<cat::ProjectTerms *> terms = desk.terms(project);
    if (!terms)
        return std::unexpected(terms.error());
    const Result<std::optional<std::size_t>> concepts = (*terms)->count();
    if (!concepts)
        return std::unexpected(concepts.error());
    if (!*concepts)
        return std::nullopt;
    return TermbaseSummary{QString::fromStdString((*terms)->path().stem().string()), **concepts};
}

}  // namespace

Result<SegmentTerms> segmentTerms(ProjectDesk &desk, int project, const TaggedText &source, bool inSuggestions)
{
    const Result<cat::ProjectTerms *> terms = desk.terms(project);
    if (!terms)
        return std::unexpected(terms.error());
    Result<std::vector<cat::TermHit>> hits = (*terms)->find(source);
    if (!hits)
        return std::unexpected(hits.error());
    SegmentTerms found{std::move(*hits), {}};
    if (!inSuggestions || found.hits.empty())
        return found;
    const Result<std::vector<cat::TermDemand>> demands = (*terms)->demands(source);
    if (!demands)
        return std::unexpected(demands.error());
    found.rules = termRules(*demands);
    return found;
}

TermService::TermService(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_inSuggestions(QSettings().value(inSuggestionsKey, true).toBool())
    , m_thread(QStringLiteral("terms"))
{
    connect(this, &TermService::changed, this, &TermService::count);
    connect(&workspace, &Workspace::leaving, this, [this] { m_removed.reset(); });
    connect(&workspace, &Workspace::projectChanged, this, [this] {
        if (std::exchange(m_countedProject, m_workspace.project().number) != m_workspace.project().number)
            count();
    });
}

/// work(terms) there; then(its value) here, or failed().
template <typename Work, typename Then>
void TermService::run(Work work, QObject *context, Then then)
{
    using Answer = std::invoke_result_t<Work, cat::ProjectTerms &>;
    m_workspace.storage().run(
        [project = m_workspace.project().number, work = std::move(work)](ProjectDesk &desk) -> Answer {
            const Result<cat::ProjectTerms *> terms = desk.terms(project);
            if (!terms)
                return std::unexpected(terms.error());
            return work(**terms);
        },
        context, [this, then = std::move(then)](const Answer &answer) {
            if (answer)
                then(answer);
            else
                Q_EMIT failed(answer.error());
        });
}

void TermService::setInSuggestions(bool use)
{
    if (std::exchange(m_inSuggestions, use) == use)
        return;
    QSettings().setValue(inSuggestionsKey, use);
    Q_EMIT changed();
}

void TermService::lookUp(const TaggedText &source, QObject *context, std::function<void(const SegmentTerms &)> then)
{
    m_workspace.storage().run(
        [project = m_workspace.project().number, source, use = m_inSuggestions](ProjectDesk &desk) { return segmentTerms(desk, project, source, use); },
        context,
        [this, then = std::move(then)](const Result<SegmentTerms> &found) {
            if (found)
                then(*found);
            else
                Q_EMIT failed(found.error());
        });
}

void TermService::check(const TaggedText &source, const TaggedText &target, QObject *context, std::function<void(const std::vector<cat::TermFinding> &)> then)
{
    run([source, target](cat::ProjectTerms &terms) { return terms.check(source, target); }, context,
        [then = std::move(then)](const Result<std::vector<cat::TermFinding>> &findings) { then(*findings); });
}

template <typename Work, typename Then>
void TermService::write(Work work, Then then)
{
    auto now = [this, work = std::move(work), then = std::move(then)] { run(work, this, then); };
    if (m_importing)
        m_waiting.push_back(std::move(now));
    else
        now();
}

void TermService::add(const cat::NewTerm &term)
{
    write([term](cat::ProjectTerms &terms) { return terms.add(term); }, [this](const Result<cat::PairAddition> &addition) {
        Q_EMIT added(*addition);
        Q_EMIT changed();
    });
}

void TermService::change(const cat::Concept &entry)
{
    write([entry](cat::ProjectTerms &terms) { return terms.change(entry); }, [this](const Result<void> &) { Q_EMIT changed(); });
}

void TermService::remove(const cat::Concept &entry)
{
    write([id = entry.id](cat::ProjectTerms &terms) { return terms.remove(id); }, [this, entry](const Result<void> &) {
        m_removed = entry;
        Q_EMIT removed();
        Q_EMIT changed();
    });
}

void TermService::restoreRemoved()
{
    if (!m_removed)
        return;
    write([entry = *std::exchange(m_removed, std::nullopt)](cat::ProjectTerms &terms) { return terms.restore(entry); },
          [this](const Result<void> &) { Q_EMIT changed(); });
}

void TermService::choose(const QString &path)
{
    write([file = pathOf(path)](cat::ProjectTerms &terms) { return terms.choose(file); }, [this, path](const Result<void> &) {
        m_removed.reset();   // it belongs to the other termbase
        Q_EMIT chosen(path);
        Q_EMIT changed();
    });
}

void TermService::importFrom(const QString &path, QWidget *parent)
{
    if (std::exchange(m_importing, true)) {
        const auto busy = fail(ErrorCode::Locked, path.toStdString(), "waits for its turn: terms of another file are being imported; import it after that");
        return Q_EMIT failed(busy.error());
    }
    const OpenedProject &project = m_workspace.project();
    runTask(
        m_thread, parent, tr("Importing %1 …").arg(QFileInfo(path).fileName()),
        [folder = project.place.folder, file = pathOf(path)](TermDesk &desk, const TaskControl &control) { return desk.import(folder, file, control.stop); },
        [this, number = project.number](const Result<cat::TermImportReport> &report) { onImported(number, report); });
}

void TermService::onImported(int project, const Result<cat::TermImportReport> &report)
{
    m_importing = false;
    m_workspace.storage().run(
        [project](ProjectDesk &desk) {
            if (const Result<cat::ProjectTerms *> terms = desk.terms(project))
                (*terms)->forget();
            return true;
        },
        this, [](bool) {});
    if (report)
        Q_EMIT imported(*report);
    else
        Q_EMIT failed(report.error());
    for (const std::function<void()> &waiting : std::exchange(m_waiting, {}))
        waiting();
    Q_EMIT changed();
}

void TermService::exportTo(const QString &path, QWidget *parent)
{
    runTask(
        m_thread, parent, tr("Exporting the terms …"),
        [folder = m_workspace.project().place.folder, file = pathOf(path)](TermDesk &desk, const TaskControl &) { return desk.exportTo(folder, file); },
        [this, path](const Result<void> &written) {
            if (written)
                Q_EMIT exported(path);
            else
                Q_EMIT failed(written.error());
        }).setCancelButton(nullptr);
}

void TermService::count()
{
    const int project = m_workspace.project().number;
    m_workspace.storage().run(
        [project](ProjectDesk &desk) { return termbaseSummary(desk, project); }, this, [this, project](const Result<std::optional<TermbaseSummary>> &summary) {
            if (project != m_workspace.project().number || !summary || *summary == m_termbase)
                return;   // a termbase that cannot be read is said when its terms are looked up
            m_termbase = *summary;
            Q_EMIT termbaseChanged();
        });
}

}  // namespace interlinear::workbench
