// A document and its translation become units: both are set side by side, looked at, and what is sure enough goes into the memory.
//
//   AlignmentDialog dialog(thread, place, {"en", "de"}, window);
//   dialog.setTheme(theme);
//   dialog.setFiles("guide.md", "guide.de.md");
//   if (dialog.exec() == QDialog::Accepted) show(dialog.added());
#pragma once

#include "app/workbench/desk_thread.h"
#include "app/workbench/language_dialog.h"
#include "app/workbench/memory_desk.h"
#include "widgets/memory/aligned_pairs.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace interlinear::workbench {

class AlignmentDialog : public QDialog {
    Q_OBJECT

public:
    AlignmentDialog(DeskThread<MemoryDesk> &thread, MemoryPlace place, const LanguagePair &languages, QWidget *parent);

    void setTheme(const widgets::Theme &theme) { m_pairs->setTheme(theme); }
    void setFiles(const QString &source, const QString &target);
    const AlignmentAdded &added() const { return m_added; }

private:
    QLineEdit *addFile(const QString &label, const char *name, QFormLayout &form);
    void forgetPairs();
    void align();
    void onAligned(const Result<std::shared_ptr<const AlignedDocuments>> &aligned);
    void showThreshold();
    void add();

    DeskThread<MemoryDesk> &m_thread;
    MemoryPlace m_place;
    std::shared_ptr<const AlignedDocuments> m_aligned;
    AlignmentAdded m_added;
    QLineEdit *m_source, *m_target;
    widgets::AlignedPairs *m_pairs;
    QSpinBox *m_threshold;
    QLabel *m_notice;
    QPushButton *m_align, *m_add;
};

}  // namespace interlinear::workbench
