// The parts of the open row that the memory knows, under its matches: asked for once the matches are there, taken by the translator alone.
//
//   RowFragments fragments(workspace, assistant, *grid->editor(), *lookup->fragments());
#pragma once

#include "app/workbench/row_assistant.h"
#include "widgets/lookup/fragment_list.h"

namespace interlinear::workbench {

class RowFragments : public QObject {
    Q_OBJECT

public:
    RowFragments(Workspace &workspace, RowAssistant &assistant, widgets::TargetEditor &editor, widgets::FragmentList &list, QObject *parent = nullptr);

Q_SIGNALS:
    void failed(const interlinear::Error &error);

private:
    void lookUp(std::int64_t segment, int bestPerMille);

    Workspace &m_workspace;
    RowAssistant &m_assistant;
    widgets::FragmentList &m_list;
};

}  // namespace interlinear::workbench
