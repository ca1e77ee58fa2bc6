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
        m_desk.close();
        m_thread.quit();
    }, Qt::QueuedConnection);
    m_thread.wait();
}

}  // namespace interlinear::workbench
