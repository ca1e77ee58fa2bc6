// Asks what the columns of a table are for. What it shows at first is how the table looks by itself, so that Enter is an answer; columns that are called as the
// two languages are the one to translate and the one that holds the translations.
//
//   ColumnsDialog dialog(document, rules, {"en", "de"}, this);
//   if (dialog.exec() == QDialog::Accepted) workspace.setRules(id, dialog.rules());
#pragma once

#include "app/workbench/language_dialog.h"
#include "engine/cat/document/document.h"
#include "engine/cat/document/rules.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace interlinear::cat {
class Table;
struct TableColumns;
}

namespace interlinear::workbench {

class ColumnsDialog : public QDialog {
    Q_OBJECT

public:
    /// Of a document of the format "table" or "table-pairs".
    ColumnsDialog(const cat::Document &document, const cat::DocumentRules &rules, const LanguagePair &languages, QWidget *parent = nullptr);

    /// Those that it was given, with the columns that were chosen where that is something else than how the table looks.
    cat::DocumentRules rules() const;

private:
    enum Use { Leave, Translate, Translations, Key, Context, Notes };

    void showRows(const cat::Table &table);
    void takeLanguages(const LanguagePair &languages);
    void addUses(const cat::TableColumns &columns);
    void check();
    std::vector<std::size_t> columnsOf(Use use) const;
    std::string ruleFor(std::size_t column) const;
    cat::DocumentRules chosen() const;

    cat::DocumentRules m_rules;
    cat::DocumentRules m_looks;            // what the table looks like, in rules
    std::vector<std::string> m_names;      // [column], of the first row
    QCheckBox *m_header;
    QTableWidget *m_rows;
    QLabel *m_notice;
    QPushButton *m_use;
    std::vector<QComboBox *> m_uses;   // [column]
};

}  // namespace interlinear::workbench
