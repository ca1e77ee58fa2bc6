#include "app/workbench/pretranslation.h"

#include "app/workbench/match_texts.h"

#include <algorithm>
#include <ranges>

namespace interlinear::workbench {

using namespace mixmoe;
using cat::SegmentContent;
using cat::SegmentState;
using cat::TargetOrigin;
using widgets::SegmentRow;

namespace {

constexpr std::size_t lookedUpTogether = 16;
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

template <typename T>
std::vector<T> takeLast(std::vector<T> &from, std::size_t count)
{
    const auto begin = from.end() - static_cast<std::ptrdiff_t>(std::min(count, from.size()));
    std::vector<T> taken(begin, from.end());
    from.erase(begin, from.end());
    std::ranges::reverse(taken);
    return taken;
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
    connect(workspace.current(), &QObject::destroyed, this, &Pretranslation::cancel);
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
    if (m_lookingUp || m_toLookUp.empty() || m_toTranslate.size() > lookedUpTogether)
        return;
    const std::vector<std::int64_t> segments = takeLast(m_toLookUp, lookedUpTogether);
    std::vector<cat::Query> queries;
    for (const std::int64_t segment : segments)
        queries.push_back(queryFor(*m_session, segment));
    m_lookingUp = true;
    m_workspace.storage().run(
        [queries = std::move(queries)](ProjectDesk &desk) -> Result<std::vector<std::vector<cat::Match>>> {
            std::vector<std::vector<cat::Match>> answers;
            for (const cat::Query &query : queries) {
                Result<std::vector<cat::Match>> matches = desk.lookup(query, exact, 2);
                if (!matches)
                    return std::unexpected(matches.error());
                answers.push_back(std::move(*matches));
            }
            return answers;
        },
        this, [this, segments](const Result<std::vector<std::vector<cat::Match>>> &answers) { onLookedUp(segments, answers); });
}

void Pretranslation::onLookedUp(const std::vector<std::int64_t> &segments, const Result<std::vector<std::vector<cat::Match>>> &answers)
{
    m_lookingUp = false;
    if (m_finished || !m_session)
        return;
    if (!answers && !m_problem)
        m_problem = answers.error();
    int filled = 0;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const SegmentRow *row = m_session->row(segments[i]);
        const auto answer = answers && row ? exactAnswer((*answers)[i], row->source) : std::nullopt;
        if (!answer) {
            m_toTranslate.insert(m_toTranslate.begin(), segments[i]);
            continue;
        }
        fill(segments[i], *answer);
        ++filled;
    }
    lookUpMore();
    translateMore();
    settle(filled);
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
