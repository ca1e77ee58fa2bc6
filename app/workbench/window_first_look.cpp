// The window while a large document is being read: how that begins, and then the document itself or what was there before.
#include "app/workbench/filter_bar.h"
#include "app/workbench/first_look_page.h"
#include "app/workbench/lookup_panel.h"
#include "app/workbench/main_window.h"
#include "app/workbench/row_navigation.h"
#include "app/workbench/welcome_page.h"

#include <QStackedWidget>

namespace interlinear::workbench {

void MainWindow::connectFirstLook()
{
    connect(&m_workspace, &Workspace::looked, this, &MainWindow::showFirstLook);
    connect(&m_workspace, &Workspace::working, this, [this](const QString &work) {
        if (work.isEmpty())
            leaveFirstLook();
    });
}

void MainWindow::showFirstLook(const FirstLook &look)
{
    m_firstLook->begin(look);
    showPage();
    m_firstLook->grid().setCurrentIndex({});   // a grid that is given the focus opens its first row
    openNextOpen(m_firstLook->grid());
}

void MainWindow::leaveFirstLook()
{
    if (!m_firstLook->isOn())
        return;
    m_firstLook->finish();
    showPage();
}

/// The page in the middle, and what can be done with it: nothing of a document that is out of sight.
void MainWindow::showPage()
{
    DocumentSession *session = m_firstLook->isOn() ? nullptr : m_workspace.current();
    m_pages->setCurrentWidget(m_firstLook->isOn() ? m_firstLook : session ? static_cast<QWidget *>(m_grid) : m_welcome);
    m_actions.setDocumentOpen(session);
    m_actions.setRowOpen(session && m_assistant->openRow());
    m_filterBar->setEnabled(session);
    m_lookup->setEnabled(!m_firstLook->isOn());
    showHeld();
    setWindowTitle(session ? tr("%1 — Interlinear").arg(session->name()) : tr("Interlinear"));
    showPlace();
}

}  // namespace interlinear::workbench
