#include "app/workbench/sharing_box.h"

#include "app/workbench/conflicts_dialog.h"
#include "app/workbench/error_text.h"
#include "app/workbench/server_dialog.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace interlinear::workbench {

SharingBox::SharingBox(MemorySharing &sharing, DeskThread<MemoryDesk> &thread, const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_sharing(sharing)
    , m_thread(thread)
    , m_theme(theme)
    , m_state(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_share(addButton(tr("&Share with a team…"), "shareMemory", &SharingBox::askToShare))
    , m_password(addButton(tr("Enter the passwor&d…"), "memoryPassword", &SharingBox::askToMove))
    , m_synchronise(addButton(tr("S&ynchronise now"), "synchroniseMemory", &SharingBox::synchroniseNow))
    , m_conflicts(addButton(tr("&Conflicts…"), "memoryConflicts", &SharingBox::showConflicts))
    , m_server(addButton(tr("Ser&ver…"), "memoryServer", &SharingBox::askToMove))
{
    m_state->setObjectName(QStringLiteral("sharingState"));
    m_state->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("sharingProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QPalette colours = m_problem->palette();
    colours.setColor(QPalette::WindowText, theme.warning);
    m_problem->setPalette(colours);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    for (QPushButton *button : {m_share, m_password, m_synchronise, m_conflicts, m_server})
        row->addWidget(button);
    row->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_state);
    column->addWidget(m_problem);
    column->addLayout(row);
    connect(&sharing, &MemorySharing::stateChanged, this, [this] {
        m_problem->clear();
        showState();
    });
    connect(&sharing, &MemorySharing::failed, this, [this](const Error &error) { showProblem(errorText(error)); });
    showState();
}

QPushButton *SharingBox::addButton(const QString &text, const char *name, void (SharingBox::*pressed)())
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, pressed);
    return button;
}

void SharingBox::setMemory(const MemorySummary *memory)
{
    if (!memory || !m_memory || m_memory->path != memory->path)
        m_problem->clear();
    m_memory = memory ? std::optional(*memory) : std::nullopt;
    showState();
}

void SharingBox::showState()
{
    const std::optional<widgets::SharingState> state = m_memory ? m_sharing.stateOf(m_memory->path) : std::nullopt;
    QString text = state ? widgets::sharingText(*state) : tr("Not shared with a team");
    text[0] = text[0].toUpper();
    m_state->setText(text);
    m_share->setVisible(!state);
    m_share->setEnabled(m_memory && !m_memory->problem);
    m_password->setVisible(state && state->passwordNeeded);
    for (QPushButton *button : {m_synchronise, m_conflicts, m_server})
        button->setVisible(state && !(button == m_synchronise && state->passwordNeeded));
    m_synchronise->setEnabled(state && !state->synchronising);
    m_conflicts->setEnabled(state && state->conflicts > 0);
    if (state && !state->problem.isEmpty())
        m_problem->setText(state->problem);
    m_problem->setVisible(!m_problem->text().isEmpty());
}

void SharingBox::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->show();
}

void SharingBox::askToShare()
{
    ServerDialog dialog(tr("Share %1").arg(m_memory->name), tr("Share"), this);
    dialog.askForName(m_memory->name, tr("as the file is called"));
    if (dialog.exec() != QDialog::Accepted)
        return;
    const std::string name = dialog.name().empty() ? m_memory->name.toStdString() : dialog.name();
    m_sharing.share(m_memory->path, dialog.connection(), name, window());
}

void SharingBox::askToJoin()
{
    ServerDialog dialog(tr("Join a shared memory"), tr("Join"), this);
    dialog.askForName({}, tr("empty: the only one on the server"));
    dialog.askForFile(QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)).filePath(QStringLiteral("team.itm")));
    if (dialog.exec() == QDialog::Accepted)
        m_sharing.join(dialog.file(), dialog.connection(), dialog.name(), window());
}

void SharingBox::askToMove()
{
    ServerDialog dialog(tr("The server of %1").arg(m_memory->name), tr("Connect"), this);
    dialog.setConnection(QString::fromStdString(m_sharing.connectionOf(m_memory->path)));
    if (dialog.exec() == QDialog::Accepted)
        m_sharing.moveTo(m_memory->path, dialog.connection(), window());
}

void SharingBox::synchroniseNow()
{
    m_sharing.synchronise(m_memory->path);
}

void SharingBox::showConflicts()
{
    const std::filesystem::path memory = m_memory->path;
    ConflictsDialog dialog(m_thread, memory, m_memory->name, m_theme, window());
    connect(&dialog, &ConflictsDialog::changed, &m_sharing, [this, memory] { m_sharing.onChanged(memory); });
    dialog.exec();
}

}  // namespace interlinear::workbench
