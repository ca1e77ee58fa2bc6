// A thread with a desk of its own: an object whose calls touch files, so that the interface never waits for a disk.
//
//   DeskThread<ProjectDesk> storage(QStringLiteral("storage"));
//   storage.run([project, query](ProjectDesk &desk) { return desk.lookup(project, query, {}); },
//               this, [this](const Result<std::vector<cat::Match>> &matches) { show(matches); });
//   storage.save([project, writes](ProjectDesk &desk) { return desk.store(project, writes); }, this, …);
//
// Work is done in the order in which it was asked for, but what is to be saved goes before everything that still waits. The answer is delivered on the
// thread that made the DeskThread, unless the context is gone. The destructor does what is still to be done and then ends the thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <QThread>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace interlinear::workbench {

/// A thread that does jobs one after the other, the urgent ones first.
class JobThread {
public:
    using Job = std::function<void()>;

    explicit JobThread(const QString &name);
    /// finish() was called before.
    ~JobThread();
    JobThread(const JobThread &) = delete;
    JobThread &operator=(const JobThread &) = delete;

    void post(Job job);
    void postUrgent(Job job);
    /// Does what is still to be done, then `last`, and ends.
    void finish(Job last);

private:
    void post(std::deque<Job> &jobs, Job job);
    void doNext();

    std::mutex m_mutex;
    std::deque<Job> m_urgent, m_jobs;    // under the mutex; one call of doNext() is on its way for each
    QThread m_thread;
    std::unique_ptr<QObject> m_worker;   // lives on the thread
};

template <typename Desk>
class DeskThread {
public:
    explicit DeskThread(const QString &name) : m_thread(name) {}
    ~DeskThread()
    {
        m_thread.finish([this] { m_desk.closeAll(); });
    }

    /// work(Desk &) there, then(its result) here. Both are copied; values only.
    template <typename Work, typename Then>
    void run(Work work, QObject *context, Then then)
    {
        m_thread.post(job(std::move(work), context, std::move(then)));
    }
    /// The same, before all that run() asked for and that has not begun.
    template <typename Work, typename Then>
    void save(Work work, QObject *context, Then then)
    {
        m_thread.postUrgent(job(std::move(work), context, std::move(then)));
    }

private:
    template <typename Work, typename Then>
    JobThread::Job job(Work work, QObject *context, Then then)
    {
        return [this, work = std::move(work), context = QPointer(context), then = std::move(then)]() mutable {
            QMetaObject::invokeMethod(&m_desktop, [context, then = std::move(then), result = work(m_desk)]() mutable {
                if (context)
                    then(std::move(result));
            }, Qt::QueuedConnection);
        };
    }

    QObject m_desktop;   // lives where the DeskThread was made: answers are posted to it
    Desk m_desk;         // the thread's own
    JobThread m_thread;
};

}  // namespace interlinear::workbench
