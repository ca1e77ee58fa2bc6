// What goes out for review, and as what.
//
//   ReviewExportDialog dialog("guide.md", filter.showsAll() ? 0 : shown, window);
//   if (dialog.exec() == QDialog::Accepted) send(dialog.scope(), dialog.format());
#pragma once

#include "engine/cat/review/review_format.h"

#include <QDialog>

class QComboBox;
class QRadioButton;

namespace interlinear::workbench {

class ReviewExportDialog : public QDialog {
    Q_OBJECT

public:
    enum class Scope { Document, ShownRows, Project };

    /// `filteredRows`: how many the filter shows; nothing where it shows all.
    ReviewExportDialog(const QString &document, std::optional<int> filteredRows, QWidget *parent);

    Scope scope() const;
    cat::ReviewFormat format() const;

private:
    QRadioButton *m_document, *m_shown, *m_project;
    QComboBox *m_format;
};

}  // namespace interlinear::workbench
