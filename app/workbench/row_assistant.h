// Everything that helps in the open row: it asks memory and model as a row opens, shows what they answer, and lets the translator take it.
//
//   RowAssistant assistant(workspace, suggestions, terms, *grid, *matchPane);
//   assistant.takeMachineText();                // Ctrl+M
//   connect(&assistant, &RowAssistant::rowOpened, …);
//
// Interface thread.
#pragma once

#include "app/workbench/suggestions.h"
#include "app/workbench/term_service.h"
#include "app/workbench/workspace.h"
#include "widgets/editing/segment_grid.h"
#include "widgets/lookup/match_pane.h"

namespace interlinear::workbench {

class RowAssistant : public QObject {
    Q_OBJECT

public:
    RowAssistant(Workspace &workspace, Suggestions &suggestions, TermService &terms, widgets::SegmentGrid &grid,
                 widgets::MatchPane &pane, QObject *parent = nullptr);

    /// The row that is open in the current document; null without one.
    const widgets::SegmentRow *openRow() const;

    /// Puts the model's text, or the best match of the memory, in place of the target; false when there is none yet.
    bool takeMachineText();
    bool takeBestMatch();
    bool takeMatch(int index);
    /// The source text with its tags in place of the target.
    void copySource();

Q_SIGNALS:
    void rowOpened(const interlinear::widgets::SegmentRow &row);
    void rowsClosed();
    /// The termbase has answered for the open row; again after each change of it.
    void termsFound(qint64 segment, const interlinear::workbench::SegmentTerms &terms);
    /// The memory has answered for the open row; 0 for no match.
    void lookedUp(qint64 segment, int bestPerMille);
    /// Memory and model have both answered for the open row.
    void answered();
    /// The wider search came to the same text.
    void noOtherWayFound();
    void failed(const interlinear::Error &error);

private:
    void onDocumentShown();
    void onSegmentOpened(qint64 id);
    void onContentChanged(qint64 id, const cat::SegmentContent &content);
    void onBegan();
    void onStepped(const mixmoe::StepEvent &event);
    void onSuggested(const TranslationPointer &translation);
    void lookUpTerms();
    void lookUpAhead(std::int64_t segment);
    void onMatches(std::int64_t segment, const Result<std::vector<cat::Match>> &matches);
    void showMatches();
    void close();
    SuggestionSubject subjectOf(const widgets::SegmentRow &row) const;
    /// The row above, once its target is confirmed.
    std::optional<mixmoe::SegmentBefore> confirmedBefore(std::int64_t id) const;
    std::vector<std::int64_t> rowsAhead(const widgets::SegmentRow &row) const;
    std::vector<SuggestionSubject> subjectsAhead(const widgets::SegmentRow &row) const;

    Workspace &m_workspace;
    Suggestions &m_suggestions;
    TermService &m_terms;
    widgets::SegmentGrid &m_grid;
    widgets::MatchPane &m_pane;
    std::optional<std::int64_t> m_open;
    TaggedText m_target;                             // of the open row, as last seen
    TaggedText m_suggested;                          // the whole suggestion, as far as it has come
    widgets::SuggestionState m_suggestedState = widgets::SuggestionState::Growing;
    std::vector<widgets::Match> m_memoryMatches;
    std::optional<widgets::Match> m_machineMatch;
    bool m_looked = false;                           // the memory has answered
};

}  // namespace interlinear::workbench
