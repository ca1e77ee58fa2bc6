// The terms of the open row: in the pane, underlined in the source, checked when the row is confirmed, entered and changed.
//
//   RowTerms terms(workspace, service, assistant, *grid, *lookup->terms(), *lookup->shortTerms());
//   terms.askForNew();                            // a dialog with the selections of source and target; Enter saves
#pragma once

#include "app/workbench/row_assistant.h"
#include "app/workbench/term_service.h"
#include "widgets/lookup/short_term_list.h"
#include "widgets/lookup/term_list.h"

namespace interlinear::workbench {

class RowTerms : public QObject {
    Q_OBJECT

public:
    RowTerms(Workspace &workspace, TermService &service, RowAssistant &assistant, widgets::SegmentGrid &grid,
             widgets::TermList &list, widgets::ShortTermList &shortList, QObject *parent = nullptr);

    /// Each opens a dialog over the window; the last two do nothing while no term is selected.
    void askForNew();
    void askForChange();
    void askWhetherToRemove();

Q_SIGNALS:
    /// The pane has the terms of the open row; how many there are.
    void shown(int terms);

private:
    struct Row {
        std::size_t hit = 0;                   // of m_hits
        std::optional<std::size_t> target;     // of its concept's terms
    };

    void onDocumentShown();
    void onContentChanged(qint64 segment, const cat::SegmentContent &content);
    void show(std::int64_t segment, const SegmentTerms &found);
    void clear();
    void check(std::int64_t segment);
    void insert(int index);
    const Row *selected() const;

    Workspace &m_workspace;
    TermService &m_service;
    RowAssistant &m_assistant;
    widgets::SegmentGrid &m_grid;
    widgets::TermList &m_list;
    widgets::ShortTermList &m_shortList;
    std::vector<cat::TermHit> m_hits;
    std::vector<Row> m_rows;                   // [row of the list]
};

}  // namespace interlinear::workbench
