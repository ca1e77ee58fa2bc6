#include "app/workbench/language_dialog.h"

#include "app/workbench/language_names.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace interlinear::workbench {

LanguageDialog::LanguageDialog(const std::vector<std::string> &languages, const LanguagePair &proposed, const QString &fileName, QWidget *parent)
    : QDialog(parent)
    , m_from(addChoice(languages, proposed.from))
    , m_to(addChoice(languages, proposed.to))
{
    setWindowTitle(tr("Open %1").arg(fileName));
    m_from->setObjectName(QStringLiteral("languageFrom"));
    m_to->setObjectName(QStringLiteral("languageTo"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    m_open->setDefault(true);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(24, 24, 24, 16);
    form->setVerticalSpacing(12);
    form->addRow(tr("Written in"), m_from);
    form->addRow(tr("Translate into"), m_to);
    form->addRow(buttons);
    connect(m_from, &QComboBox::currentIndexChanged, this, &LanguageDialog::check);
    connect(m_to, &QComboBox::currentIndexChanged, this, &LanguageDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

QComboBox *LanguageDialog::addChoice(const std::vector<std::string> &languages, const std::string &proposed)
{
    auto *choice = new QComboBox(this);
    for (const std::string &code : languages)
        choice->addItem(languageName(code), QString::fromStdString(code));
    choice->setCurrentIndex(std::max(0, choice->findData(QString::fromStdString(proposed))));
    return choice;
}

LanguagePair LanguageDialog::pair() const
{
    return {m_from->currentData().toString().toStdString(), m_to->currentData().toString().toStdString()};
}

void LanguageDialog::check()
{
    m_open->setEnabled(m_from->currentIndex() != m_to->currentIndex());
}

std::vector<std::string> languagesToOffer(std::vector<std::string> ofModel)
{
    return ofModel.empty() ? std::vector<std::string>{"de", "en", "es", "fr", "it", "nl", "pl", "pt"} : ofModel;
}

}  // namespace interlinear::workbench
