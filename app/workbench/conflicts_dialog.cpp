#include "app/workbench/conflicts_dialog.h"

#include "app/workbench/error_text.h"
#include "app/workbench/unit_texts.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr QSize dialogSize(760, 520);

cat::Decision decisionFor(widgets::ConflictChoice choice)
{
    switch (choice) {
    case widgets::ConflictChoice::Current:
        return cat::KeepCurrent{};
    case widgets::ConflictChoice::Other:
        return cat::TakeOther{};
    case widgets::ConflictChoice::Both:
        return cat::KeepBoth{};
    }
    return cat::KeepCurrent{};
}

}  // namespace

ConflictsDialog::ConflictsDialog(DeskThread<MemoryDesk> &thread, const std::filesystem::path &memory, const QString &name, const widgets::Theme &theme,
                                 QWidget *parent)
    : QDialog(parent)
    , m_thread(thread)
    , m_place{memory, cat::Access::Write}
    , m_view(new widgets::ConflictView(this))
    , m_notice(new QLabel(this))
{
    setObjectName(QStringLiteral("conflictsDialog"));
    setWindowTitle(tr("Conflicts in %1").arg(name));
    m_view->setTheme(theme);
    m_notice->setObjectName(QStringLiteral("conflictNotice"));
    m_notice->setWordWrap(true);
    m_notice->setText(tr("Two people changed these units without knowing of each other. What you do not choose stays in the history of the unit."));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(m_notice);
    column->addWidget(m_view, 1);
    column->addWidget(buttons);
    resize(dialogSize);
    connect(m_view, &widgets::ConflictView::decided, this, &ConflictsDialog::decide);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    load();
}

void ConflictsDialog::load()
{
    m_view->setChoosable(false);
    m_thread.run([place = m_place](MemoryDesk &desk) { return desk.conflicts(place); }, this,
                 [this](const Result<std::vector<cat::Conflict>> &conflicts) { take(conflicts); });
}

void ConflictsDialog::take(const Result<std::vector<cat::Conflict>> &conflicts)
{
    m_view->setChoosable(true);
    if (!conflicts) {
        m_notice->setText(errorText(conflicts.error()));
        return;
    }
    std::vector<widgets::ConflictRow> rows;
    for (const cat::Conflict &conflict : *conflicts)
        rows.push_back(conflictRow(conflict));
    m_view->setConflicts(std::move(rows));
}

void ConflictsDialog::decide(const QString &id, widgets::ConflictChoice choice)
{
    m_view->setChoosable(false);
    m_thread.run(
        [place = m_place, conflict = id.toStdString(), decision = decisionFor(choice)](MemoryDesk &desk) { return desk.decide(place, conflict, decision); },
        this, [this](const Result<void> &decided) {
            if (!decided)
                m_notice->setText(errorText(decided.error()));
            load();
            Q_EMIT changed();
        });
}

}  // namespace interlinear::workbench
