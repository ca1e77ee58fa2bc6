// Many units changed at once: what to look for and what to do with it, a preview of before and after, then the change. It can be taken back.
//
//   BulkChangeDialog dialog(thread, place, window);
//   dialog.setTheme(theme);
//   if (dialog.exec() == QDialog::Accepted) show(dialog.applied());
#pragma once

#include "app/workbench/desk_thread.h"
#include "app/workbench/memory_desk.h"
#include "app/workbench/pattern_controls.h"
#include "widgets/memory/change_preview.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace interlinear::workbench {

class BulkChangeDialog : public QDialog {
    Q_OBJECT

public:
    BulkChangeDialog(DeskThread<MemoryDesk> &thread, MemoryPlace place, QWidget *parent);
    ~BulkChangeDialog() override;

    void setTheme(const widgets::Theme &theme) { m_preview->setTheme(theme); }
    /// What to look for at first.
    void setPattern(const cat::PatternText &pattern, cat::SearchedSide side);
    const cat::AppliedChange &applied() const { return m_applied; }

private:
    enum Action { Replace, Delete, Approve, Unapprove };

    cat::BulkChange change() const;
    void forgetPreview();
    void preview();
    void onPreviewed(const Result<ChangePreview> &previewed);
    void apply();

    DeskThread<MemoryDesk> &m_thread;
    MemoryPlace m_place;
    cat::AppliedChange m_applied;
    std::stop_source m_stop;
    int m_asked = 0;          // the latest preview
    PatternControls *m_pattern;
    QComboBox *m_action;
    QLabel *m_replacementLabel;
    QLineEdit *m_replacement;
    widgets::ChangePreview *m_preview;
    QPushButton *m_previewButton, *m_apply;
};

}  // namespace interlinear::workbench
