#include "app/workbench/row_assistant.h"

#include "app/workbench/match_texts.h"
#include "app/workbench/row_content.h"
#include "engine/cat/memory/match_use.h"

#include <algorithm>

namespace interlinear::workbench {

using widgets::Match;
using widgets::SegmentRow;
using widgets::SegmentState;
using widgets::SuggestionState;

namespace {

constexpr std::size_t mostAhead = 2;
constexpr int betterThanMachine = 750;   // per mille: memory matches from here on stand before the machine's text

TaggedText draftOf(const Result<std::vector<cat::Match>> &matches)
{
    const cat::Match *draft = matches ? cat::worthADraft(*matches) : nullptr;
    return draft ? cat::offeredTarget(*draft) : TaggedText();
}

/// What the model may know of a row before it is opened.
struct RowAhead {
    TaggedText draft;
    std::vector<mixmoe::TermConstraint> rules;
};

RowAhead rowAhead(ProjectDesk &desk, int project, const cat::Query &query, bool termsInSuggestions)
{
    const Result<SegmentTerms> terms = segmentTerms(desk, project, query.text, termsInSuggestions);
    return {draftOf(desk.lookup(project, query, {.thresholdPerMille = cat::worthADraftPerMille, .limit = 1})),
            terms ? terms->rules : std::vector<mixmoe::TermConstraint>()};
}

}  // namespace

RowAssistant::RowAssistant(Workspace &workspace, Suggestions &suggestions, TermService &terms, widgets::SegmentGrid &grid,
                           widgets::MatchPane &pane, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_suggestions(suggestions)
    , m_terms(terms)
    , m_grid(grid)
    , m_pane(pane)
{
    connect(&workspace, &Workspace::documentShown, this, &RowAssistant::onDocumentShown);
    connect(&grid, &widgets::SegmentGrid::segmentOpened, this, &RowAssistant::onSegmentOpened);
    connect(&grid, &widgets::SegmentGrid::targetEdited, this,
            [this](qint64 id, const widgets::TargetEdit &edit) { m_workspace.current()->edit(id, edit); });
    connect(grid.editor(), &widgets::TargetEditor::alternativesRequested, &suggestions, &Suggestions::searchWider);
    connect(&suggestions, &Suggestions::began, this, &RowAssistant::onBegan);
    connect(&suggestions, &Suggestions::stepped, this, &RowAssistant::onStepped);
    connect(&suggestions, &Suggestions::finished, this, &RowAssistant::onSuggested);
    connect(&suggestions, &Suggestions::failed, this, &RowAssistant::failed);
    connect(&terms, &TermService::changed, this, &RowAssistant::lookUpTerms);
    connect(&pane, &widgets::MatchPane::insertRequested, this, &RowAssistant::takeMatch);
}

const SegmentRow *RowAssistant::openRow() const
{
    return m_open && m_workspace.current() ? m_workspace.current()->row(*m_open) : nullptr;
}

void RowAssistant::onDocumentShown()
{
    close();
    if (DocumentSession *session = m_workspace.current())
        connect(session, &DocumentSession::contentChanged, this, &RowAssistant::onContentChanged, Qt::UniqueConnection);
}

void RowAssistant::close()
{
    m_open.reset();
    m_suggestions.close();
    m_memoryMatches.clear();
    m_machineMatch.reset();
    showMatches();
    Q_EMIT rowsClosed();
}

void RowAssistant::onSegmentOpened(qint64 id)
{
    if (!m_workspace.current() || !m_workspace.current()->row(id))
        return;
    m_open = id;
    const SegmentRow row = *openRow();
    m_target = row.target;
    m_looked = false;
    m_memoryMatches.clear();
    m_machineMatch.reset();
    showMatches();
    Q_EMIT rowOpened(row);
    m_suggestions.open(subjectOf(row), subjectsAhead(row));
    lookUpTerms();   // before the memory: its answer is what the model waits for
    m_workspace.lookup(id, this, [this, id](const Result<std::vector<cat::Match>> &matches) { onMatches(id, matches); });
}

void RowAssistant::lookUpTerms()
{
    const SegmentRow *row = openRow();
    if (!row)
        return;
    m_terms.lookUp(row->source, this, [this, id = row->id](const SegmentTerms &found) {
        if (!openRow() || m_open != id)
            return;
        m_suggestions.setTerms(std::to_string(id), found.rules);
        Q_EMIT termsFound(id, found);
    });
}

void RowAssistant::lookUpAhead(std::int64_t segment)
{
    m_workspace.storage().run(
        [project = m_workspace.project().number, query = queryFor(*m_workspace.current(), segment), use = m_terms.inSuggestions()](ProjectDesk &desk) {
            return rowAhead(desk, project, query, use);
        },
        this, [this, segment](const RowAhead &ahead) {
            m_suggestions.setTerms(std::to_string(segment), ahead.rules);
            m_suggestions.setDraft(std::to_string(segment), ahead.draft);
        });
}

SuggestionSubject RowAssistant::subjectOf(const SegmentRow &row) const
{
    // What a person is writing is continued; beside a finished or a machine's target the model says what it would write itself.
    return {.key = std::to_string(row.id), .source = row.source, .before = confirmedBefore(row.id), .typed = row.state == SegmentState::Draft ? row.target.text : std::string()};
}

std::optional<mixmoe::SegmentBefore> RowAssistant::confirmedBefore(std::int64_t id) const
{
    const SegmentRow *above = m_workspace.current()->rowAbove(id);
    if (!above || !isDone(*above))
        return std::nullopt;
    return mixmoe::SegmentBefore{above->source, above->target};
}

std::vector<std::int64_t> RowAssistant::rowsAhead(const SegmentRow &row) const
{
    std::vector<std::int64_t> ahead;
    std::optional<std::int64_t> next = row.id;
    while (ahead.size() < mostAhead) {
        next = m_workspace.current()->nextOpen(*next);
        if (!next || *next == row.id || std::ranges::find(ahead, *next) != ahead.end())
            break;
        ahead.push_back(*next);
    }
    return ahead;
}

std::vector<SuggestionSubject> RowAssistant::subjectsAhead(const SegmentRow &row) const
{
    std::vector<SuggestionSubject> ahead;
    for (const std::int64_t id : rowsAhead(row))
        ahead.push_back({.key = std::to_string(id), .source = m_workspace.current()->row(id)->source, .before = confirmedBefore(id)});
    return ahead;
}

void RowAssistant::onContentChanged(qint64 id, const cat::SegmentContent &content)
{
    if (m_open != id || std::exchange(m_target, content.target) == content.target)
        return;
    if (!m_suggested.empty() && widgets::agrees(m_suggested, m_suggestedState, content.target))
        m_grid.editor()->setSuggestion(m_suggested, m_suggestedState);   // undo and insertion make the editor forget it
    else
        m_suggestions.retype(subjectOf(*openRow()).typed);
}

void RowAssistant::onBegan()
{
    m_suggested = {};
    m_suggestedState = SuggestionState::Growing;
}

void RowAssistant::onStepped(const mixmoe::StepEvent &event)
{
    m_suggested = {event.textSoFar, {}};
    m_grid.editor()->setSuggestion(m_suggested, m_suggestedState);
}

void RowAssistant::onSuggested(const TranslationPointer &translation)
{
    const bool searchedWider = m_suggestions.subject()->beamSize > 1;
    if (searchedWider && m_machineMatch && m_machineMatch->target == translation->target)
        Q_EMIT noOtherWayFound();
    m_suggested = translation->target;
    m_suggestedState = SuggestionState::Complete;
    m_grid.editor()->setSuggestion(m_suggested, m_suggestedState);
    m_machineMatch = machineCard(*translation);
    showMatches();
    if (m_looked)
        Q_EMIT answered();
}

void RowAssistant::onMatches(std::int64_t segment, const Result<std::vector<cat::Match>> &matches)
{
    const SegmentRow *row = openRow();
    if (!row || row->id != segment)
        return;
    m_looked = true;
    m_suggestions.setDraft(std::to_string(segment), draftOf(matches));
    for (const std::int64_t ahead : rowsAhead(*row))
        lookUpAhead(ahead);
    if (!matches) {
        Q_EMIT failed(matches.error());
        return;
    }
    m_memoryMatches.clear();
    for (const cat::Match &match : *matches)
        m_memoryMatches.push_back(matchCard(match, row->source.text));
    showMatches();
    Q_EMIT lookedUp(segment, matches->empty() ? 0 : matches->front().perMille);
    if (m_machineMatch)
        Q_EMIT answered();
}

void RowAssistant::showMatches()
{
    std::vector<Match> shown = m_memoryMatches;
    if (m_machineMatch) {
        const auto place = std::ranges::find_if(shown, [](const Match &match) { return match.scorePerMille < betterThanMachine; });
        shown.insert(place, *m_machineMatch);
    }
    m_pane.setMatches(std::move(shown));
}

bool RowAssistant::takeMatch(int index)
{
    const SegmentRow *row = openRow();
    const auto place = static_cast<std::size_t>(index);
    if (!row || index < 0 || place >= m_pane.matches().size())
        return false;
    const Match match = m_pane.matches()[place];
    const bool machine = match.kind == Match::Kind::Machine;
    m_workspace.current()->replaceTarget(row->id, fittingTarget(row->source, match.target),
                                         machine ? cat::TargetOrigin::machine() : cat::TargetOrigin::memory(match.scorePerMille, match.unitId),
                                         machine ? tr("machine text") : tr("match of the memory"));
    m_grid.setFocus();
    return true;
}

bool RowAssistant::takeMachineText()
{
    const auto machine = std::ranges::find(m_pane.matches(), Match::Kind::Machine, &Match::kind);
    return machine != m_pane.matches().end() && takeMatch(static_cast<int>(machine - m_pane.matches().begin()));
}

bool RowAssistant::takeBestMatch()
{
    return !m_memoryMatches.empty() && takeMatch(m_pane.matches().front().kind == Match::Kind::Memory ? 0 : 1);
}

void RowAssistant::copySource()
{
    if (const SegmentRow *row = openRow())
        m_workspace.current()->replaceTarget(row->id, row->source, {}, tr("copy source"));
}

}  // namespace interlinear::workbench
