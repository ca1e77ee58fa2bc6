// The one thread that touches project and memory, so that the interface never waits for a disk.
//
//   StorageThread storage;
//   storage.run([query](ProjectDesk &desk) { return desk.lookup(query, 700, 5); },
//               this, [this](const Result<std::vector<cat::Match>> &matches) { show(matches); });
//
// Work is done in the order in which it was asked for. The answer is delivered on the thread that made the StorageThread, unless the context is gone.
// The destructor does what is still to be done and then ends the thread.
#pragma once

#include "app/workbench/project_desk.h"

#include <QObject>
#include <QPointer>
#include <QThread>

#include <memory>
#include <utility>

namespace interlinear::workbench {

class StorageThread {
public:
    StorageThread();
    ~StorageThread();
    StorageThread(const StorageThread &) = delete;
    StorageThread &operator=(const StorageThread &) = delete;

    /// work(ProjectDesk &) there, then(its result) here. Both are copied; values only.
    template <typename Work, typename Then>
    void run(Work work, QObject *context, Then then)
    {
        QMetaObject::invokeMethod(m_worker.get(), [this, work = std::move(work), answer = Answer{QPointer(context), std::move(then)}]() mutable {
            QMetaObject::invokeMethod(&m_desktop, [answer = std::move(answer), result = work(m_desk)]() mutable {
                if (answer.context)
                    answer.then(std::move(result));
            }, Qt::QueuedConnection);
        }, Qt::QueuedConnection);
    }

private:
    template <typename Then>
    struct Answer {
        QPointer<QObject> context;
        Then then;
    };
    template <typename Then>
    Answer(QPointer<QObject>, Then) -> Answer<Then>;

    QObject m_desktop;                   // lives where the StorageThread was made: answers are posted to it
    ProjectDesk m_desk;                  // the storage thread's own
    QThread m_thread;
    std::unique_ptr<QObject> m_worker;   // lives on the thread
};

}  // namespace interlinear::workbench
