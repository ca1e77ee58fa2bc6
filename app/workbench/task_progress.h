// A long call on a thread of its own, with a small window that says how far it is and can cancel it. Work in the main window goes on meanwhile.
//
//   runTask(memoryThread, window, tr("Importing client.tmx"),
//           [=](MemoryDesk &desk, const TaskControl &control) { return desk.import(place, file, settings, control.stop); },
//           [this](const Result<cat::ImportReport> &report) { … });
#pragma once

#include "app/workbench/desk_thread.h"
#include "app/workbench/task_control.h"

#include <QProgressDialog>
#include <QTimer>

namespace interlinear::workbench {

/// Shown when the call takes more than a moment.
class TaskProgress : public QProgressDialog {
    Q_OBJECT

public:
    TaskProgress(const QString &title, QWidget *parent);
    ~TaskProgress() override;

    const TaskControl &control() const { return m_control; }

private:
    void showCounts();

    std::stop_source m_stop;
    TaskControl m_control;
    QTimer m_timer;
};

/// work(Desk &, const TaskControl &) there, then(its result) here while `parent` lives. Call setCancelButton(nullptr) of the answer for work that
/// does not stop.
template <typename Desk, typename Work, typename Then>
TaskProgress &runTask(DeskThread<Desk> &thread, QWidget *parent, const QString &title, Work work, Then then)
{
    auto *progress = new TaskProgress(title, parent);
    thread.run([work = std::move(work), control = progress->control()](Desk &desk) { return work(desk, control); }, progress,
               [progress, then = std::move(then)](auto result) {
                   progress->hide();
                   progress->deleteLater();
                   then(std::move(result));
               });
    return *progress;
}

}  // namespace interlinear::workbench
