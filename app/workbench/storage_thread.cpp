#include "app/workbench/storage_thread.h"

namespace interlinear::workbench {

StorageThread::StorageThread()
    : m_worker(std::make_unique<QObject>())
{
    m_thread.setObjectName(QStringLiteral("storage"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

StorageThread::~StorageThread()
{
    // Queued behind all other work, so none of it is dropped.
    QMetaObject::invokeMethod(m_worker.get(), [this] {
        m_desk.closeAll();
        m_thread.quit();
    }, Qt::QueuedConnection);
    m_thread.wait();
}

void StorageThread::post(std::deque<Job> &jobs, Job job)
{
    {
        const std::scoped_lock lock(m_mutex);
        jobs.push_back(std::move(job));
    }
    QMetaObject::invokeMethod(m_worker.get(), [this] { doNext(); }, Qt::QueuedConnection);
}

void StorageThread::doNext()
{
    Job job;
    {
        const std::scoped_lock lock(m_mutex);
        std::deque<Job> &jobs = m_saves.empty() ? m_work : m_saves;
        job = std::move(jobs.front());
        jobs.pop_front();
    }
    job();
}

}  // namespace interlinear::workbench
