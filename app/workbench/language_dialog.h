// Asks for the two languages of a document before it is opened.
//
//   LanguageDialog dialog({"de", "en", "fr"}, {"en", "de"}, "welcome.md", hasModel, this);
//   if (dialog.exec() == QDialog::Accepted) open(files, dialog.pair());
#pragma once

#include <QDialog>

#include <functional>
#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;

namespace interlinear::workbench {

struct LanguagePair {
    std::string from, to;
    bool operator==(const LanguagePair &) const = default;
};

class LanguageDialog : public QDialog {
    Q_OBJECT

public:
    /// Whether there is a model for the pair; where not, the dialog says what works without.
    using HasModel = std::function<bool(const LanguagePair &pair)>;

    /// `languages` are offered by name, and so is `proposed`, which is chosen at first.
    LanguageDialog(const std::vector<std::string> &languages, const LanguagePair &proposed, const QString &fileName, HasModel hasModel, QWidget *parent = nullptr);

    LanguagePair pair() const;
    /// Chooses these, as far as they are not empty, and offers them where they were not; nothing once somebody has touched the choices.
    void propose(const LanguagePair &languages);

    bool eventFilter(QObject *choice, QEvent *event) override;

private:
    static QString noModelText();
    QComboBox *addChoice(const std::vector<std::string> &languages, const std::string &proposed);
    static void choose(QComboBox &choice, const std::string &language);
    void check();

    HasModel m_hasModel;
    bool m_touched = false;
    QComboBox *m_from;
    QComboBox *m_to;
    QLabel *m_notice;
    QPushButton *m_open;
};

/// Codes of the models' languages and of many that people translate.
std::vector<std::string> languagesToOffer(const std::vector<std::string> &ofModels);

}  // namespace interlinear::workbench
