// The one thread that touches project and memory, so that the interface never waits for a disk.
//
//   StorageThread storage;
//   storage.run([project, query](ProjectDesk &desk) { return desk.lookup(project, query, {}); },
//               this, [this](const Result<std::vector<cat::Match>> &matches) { show(matches); });
//   storage.save([project, writes](ProjectDesk &desk) { return desk.store(project, writes); }, this, …);
//
// Work is done in the order in which it was asked for, but what is to be saved goes before everything that still waits. The answer is delivered on the
// thread that made the StorageThread, unless the context is gone. The destructor does what is still to be done and then ends the thread.
#pragma once

#include "app/workbench/project_desk.h"

#include <QObject>
#include <QPointer>
#include <QThread>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
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
        post(m_work, job(std::move(work), context, std::move(then)));
    }
    /// The same, before all that run() asked for and that has not begun.
    template <typename Work, typename Then>
    void save(Work work, QObject *context, Then then)
    {
        post(m_saves, job(std::move(work), context, std::move(then)));
    }

private:
    using Job = std::function<void()>;

    template <typename Work, typename Then>
    Job job(Work work, QObject *context, Then then)
    {
        return [this, work = std::move(work), context = QPointer(context), then = std::move(then)]() mutable {
            QMetaObject::invokeMethod(&m_desktop, [context, then = std::move(then), result = work(m_desk)]() mutable {
                if (context)
                    then(std::move(result));
            }, Qt::QueuedConnection);
        };
    }
    void post(std::deque<Job> &jobs, Job job);
    void doNext();

    QObject m_desktop;                   // lives where the StorageThread was made: answers are posted to it
    ProjectDesk m_desk;                  // the storage thread's own
    std::mutex m_mutex;
    std::deque<Job> m_saves, m_work;     // under the mutex; one call of doNext() is on its way for each
    QThread m_thread;
    std::unique_ptr<QObject> m_worker;   // lives on the thread
};

}  // namespace interlinear::workbench
