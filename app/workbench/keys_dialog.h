// Asks which entries of a file of keys and values are texts, and shows what is offered then. Without patterns it is what the format takes for texts, so that
// Enter is an answer.
//
//   KeysDialog dialog(document, rules, this);
//   if (dialog.exec() == QDialog::Accepted) workspace.setRules(id, dialog.rules());
#pragma once

#include "engine/cat/document/document.h"
#include "engine/cat/document/rules.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace interlinear::workbench {

class KeysDialog : public QDialog {
    Q_OBJECT

public:
    KeysDialog(const cat::Document &document, const cat::DocumentRules &rules, QWidget *parent = nullptr);

    /// Those that it was given, with the patterns that were typed.
    cat::DocumentRules rules() const;

private:
    void preview();
    void leaveOutSelected();

    cat::DocumentRules m_rules;
    cat::Document m_document;   // without its segments
    std::string m_bytes;
    QLineEdit *m_keys;
    QLineEdit *m_skipped;
    QTreeWidget *m_offered;
    QLabel *m_count;
    QPushButton *m_leaveOut;
    QPushButton *m_use;
};

}  // namespace interlinear::workbench
