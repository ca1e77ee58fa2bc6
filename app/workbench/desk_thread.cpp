#include "app/workbench/desk_thread.h"

namespace interlinear::workbench {

JobThread::JobThread(const QString &name)
    : m_worker(std::make_unique<QObject>())
{
    m_thread.setObjectName(name);
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

JobThread::~JobThread() = default;

void JobThread::finish(Job last)
{
    // Queued behind all other work, so none of it is dropped.
    QMetaObject::invokeMethod(m_worker.get(), [this, last = std::move(last)] {
        last();
        m_thread.quit();
    }, Qt::QueuedConnection);
    m_thread.wait();
}

void JobThread::post(Job job)
{
    post(m_jobs, std::move(job));
}

void JobThread::postUrgent(Job job)
{
    post(m_urgent, std::move(job));
}

void JobThread::post(std::deque<Job> &jobs, Job job)
{
    {
        const std::scoped_lock lock(m_mutex);
        jobs.push_back(std::move(job));
    }
    QMetaObject::invokeMethod(m_worker.get(), [this] { doNext(); }, Qt::QueuedConnection);
}

void JobThread::doNext()
{
    Job job;
    {
        const std::scoped_lock lock(m_mutex);
        std::deque<Job> &jobs = m_urgent.empty() ? m_jobs : m_urgent;
        job = std::move(jobs.front());
        jobs.pop_front();
    }
    job();
}

}  // namespace interlinear::workbench
