#include "app/workbench/term_dialog.h"

#include "app/workbench/primary_button.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace interlinear::workbench {

namespace {

constexpr int fieldWidth = 360;
constexpr int segmentLines = 3;
constexpr int framePadding = 10;

}  // namespace

TermDialog::TermDialog(const QString &title, const TermEntry &entry, const QString &segment, QWidget *parent)
    : QDialog(parent)
    , m_source(addField(QStringLiteral("termSource"), entry.source))
    , m_target(addField(QStringLiteral("termTarget"), entry.target))
    , m_status(new QComboBox(this))
    , m_definition(addField(QStringLiteral("termDefinition"), entry.definition))
    , m_note(addField(QStringLiteral("termNote"), entry.note))
{
    setWindowTitle(title);
    setObjectName(QStringLiteral("termDialog"));
    m_status->setObjectName(QStringLiteral("termStatus"));
    m_status->addItem(tr("preferred"), static_cast<int>(cat::TermStatus::Preferred));
    m_status->addItem(tr("admitted"), static_cast<int>(cat::TermStatus::Admitted));
    m_status->addItem(tr("forbidden"), static_cast<int>(cat::TermStatus::Forbidden));
    m_status->addItem(tr("not said"), static_cast<int>(cat::TermStatus::Unknown));
    m_status->setCurrentIndex(m_status->findData(static_cast<int>(entry.status)));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    makePrimary(*m_save);

    auto *form = new QFormLayout(this);
    form->setContentsMargins(24, 24, 24, 16);
    form->setVerticalSpacing(12);
    if (!segment.isEmpty())
        form->addRow(tr("Se&gment"), addSegment(segment));
    form->addRow(tr("&Source term"), m_source);
    form->addRow(tr("&Target term"), m_target);
    form->addRow(tr("St&atus"), m_status);
    form->addRow(tr("&Definition"), m_definition);
    form->addRow(tr("&Note"), m_note);
    form->addRow(buttons);
    for (QLineEdit *field : {m_source, m_target})
        connect(field, &QLineEdit::textChanged, this, &TermDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    (m_source->text().isEmpty() ? m_source : m_target)->setFocus();
    check();
}

QLineEdit *TermDialog::addField(const QString &name, const QString &text)
{
    auto *field = new QLineEdit(text, this);
    field->setObjectName(name);
    field->setMinimumWidth(fieldWidth);
    return field;
}

QPlainTextEdit *TermDialog::addSegment(const QString &segment)
{
    auto *text = new QPlainTextEdit(segment, this);
    text->setObjectName(QStringLiteral("termSegment"));
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setToolTip(tr("Select words here: they become the source term"));
    text->setFixedHeight(segmentLines * fontMetrics().lineSpacing() + 2 * framePadding);
    connect(text, &QPlainTextEdit::selectionChanged, this, [this, text] {
        if (text->textCursor().hasSelection())
            m_source->setText(text->textCursor().selectedText().simplified());
    });
    return text;
}

void TermDialog::check()
{
    m_save->setEnabled(!m_source->text().trimmed().isEmpty() && !m_target->text().trimmed().isEmpty());
}

TermEntry TermDialog::entry() const
{
    return {.source = m_source->text().simplified(),
            .target = m_target->text().simplified(),
            .status = static_cast<cat::TermStatus>(m_status->currentData().toInt()),
            .definition = m_definition->text().trimmed(),
            .note = m_note->text().trimmed()};
}

}  // namespace interlinear::workbench
