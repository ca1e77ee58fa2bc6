#include "app/workbench/language_dialog.h"

#include "app/workbench/language_names.h"
#include "widgets/plot/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

#include <set>

namespace interlinear::workbench {

LanguageDialog::LanguageDialog(const std::vector<std::string> &languages, const LanguagePair &proposed, const QString &fileName, HasModel hasModel, QWidget *parent)
    : QDialog(parent)
    , m_hasModel(std::move(hasModel))
    , m_from(addChoice(languages, proposed.from))
    , m_to(addChoice(languages, proposed.to))
    , m_notice(new QLabel(this))
{
    setWindowTitle(tr("Open %1").arg(fileName));
    m_from->setObjectName(QStringLiteral("languageFrom"));
    m_to->setObjectName(QStringLiteral("languageTo"));
    m_notice->setObjectName(QStringLiteral("languageNotice"));
    m_notice->setFont(widgets::secondaryFont(font()));
    m_notice->setForegroundRole(QPalette::PlaceholderText);
    m_notice->setMinimumWidth(QFontMetrics(m_notice->font()).horizontalAdvance(noModelText()));   // the dialog stays as large as it is
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    m_open->setDefault(true);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(24, 24, 24, 16);
    form->setVerticalSpacing(12);
    form->addRow(tr("Written in"), m_from);
    form->addRow(tr("Translate into"), m_to);
    form->addRow(m_notice);
    form->addRow(buttons);
    connect(m_from, &QComboBox::currentIndexChanged, this, &LanguageDialog::check);
    connect(m_to, &QComboBox::currentIndexChanged, this, &LanguageDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

QString LanguageDialog::noModelText()
{
    return tr("No model for this pair: the memory and editing work, there are no suggestions.");
}

void LanguageDialog::propose(const LanguagePair &languages)
{
    if (m_touched)
        return;
    choose(*m_from, languages.from);
    choose(*m_to, languages.to);
}

bool LanguageDialog::eventFilter(QObject *choice, QEvent *event)
{
    const QEvent::Type type = event->type();
    m_touched = m_touched || type == QEvent::KeyPress || type == QEvent::MouseButtonPress || type == QEvent::Wheel;
    return QDialog::eventFilter(choice, event);
}

QComboBox *LanguageDialog::addChoice(const std::vector<std::string> &languages, const std::string &proposed)
{
    auto *choice = new QComboBox(this);
    for (const std::string &code : languages)
        choice->addItem(languageName(code), QString::fromStdString(code));
    choice->model()->sort(0);
    choose(*choice, proposed);
    choice->installEventFilter(this);
    return choice;
}

void LanguageDialog::choose(QComboBox &choice, const std::string &language)
{
    const QString code = QString::fromStdString(language);
    if (code.isEmpty())
        return;
    if (choice.findData(code) < 0) {
        choice.addItem(languageName(language), code);
        choice.model()->sort(0);
    }
    choice.setCurrentIndex(choice.findData(code));
}

LanguagePair LanguageDialog::pair() const
{
    return {m_from->currentData().toString().toStdString(), m_to->currentData().toString().toStdString()};
}

void LanguageDialog::check()
{
    const LanguagePair chosen = pair();
    const bool differ = chosen.from != chosen.to;
    m_open->setEnabled(differ);
    m_notice->setText(differ && !m_hasModel(chosen) ? noModelText() : QString());
}

std::vector<std::string> languagesToOffer(const std::vector<std::string> &ofModels)
{
    std::set<std::string> languages{"ar", "bg", "ca", "cs", "da", "de", "de-AT", "de-CH", "el", "en", "en-GB", "en-US", "es", "es-MX", "et", "fi", "fr", "fr-CA", "fr-CH", "ga", "he", "hi",
                                    "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "mt", "nb", "nl", "nl-BE", "pl", "pt", "pt-BR", "pt-PT", "ro", "ru", "sk", "sl", "sq", "sr", "sv",
                                    "th", "tr", "uk", "vi", "zh", "zh-Hans", "zh-Hant"};
    languages.insert(ofModels.begin(), ofModels.end());
    return {languages.begin(), languages.end()};
}

}  // namespace interlinear::workbench
