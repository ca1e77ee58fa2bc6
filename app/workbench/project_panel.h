// The left dock: the project's documents with how far each is, and its memories with how much each holds.
//
//   panel.setProject(workspace.project());
//   panel.setCurrent(document);
//   connect(&panel, &ProjectPanel::documentChosen, &workspace, &Workspace::activate);
#pragma once

#include "app/workbench/project_desk.h"
#include "app/workbench/term_service.h"
#include "widgets/memory/count_delegate.h"
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
    /// Its own first, then those that it refers to.
    void setMemories(const std::vector<widgets::MemoryRow> &memories);
    /// Nothing: no line.
    void setTermbase(const std::optional<TermbaseSummary> &termbase);
    void setCurrent(std::optional<std::int64_t> document);

Q_SIGNALS:
    void documentChosen(qint64 document);
    /// Its place: the project's own first, then the references.
    void memoryChosen(int place);
    void termbaseChosen();

private:
    void selectCurrent();

    QStandardItemModel *m_model;
    QListView *m_list;
    DocumentDelegate *m_delegate;
    widgets::MemoryList *m_memories;
    QListView *m_termbase;
    QStandardItemModel *m_termbaseModel;
    widgets::CountDelegate *m_termbaseDelegate;
    QLabel *m_documentsHeading, *m_memoriesHeading, *m_noMemory, *m_termbaseHeading;
    std::optional<std::int64_t> m_current;
};

}  // namespace interlinear::workbench
