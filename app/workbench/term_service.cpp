#include "app/workbench/term_service.h"

#include "app/terms/term_rules.h"

#include <QSettings>

namespace interlinear::workbench {

namespace {

constexpr auto inSuggestionsKey = "terms/inSuggestions";

std::filesystem::path pathOf(const QString &path)
{
    return {path.toStdString()};
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
{
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

void TermService::add(const cat::NewTerm &term)
{
    run([term](cat::ProjectTerms &terms) { return terms.add(term); }, this, [this](const Result<cat::PairAddition> &addition) {
        Q_EMIT added(*addition);
        Q_EMIT changed();
    });
}

void TermService::change(const cat::Concept &entry)
{
    run([entry](cat::ProjectTerms &terms) { return terms.change(entry); }, this, [this](const Result<void> &) { Q_EMIT changed(); });
}

void TermService::remove(const std::string &id)
{
    run([id](cat::ProjectTerms &terms) { return terms.remove(id); }, this, [this](const Result<void> &) { Q_EMIT changed(); });
}

void TermService::choose(const QString &path)
{
    run([file = pathOf(path)](cat::ProjectTerms &terms) { return terms.choose(file); }, this, [this, path](const Result<void> &) {
        Q_EMIT chosen(path);
        Q_EMIT changed();
    });
}

void TermService::importFrom(const QString &path, const std::stop_token &stop)
{
    run([file = pathOf(path), stop](cat::ProjectTerms &terms) { return terms.import(file, stop); }, this, [this](const Result<cat::TermImportReport> &report) {
        Q_EMIT imported(*report);
        Q_EMIT changed();
    });
}

void TermService::exportTo(const QString &path)
{
    run([file = pathOf(path)](cat::ProjectTerms &terms) { return terms.exportTo(file); }, this, [this, path](const Result<void> &) { Q_EMIT exported(path); });
}

}  // namespace interlinear::workbench
