// A file that came back from review: what it says row by row, what to do with it, and the import.
//
//   ReviewImportDialog dialog(workspace, "guide review.docx", theme, window);
//   connect(&dialog, &ReviewImportDialog::imported, …);
//   dialog.exec();
//
// The work is done on the storage thread. Nothing changes until the import is asked for.
#pragma once

#include "app/workbench/workspace.h"
#include "widgets/memory/review_rows.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;

namespace interlinear::workbench {

class ReviewImportDialog : public QDialog {
    Q_OBJECT

public:
    ReviewImportDialog(Workspace &workspace, const QString &file, const widgets::Theme &theme, QWidget *parent);

Q_SIGNALS:
    void imported(const interlinear::cat::ReviewReport &report);

private:
    cat::ReviewSettings settings() const;
    void preview();
    void import();
    void show(const Result<cat::ReviewReport> &report);
    void setBusy(bool busy);

    Workspace &m_workspace;
    std::filesystem::path m_file;
    int m_asked = 0;          // the latest preview
    widgets::ReviewRows *m_rows;
    QLabel *m_notice;
    QCheckBox *m_markReviewed, *m_overwrite;
    QPushButton *m_import;
};

}  // namespace interlinear::workbench
