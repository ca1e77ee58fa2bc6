#include "app/workbench/pretranslation.h"

#include "app/workbench/match_texts.h"
#include "engine/cat/memory/match_use.h"
#include "engine/mixmoe/decode/search_terms.h"

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

/// The target of an exact or repaired match that no other contradicts, whose tags are the source's and whose terms are those of the termbase.
std::optional<SegmentContent> memoryAnswer(const std::vector<cat::Match> &matches, const TaggedText &source, const std::vector<TermConstraint> &rules)
{
    const cat::Match *match = cat::undisputed(matches, cat::perMilleEqual);
    if (!match)
        match = cat::undisputedRepair(matches);
    if (!match)
        return std::nullopt;
    const TaggedText target = fittingTarget(source, cat::offeredTarget(*match));
    if (!sameTags(source, target) || !obeys(rules, target.text))
        return std::nullopt;
    return SegmentContent{target, SegmentState::Draft, TargetOrigin::memory(match->perMille, match->unit.id)};
}

}  // namespace

Pretranslation::Pretranslation(Workspace &workspace, EngineService &engine, bool termsInSuggestions, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_engine(engine)
    , m_termsInSuggestions(termsInSuggestions)
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
        if (!isFree(row.id))
            continue;
        m_toLookUp.push_back(row.id);
        m_bytesInAll += row.source.text.size();
    }
    m_progress.total = static_cast<int>(m_toLookUp.size());
    lookUpMore();
    showProgress();
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
    if (m_lookingUp || m_toTranslate.size() > lookedUpAhead)
        return;
    for (; !m_toLookUp.empty() && !m_session->row(m_toLookUp.back()); m_toLookUp.pop_back())
        ++m_progress.done;   // it has been split or joined
    if (m_toLookUp.empty())
        return;
    const std::int64_t segment = m_toLookUp.back();
    m_toLookUp.pop_back();
    m_lookingUp = true;
    // One at a time: what the translator asks of the storage thread waits for one of them at most.
    m_workspace.storage().run(
        [project = m_workspace.project().number, query = queryFor(*m_session, segment), use = m_termsInSuggestions](ProjectDesk &desk) {
            return Known{desk.lookup(project, query, {.thresholdPerMille = cat::worthADraftPerMille, .limit = 1}), segmentTerms(desk, project, query.text, use)};
        },
        this, [this, segment](const Known &known) { onLookedUp(segment, known); });
}

void Pretranslation::onLookedUp(std::int64_t segment, const Known &known)
{
    const auto &[matches, terms] = known;
    m_lookingUp = false;
    if (m_finished || !m_session)
        return;
    if (!matches && !m_problem)
        m_problem = matches.error();
    if (!terms && !m_problem)
        m_problem = terms.error();
    const SegmentRow *row = m_session->row(segment);
    const auto rules = terms ? terms->rules : std::vector<TermConstraint>();
    const auto answer = matches && row ? memoryAnswer(*matches, row->source, rules) : std::nullopt;
    const cat::Match *draft = matches ? cat::worthADraft(*matches) : nullptr;
    if (answer)
        fill(segment, *answer);
    else
        m_toTranslate.push_back({segment, draft ? cat::offeredTarget(*draft) : TaggedText(), rules});
    lookUpMore();
    translateMore();
    if (answer)
        settle(segment);
    else
        showProgress();
}

void Pretranslation::translateMore()
{
    // In context each waits for the one before it.
    const qsizetype atOnce = m_engine.readsContext() ? 1 : mostRunning;
    while (!m_toTranslate.empty() && m_running.size() < atOnce) {
        const OpenSegment segment = std::move(m_toTranslate.front());
        m_toTranslate.pop_front();
        const SegmentRow *row = m_session->row(segment.id);
        if (!row) {
            ++m_progress.done;
            continue;
        }
        const LanguagePair &languages = m_workspace.languages();
        if (m_running.isEmpty())
            m_modelSince = m_clock.elapsed();
        m_running.insert(m_engine.request(std::to_string(segment.id), Priority::Document,
                                          {.source = row->source, .from = languages.from, .to = languages.to, .before = before(segment.id), .draft = segment.draft, .terms = segment.rules}),
                         segment.id);
    }
    lookUpMore();
}

std::optional<SegmentBefore> Pretranslation::before(std::int64_t segment) const
{
    const SegmentRow *above = m_engine.readsContext() ? m_session->rowAbove(segment) : nullptr;
    if (!above || above->target.empty())
        return std::nullopt;
    return SegmentBefore{above->source, above->target};
}

void Pretranslation::onTranslated(RequestId id, const std::shared_ptr<const Translation> &translation)
{
    const std::optional<std::int64_t> segment = takeRunning(id);
    if (!segment || !m_session)
        return;
    m_tokens += translation->tokens.size();
    m_progress.cut += translation->sourceCut || !translation->complete ? 1 : 0;
    fill(*segment, {translation->target, SegmentState::Machine, TargetOrigin::machine()});
    settle(*segment);
}

void Pretranslation::onFailed(RequestId id, const Error &error)
{
    const std::optional<std::int64_t> segment = takeRunning(id);
    if (!segment || !m_session)
        return;
    if (!m_problem)
        m_problem = error;
    settle(*segment);
}

/// The segment of a request that has been answered; nothing when it is none of this job's.
std::optional<std::int64_t> Pretranslation::takeRunning(RequestId id)
{
    const auto running = m_running.constFind(id);
    if (running == m_running.constEnd())
        return std::nullopt;
    const std::int64_t segment = *running;
    m_running.erase(running);
    if (m_running.isEmpty())
        m_modelMs += m_clock.elapsed() - m_modelSince;
    return segment;
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

/// What the segment is to have it has, or will never have.
void Pretranslation::settle(std::int64_t segment)
{
    ++m_progress.done;
    if (const SegmentRow *row = m_session->row(segment))
        m_bytesDone += row->source.text.size();
    translateMore();
    showProgress();
}

double Pretranslation::secondsOfModel() const
{
    return static_cast<double>(m_modelMs + (m_running.isEmpty() ? 0 : m_clock.elapsed() - m_modelSince)) / 1000;
}

void Pretranslation::showProgress()
{
    const double seconds = static_cast<double>(m_clock.elapsed()) / 1000, ofModel = secondsOfModel();
    m_progress.tokensPerSecond = ofModel > 0 ? static_cast<double>(m_tokens) / ofModel : 0;
    m_progress.secondsLeft = m_bytesDone ? static_cast<int>(seconds * static_cast<double>(m_bytesInAll - m_bytesDone) / static_cast<double>(m_bytesDone)) : 0;
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
