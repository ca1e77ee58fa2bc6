#include "app/workbench/pretranslation.h"

#include "app/workbench/match_texts.h"

#include <ranges>

namespace interlinear::workbench {

using namespace mixmoe;
using cat::SegmentContent;
using cat::SegmentState;
using cat::TargetOrigin;
using widgets::SegmentRow;

namespace {

constexpr std::size_t lookedUpAhead = 16;
constexpr qsizetype mostRunning = 64;   // two full batches of the engine: it never waits for the window
constexpr int exact = 1000;             // per mille

/// The target of the best match, when it is exact and no other is as good with another target.
std::optional<SegmentContent> exactAnswer(const std::vector<cat::Match> &matches, const TaggedText &source)
{
    if (matches.empty() || matches.front().perMille < exact)
        return std::nullopt;
    if (matches.size() > 1 && matches[1].perMille == matches[0].perMille && matches[1].unit.target != matches[0].unit.target)
        return std::nullopt;
    const TaggedText target = fittingTarget(source, matches.front().unit.target);
    if (!sameTags(source, target))
        return std::nullopt;
    return SegmentContent{target, SegmentState::Draft, TargetOrigin::memory(matches.front().perMille)};
}

}  // namespace

Pretranslation::Pretranslation(Workspace &workspace, EngineService &engine, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_engine(engine)
    , m_session(workspace.current())
{
    connect(&engine, &EngineService::translated, this, &Pretranslation::onTranslated);
    connect(&engine, &EngineService::failed, this, &Pretranslation::onFailed);
    connect(&workspace, &Workspace::leaving, this, &Pretranslation::cancel);
}

Pretranslation::~Pretranslation()
{
    if (!m_finished)
        m_engine.cancelAll(Priority::Document);
}

void Pretranslation::start()
{
    m_clock.start();
    for (const SegmentRow &row : std::views::reverse(m_session->model()->rows())) {
        if (isFree(row.id))
            m_toLookUp.push_back(row.id);
    }
    m_progress.total = static_cast<int>(m_toLookUp.size());
    Q_EMIT progressed(m_progress);
    lookUpMore();
    settle(0);
}

void Pretranslation::cancel()
{
    m_toLookUp.clear();
    m_toTranslate.clear();
    m_running.clear();
    m_engine.cancelAll(Priority::Document);
    finish();
}

bool Pretranslation::isFree(std::int64_t segment) const
{
    const SegmentContent *content = m_session ? m_session->content(segment) : nullptr;
    return content && content->state == SegmentState::New && content->target.empty();
}

void Pretranslation::lookUpMore()
{
    if (m_lookingUp || m_toLookUp.empty() || m_toTranslate.size() > lookedUpAhead)
        return;
    const std::int64_t segment = m_toLookUp.back();
    m_toLookUp.pop_back();
    m_lookingUp = true;
    // One at a time: what the translator asks of the storage thread waits for one of them at most.
    m_workspace.storage().run(
        [project = m_workspace.project().number, query = queryFor(*m_session, segment)](ProjectDesk &desk) {
            return desk.lookup(project, query, exact, 2);
        },
        this, [this, segment](const Result<std::vector<cat::Match>> &matches) { onLookedUp(segment, matches); });
}

void Pretranslation::onLookedUp(std::int64_t segment, const Result<std::vector<cat::Match>> &matches)
{
    m_lookingUp = false;
    if (m_finished || !m_session)
        return;
    if (!matches && !m_problem)
        m_problem = matches.error();
    const SegmentRow *row = m_session->row(segment);
    const auto answer = matches && row ? exactAnswer(*matches, row->source) : std::nullopt;
    if (answer)
        fill(segment, *answer);
    else
        m_toTranslate.insert(m_toTranslate.begin(), segment);
    lookUpMore();
    translateMore();
    settle(answer ? 1 : 0);
}

void Pretranslation::translateMore()
{
    while (!m_toTranslate.empty() && m_running.size() < mostRunning) {
        const std::int64_t segment = m_toTranslate.back();
        m_toTranslate.pop_back();
        const SegmentRow *row = m_session->row(segment);
        const LanguagePair &languages = m_workspace.languages();
        m_running.insert(
            m_engine.request(std::to_string(segment), Priority::Document, {.source = row->source, .from = languages.from, .to = languages.to}),
            segment);
    }
    lookUpMore();
}

void Pretranslation::onTranslated(RequestId id, const std::shared_ptr<const Translation> &translation)
{
    const auto running = m_running.constFind(id);
    if (running == m_running.constEnd() || !m_session)
        return;
    const std::int64_t segment = *running;
    m_running.erase(running);
    m_tokens += translation->tokens.size();
    fill(segment, {translation->target, SegmentState::Machine, TargetOrigin::machine()});
    translateMore();
    settle(1);
}

void Pretranslation::onFailed(RequestId id, const Error &error)
{
    if (!m_running.remove(id) || !m_session)
        return;
    if (!m_problem)
        m_problem = error;
    translateMore();
    settle(1);
}

void Pretranslation::fill(std::int64_t segment, const SegmentContent &content)
{
    if (!isFree(segment) || content.target.empty())
        return;
    if (m_changes->empty()) {
        QUndoStack *stack = m_session->undoStack();
        stack->push(new ChangeManySegments(*m_session, m_changes, tr("pretranslate")));
        m_stackWatch = connect(stack, &QUndoStack::indexChanged, this, [this, mine = stack->index()](int index) {
            if (index < mine)
                cancel();   // undone: nothing more may come
        });
    }
    m_changes->push_back({segment, *m_session->content(segment), content});
    m_session->apply(segment, content);
}

void Pretranslation::settle(int segments)
{
    m_progress.done += segments;
    const double seconds = static_cast<double>(m_clock.elapsed()) / 1000;
    m_progress.tokensPerSecond = seconds > 0 ? static_cast<double>(m_tokens) / seconds : 0;
    m_progress.secondsLeft = m_progress.done ? static_cast<int>(seconds / m_progress.done * (m_progress.total - m_progress.done)) : 0;
    Q_EMIT progressed(m_progress);
    if (!m_lookingUp && m_toLookUp.empty() && m_toTranslate.empty() && m_running.isEmpty())
        finish();
}

void Pretranslation::finish()
{
    if (std::exchange(m_finished, true))
        return;
    disconnect(m_stackWatch);
    Q_EMIT finished(m_progress, m_problem);
}

}  // namespace interlinear::workbench
