// The memories of the project: which there are, where confirmed work goes, and what the matches of each lose. Every change holds at once.
//
//   MemoriesDialog dialog(memories, sharing, memoryThread, theme, window);
//   dialog.setMemories(rows);                      // and again whenever they have changed
//   dialog.exec();
#pragma once

#include "app/workbench/growing_dialog.h"
#include "app/workbench/project_memories.h"
#include "app/workbench/sharing_box.h"
#include "widgets/memory/memory_list.h"

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace interlinear::workbench {

class MemoriesDialog : public GrowingDialog {
    Q_OBJECT

public:
    MemoriesDialog(ProjectMemories &memories, MemorySharing &sharing, DeskThread<MemoryDesk> &thread, const widgets::Theme &theme, QWidget *parent);

    void setMemories(const std::vector<widgets::MemoryRow> &rows);
    void setCurrent(int place);
    /// Adds or makes memories with these files, as the buttons do when files were chosen.
    void addExisting(const QStringList &paths);
    void makeNew(const QString &path);

private:
    const MemorySummary *current() const;
    void showCurrent();
    void askForExisting();
    void askForNew();

    ProjectMemories &m_memories;
    widgets::MemoryList *m_list;
    QLabel *m_path, *m_problem;
    QCheckBox *m_writes, *m_approvedOnly;
    QDoubleSpinBox *m_penalty;
    QPushButton *m_remove;
    SharingBox *m_sharing;
};

}  // namespace interlinear::workbench
