#include "app/workbench/server_dialog.h"

#include "app/workbench/primary_button.h"
#include "engine/cat/shared/connection_text.h"
#include "widgets/plot/theme.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr int dialogWidth = 520;

QLabel *makeNote(const QString &text, QWidget *parent)
{
    auto *note = new QLabel(text, parent);
    note->setWordWrap(true);
    note->setFont(widgets::secondaryFont(parent->font()));
    note->setForegroundRole(QPalette::PlaceholderText);
    return note;
}

}  // namespace

ServerDialog::ServerDialog(const QString &title, const QString &accept, QWidget *parent)
    : GrowingDialog(parent)
    , m_form(new QFormLayout)
    , m_connection(new QLineEdit(this))
    , m_password(new QLineEdit(this))
{
    setObjectName(QStringLiteral("serverDialog"));
    setWindowTitle(title);
    m_connection->setObjectName(QStringLiteral("serverConnection"));
    m_connection->setPlaceholderText(QStringLiteral("postgresql://team.example/memories"));
    m_password->setObjectName(QStringLiteral("serverPassword"));
    m_password->setEchoMode(QLineEdit::Password);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->addRow(tr("&Server"), m_connection);
    m_form->addRow(QString(), makeNote(tr("A PostgreSQL server, as its administrator gave it to you."), this));
    m_form->addRow(tr("&Password"), m_password);
    m_form->addRow(QString(), makeNote(tr("Used until the program ends and written nowhere. The file ~/.pgpass lets you in without asking."), this));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_accept = buttons->addButton(accept, QDialogButtonBox::AcceptRole);
    makePrimary(*m_accept);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addLayout(m_form);
    column->addWidget(buttons);
    setMinimumWidth(dialogWidth);
    connect(m_connection, &QLineEdit::textChanged, this, &ServerDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

void ServerDialog::setConnection(const QString &connection)
{
    m_connection->setText(connection);
    m_password->setFocus();
}

void ServerDialog::askForName(const QString &proposed, const QString &hint)
{
    m_name = new QLineEdit(proposed, this);
    m_name->setObjectName(QStringLiteral("sharedName"));
    m_name->setPlaceholderText(hint);
    m_form->addRow(tr("&Name in the team"), m_name);
}

void ServerDialog::askForFile(const QString &proposed)
{
    m_file = new QLineEdit(proposed, this);
    m_file->setObjectName(QStringLiteral("sharedFile"));
    auto *choose = new QPushButton(tr("Choose…"), this);
    choose->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_file, 1);
    row->addWidget(choose);
    m_form->addRow(tr("&File here"), row);
    if (auto *label = qobject_cast<QLabel *>(m_form->labelForField(row)))
        label->setBuddy(m_file);
    connect(m_file, &QLineEdit::textChanged, this, &ServerDialog::check);
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("The memory to make"), m_file->text(), tr("Memories (*.itm)"));
        if (!path.isEmpty())
            m_file->setText(path);
    });
    check();
}

void ServerDialog::check()
{
    m_accept->setEnabled(!m_connection->text().trimmed().isEmpty() && (!m_file || !m_file->text().isEmpty()));
}

std::string ServerDialog::connection() const
{
    const std::string connection = m_connection->text().trimmed().toStdString();
    if (m_password->text().isEmpty())
        return connection;
    return cat::withPassword(connection, m_password->text().toStdString()).value_or(connection);   // what is not understood is said when it is used
}

std::string ServerDialog::name() const
{
    return m_name ? m_name->text().trimmed().toStdString() : std::string();
}

std::filesystem::path ServerDialog::file() const
{
    if (!m_file)
        return {};
    const QString path = m_file->text();
    return {(path.endsWith(QStringLiteral(".itm")) ? path : path + QStringLiteral(".itm")).toStdString()};
}

}  // namespace interlinear::workbench
