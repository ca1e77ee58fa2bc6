// The left dock: the project's documents with how far each is, and the memory with how much it holds.
//
//   panel.setProject(workspace.project());
//   panel.setCurrent(document);
//   connect(&panel, &ProjectPanel::documentChosen, &workspace, &Workspace::activate);
#pragma once

#include "app/workbench/project_desk.h"
#include "widgets/plot/theme.h"

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

private:
    void selectCurrent();

    QStandardItemModel *m_model;
    QListView *m_list;
    DocumentDelegate *m_delegate;
    QLabel *m_documentsHeading, *m_memoryHeading;
    QLabel *m_memoryName, *m_memoryUnits;
    std::optional<std::int64_t> m_current;
};

}  // namespace interlinear::workbench
