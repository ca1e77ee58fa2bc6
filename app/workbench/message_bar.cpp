#include "app/workbench/message_bar.h"

#include "widgets/plot/colour_space.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace interlinear::workbench {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_mark(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_button(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setAutoFillBackground(true);
    m_sentence->setObjectName(QStringLiteral("messageSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_button->setObjectName(QStringLiteral("messageAction"));
    auto *close = new QToolButton(this);
    close->setObjectName(QStringLiteral("messageClose"));
    close->setText(tr("Close"));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(12, 8, 12, 8);
    line->setSpacing(8);
    line->addWidget(m_mark);
    line->addWidget(m_sentence, 1);
    line->addWidget(m_button);
    line->addWidget(close);
    connect(m_button, &QToolButton::triggered, this, &QWidget::hide);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void MessageBar::setTheme(const widgets::Theme &theme)
{
    m_theme = theme;
    paintColours();
}

void MessageBar::showError(const QString &sentence)
{
    showSentence(sentence, true, nullptr);
}

void MessageBar::showNotice(const QString &sentence)
{
    showSentence(sentence, false, nullptr);
}

void MessageBar::showNotice(const QString &sentence, QAction *action)
{
    showSentence(sentence, false, action);
}

void MessageBar::hideNotice()
{
    if (!m_isError)
        hide();
}

QString MessageBar::sentence() const
{
    return m_sentence->text();
}

void MessageBar::showSentence(const QString &sentence, bool error, QAction *action)
{
    m_isError = error;
    for (QAction *before : m_button->actions())
        m_button->removeAction(before);
    if (action)
        m_button->setDefaultAction(action);
    m_button->setVisible(action);
    m_mark->setText(error ? QStringLiteral("!") : QStringLiteral("i"));
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
    paintColours();
    show();
    QAccessibleEvent spoken(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&spoken);
}

void MessageBar::paintColours()
{
    const QColor hue = m_isError ? m_theme.error : m_theme.accent;
    QPalette colours = m_theme.palette();
    colours.setColor(QPalette::Window, widgets::mixed(hue, m_theme.surface, 0.1));
    setPalette(colours);
    colours.setColor(QPalette::WindowText, hue);
    m_mark->setPalette(colours);
    QFont bold = font();
    bold.setWeight(QFont::Bold);
    m_mark->setFont(bold);
}

}  // namespace interlinear::workbench
