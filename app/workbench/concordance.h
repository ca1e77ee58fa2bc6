// The search of the concordance pane: asks the memories on a thread of its own, the latest question wins, and what its hits are good for.
//
//   Concordance concordance(workspace, *grid, *lookup->concordance());
//   concordance.searchHere();                      // Ctrl+K
#pragma once

#include "app/workbench/concordance_desk.h"
#include "app/workbench/workspace.h"
#include "widgets/editing/segment_grid.h"
#include "widgets/lookup/concordance_view.h"

#include <stop_token>

namespace interlinear::workbench {

class Concordance : public QObject {
    Q_OBJECT

public:
    Concordance(Workspace &workspace, widgets::SegmentGrid &grid, widgets::ConcordanceView &view, QObject *parent = nullptr);
    ~Concordance() override;

    /// For what is selected in the source or else the target, or for the word at the caret.
    void searchHere();

Q_SIGNALS:
    /// The answer to a search is in the pane.
    void answered();
    void copied(const QString &target);

private:
    void search(const widgets::ConcordanceSearch &search);
    void show(const Result<std::vector<FoundUnit>> &hits);
    void insert(int hit);
    void copy(int hit);

    Workspace &m_workspace;
    widgets::SegmentGrid &m_grid;
    widgets::ConcordanceView &m_view;
    std::stop_source m_stop;              // of the latest search
    std::vector<TaggedText> m_targets;    // [hit]
    DeskThread<ConcordanceDesk> m_thread;
};

}  // namespace interlinear::workbench
