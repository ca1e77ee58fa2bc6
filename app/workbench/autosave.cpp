#include "app/workbench/autosave.h"

#include <chrono>

namespace interlinear::workbench {

namespace {

constexpr auto draftDelay = std::chrono::milliseconds(400);

}  // namespace

Autosave::Autosave(StorageThread &storage, QObject *parent)
    : QObject(parent)
    , m_storage(storage)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(draftDelay);
    connect(&m_soon, &QTimer::timeout, this, [this] { flush(); });
}

void Autosave::note(qint64 segment, const cat::SegmentContent &content)
{
    m_pending[segment] = content;
    setState(State::Pending);
    if (cat::isDone(content.state))
        flush();
    else if (!m_soon.isActive())
        m_soon.start();
}

void Autosave::flush(std::function<void(bool saved)> then)
{
    m_soon.stop();
    if (m_pending.empty()) {
        if (then)
            then(true);
        return;
    }
    std::vector<cat::SegmentWrite> writes;
    for (const auto &[id, content] : m_pending)
        writes.push_back({id, content});
    m_storage.run([writes = std::move(writes)](ProjectDesk &desk) { return desk.store(writes); }, this,
                  [this, sent = m_pending, then = std::move(then)](const Result<StoreReport> &result) {
                      onWritten(sent, result);
                      if (then)
                          then(result.has_value());
                  });
}

void Autosave::onWritten(std::map<std::int64_t, cat::SegmentContent> sent, const Result<StoreReport> &result)
{
    if (!result) {
        setState(State::Failed);
        Q_EMIT failed(result.error());
        return;
    }
    for (const auto &[id, content] : sent) {
        const auto pending = m_pending.find(id);
        if (pending != m_pending.end() && pending->second == content)
            m_pending.erase(pending);
    }
    if (m_pending.empty()) {
        m_savedAt = QTime::currentTime();
        setState(State::Saved);
    }
    Q_EMIT written(*result);
}

void Autosave::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

}  // namespace interlinear::workbench
