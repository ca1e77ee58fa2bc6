// The search of the concordance pane: asks the memory on the storage thread, the latest question wins, and what its hits are good for.
//
//   Concordance concordance(workspace, *grid->editor(), *lookup->concordance());
//   concordance.searchHere();                      // Ctrl+K
#pragma once

#include "app/workbench/workspace.h"
#include "engine/cat/memory/search/concordance.h"
#include "widgets/editing/target_editor.h"
#include "widgets/lookup/concordance_view.h"

#include <stop_token>

namespace interlinear::workbench {

class Concordance : public QObject {
    Q_OBJECT

public:
    Concordance(Workspace &workspace, widgets::TargetEditor &editor, widgets::ConcordanceView &view, QObject *parent = nullptr);
    ~Concordance() override;

    /// For the selected text of the target, or the word at its caret.
    void searchHere();

Q_SIGNALS:
    /// The answer to a search is in the pane.
    void answered();
    void copied(const QString &target);

private:
    void search(const widgets::ConcordanceSearch &search);
    void show(const Result<std::vector<cat::ConcordanceHit>> &hits);
    void insert(int hit);
    void copy(int hit);

    Workspace &m_workspace;
    widgets::TargetEditor &m_editor;
    widgets::ConcordanceView &m_view;
    std::stop_source m_stop;              // of the latest search
    std::vector<TaggedText> m_targets;    // [hit]
};

}  // namespace interlinear::workbench
