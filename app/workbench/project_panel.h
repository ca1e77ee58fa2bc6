// The left dock: the project's documents with how far each is, and its memories with how much each holds.
//
//   panel.setProject(workspace.project());
//   panel.setCurrent(document);
//   connect(&panel, &ProjectPanel::documentChosen, &workspace, &Workspace::activate);
#pragma once

#include "app/workbench/project_desk.h"
#include "widgets/memory/memory_list.h"

#include <QWidget>

class QLabel;
class QListView;
class QStandardItemModel;

namespace interlinear::workbench {

class DocumentDelegate;

class ProjectPanel : public QWidget {
    Q_OBJECT

public:
    explicit ProjectPanel(QWidget *parent = nullptr);

    void setTheme(const widgets::Theme &theme);
    void setProject(const OpenedProject &project);
    void setCurrent(std::optional<std::int64_t> document);

Q_SIGNALS:
    void documentChosen(qint64 document);
    /// Its place: the project's own first, then the references.
    void memoryChosen(int place);

private:
    void selectCurrent();

    QStandardItemModel *m_model;
    QListView *m_list;
    DocumentDelegate *m_delegate;
    widgets::MemoryList *m_memories;
    QLabel *m_documentsHeading, *m_memoriesHeading, *m_noMemory;
    std::optional<std::int64_t> m_current;
};

/// Its own memory first, then those that it refers to.
std::vector<widgets::MemoryRow> memoryRows(const OpenedProject &project);

}  // namespace interlinear::workbench
