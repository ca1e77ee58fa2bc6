#include "app/workbench/welcome_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr int textWidth = 440;

QPushButton *buttonFor(QAction *action, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setEnabled(action->isEnabled());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::changed, button, [button, action] { button->setEnabled(action->isEnabled()); });
    return button;
}

}  // namespace

WelcomePage::WelcomePage(QAction *open, QAction *openSample, QWidget *parent)
    : QWidget(parent)
    , m_heading(new QLabel(tr("No document is open"), this))
    , m_text(
          new QLabel(tr("Open a document, or drop it here: Word, Markdown, HTML, XLIFF and many more. Its sentences appear side by side with their "
                        "translation; the model suggests, you decide. Nothing leaves this computer."),
                     this))
{
    setAutoFillBackground(true);
    m_heading->setAlignment(Qt::AlignCenter);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setFixedWidth(textWidth);
    QPushButton *openButton = buttonFor(open, tr("Open a document…"), this);
    openButton->setObjectName(QStringLiteral("welcomeOpen"));
    openButton->setDefault(true);
    openButton->setMinimumWidth(openButton->sizeHint().width() + 24);   // the style writes a default button bold, and forgets that in its size
    QPushButton *sampleButton = buttonFor(openSample, tr("Open the sample"), this);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(openButton);
    buttons->addWidget(sampleButton);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setSpacing(16);
    column->addStretch();
    column->addWidget(m_heading, 0, Qt::AlignHCenter);
    column->addWidget(m_text, 0, Qt::AlignHCenter);
    column->addLayout(buttons);
    column->addStretch();
}

void WelcomePage::setTheme(const widgets::Theme &theme)
{
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.surface);
    setPalette(colours);
    QFont heading = font();
    heading.setPixelSize(18);
    heading.setWeight(QFont::DemiBold);
    m_heading->setFont(heading);
    m_text->setFixedHeight(m_text->heightForWidth(textWidth));
    colours.setColor(QPalette::WindowText, theme.muted);
    m_text->setPalette(colours);
}

}  // namespace interlinear::workbench
