// Splitting and joining in the window: where it is done, and what is said when it cannot be.
#include "app/workbench/error_text.h"
#include "app/workbench/first_look_page.h"
#include "app/workbench/main_window.h"
#include "app/workbench/row_division.h"

#include <QAction>

namespace interlinear::workbench {

void MainWindow::connectDivision()
{
    connect(m_actions.split, &QAction::triggered, this, &MainWindow::splitOpenRow);
    connect(m_actions.join, &QAction::triggered, this, [this] { m_division->join(m_assistant->openRow()->id); });
    connect(m_division, &RowDivision::refused, this, [this](const Error &reason) {
        const bool forbidden = reason.code == ErrorCode::InvalidArgument || reason.code == ErrorCode::NotFound;
        forbidden ? m_messages->showNotice(errorText(reason)) : report(reason);
    });
    connect(m_division, &RowDivision::failed, this, &MainWindow::report);
    connect(m_division, &RowDivision::done, this, [this] { m_messages->hide(); });
}

void MainWindow::splitOpenRow()
{
    widgets::SourceField *source = m_grid->source();
    const std::size_t offset = source->bytesBeforeCaret();
    if (offset == 0) {
        source->setFocus();
        m_messages->showNotice(tr("Put the caret into the source, where the second half is to begin; then split."));
        return;
    }
    m_division->split(m_assistant->openRow()->id, offset);
}

/// While storage is at work on rows, nothing may change them; and undo is of what is seen.
void MainWindow::showHeld()
{
    DocumentSession *session = m_workspace.current();
    const bool held = session && session->isHeld();
    m_grid->setReadOnly(held);
    m_undoGroup.setActiveStack(session && !held && !m_firstLook->isOn() ? session->undoStack() : nullptr);
}

}  // namespace interlinear::workbench
