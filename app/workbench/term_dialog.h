// One term and its translation, to be entered or changed; Enter saves.
//
//   auto *dialog = new TermDialog(tr("Add a term"), {.source = "hard disk", .target = "Festplatte"}, segment, window);
//   connect(dialog, &QDialog::accepted, …);        // dialog->entry()
//   dialog->open();
#pragma once

#include "engine/cat/terms/concept.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace interlinear::workbench {

struct TermEntry {
    QString source, target;
    cat::TermStatus status = cat::TermStatus::Preferred;   ///< of the target term
    QString definition = {}, note = {};
};

class TermDialog : public QDialog {
    Q_OBJECT

public:
    /// `segment` is the source text of the open row: what is selected in it becomes the source term. Without one it is not shown.
    TermDialog(const QString &title, const TermEntry &entry, const QString &segment, QWidget *parent = nullptr);

    TermEntry entry() const;

private:
    QLineEdit *addField(const QString &name, const QString &text);
    QPlainTextEdit *addSegment(const QString &segment);
    void check();

    QLineEdit *m_source, *m_target;
    QComboBox *m_status;
    QLineEdit *m_definition, *m_note;
    QPushButton *m_save = nullptr;
};

}  // namespace interlinear::workbench
