// Asks for the two languages of a document before it is opened.
//
//   LanguageDialog dialog({"de", "en"}, {"en", "de"}, "welcome.md", this);
//   if (dialog.exec() == QDialog::Accepted) open(files, dialog.pair());
#pragma once

#include <QDialog>

#include <string>
#include <vector>

class QComboBox;
class QPushButton;

namespace interlinear::workbench {

struct LanguagePair {
    std::string from, to;
    bool operator==(const LanguagePair &) const = default;
};

class LanguageDialog : public QDialog {
    Q_OBJECT

public:
    /// `languages` are those that the model knows; without a model the usual ones. `proposed` is chosen at first.
    LanguageDialog(const std::vector<std::string> &languages, const LanguagePair &proposed, const QString &fileName, QWidget *parent = nullptr);

    LanguagePair pair() const;

private:
    QComboBox *addChoice(const std::vector<std::string> &languages, const std::string &proposed);
    void check();

    QComboBox *m_from;
    QComboBox *m_to;
    QPushButton *m_open;
};

/// Codes of the model, or some common ones when it has none.
std::vector<std::string> languagesToOffer(std::vector<std::string> ofModel);

}  // namespace interlinear::workbench
