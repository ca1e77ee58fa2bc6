// How one memory stands with the team, and what can be done about it: a part of the dialog of memories.
//
//   SharingBox box(sharing, memoryThread, theme, dialog);
//   box.setMemory(summary);        // and again whenever its state has changed
#pragma once

#include "app/workbench/memory_desk.h"
#include "app/workbench/memory_sharing.h"
#include "widgets/plot/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace interlinear::workbench {

class SharingBox : public QWidget {
    Q_OBJECT

public:
    SharingBox(MemorySharing &sharing, DeskThread<MemoryDesk> &thread, const widgets::Theme &theme, QWidget *parent);

    /// Null: none is chosen.
    void setMemory(const MemorySummary *memory);
    /// Asks for a server and a file, and makes a memory that follows a shared one.
    void askToJoin();

private:
    QPushButton *addButton(const QString &text, const char *name, void (SharingBox::*pressed)());
    void showState();
    void showProblem(const QString &sentence);
    void askToShare();
    void askToMove();
    void synchroniseNow();
    void showConflicts();

    MemorySharing &m_sharing;
    DeskThread<MemoryDesk> &m_thread;
    widgets::Theme m_theme;
    std::optional<MemorySummary> m_memory;
    QLabel *m_state, *m_problem;
    QPushButton *m_share, *m_password, *m_synchronise, *m_conflicts, *m_server;
};

}  // namespace interlinear::workbench
