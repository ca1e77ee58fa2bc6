// The conflicts of a shared memory, one after the other until none is left.
//
//   ConflictsDialog dialog(memoryThread, "team.itm", tr("team"), theme, window);
//   connect(&dialog, &ConflictsDialog::changed, &sharing, [&] { sharing.onChanged("team.itm"); });
//   dialog.exec();
#pragma once

#include "app/workbench/desk_thread.h"
#include "app/workbench/memory_desk.h"
#include "widgets/memory/conflict_view.h"

#include <QDialog>

class QLabel;

namespace interlinear::workbench {

class ConflictsDialog : public QDialog {
    Q_OBJECT

public:
    ConflictsDialog(DeskThread<MemoryDesk> &thread, const std::filesystem::path &memory, const QString &name, const widgets::Theme &theme, QWidget *parent);

Q_SIGNALS:
    /// A conflict has been decided.
    void changed();

private:
    void load();
    void decide(const QString &id, widgets::ConflictChoice choice);
    void take(const Result<std::vector<cat::Conflict>> &conflicts);

    DeskThread<MemoryDesk> &m_thread;
    MemoryPlace m_place;
    widgets::ConflictView *m_view;
    QLabel *m_notice;
};

}  // namespace interlinear::workbench
