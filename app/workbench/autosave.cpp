#include "app/workbench/autosave.h"

#include <algorithm>

namespace interlinear::workbench {

namespace {

constexpr auto draftDelay = std::chrono::milliseconds(400);

}  // namespace

Autosave::Autosave(StorageThread &storage, Pauses pauses, QObject *parent)
    : QObject(parent)
    , m_storage(storage)
    , m_pauses(std::move(pauses))
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, [this] { flush(); });
}

void Autosave::setProject(int number)
{
    Q_ASSERT(m_pending.empty() && !m_writing);
    m_project = number;
}

void Autosave::note(qint64 segment, const cat::SegmentContent &content)
{
    m_pending[segment] = content;
    if (m_state == State::Saved)
        setState(State::Pending);
    if (cat::isDone(content.state))
        flush();
    else if (!m_next.isActive())
        m_next.start(draftDelay);
}

void Autosave::flush(std::function<void(bool saved)> then)
{
    m_next.stop();
    if (then)
        m_waiting.push_back(std::move(then));
    if (m_writing)
        m_again = true;
    else if (m_pending.empty())
        answer(true);
    else
        write();
}

void Autosave::write()
{
    m_writing = true;
    m_again = false;
    setState(State::Pending);
    std::vector<cat::SegmentWrite> writes;
    for (const auto &[id, content] : m_pending)
        writes.push_back({id, content});
    m_storage.save([project = m_project, writes = std::move(writes)](ProjectDesk &desk) { return desk.store(project, writes); }, this,
                   [this, sent = m_pending](const Result<StoreReport> &result) { onWritten(sent, result); });
}

void Autosave::onWritten(const Contents &sent, const Result<StoreReport> &result)
{
    m_writing = false;
    if (!result)
        return onFailed(result.error());
    for (const auto &[id, content] : sent) {
        const auto pending = m_pending.find(id);
        if (pending != m_pending.end() && pending->second == content)
            m_pending.erase(pending);
    }
    if (m_pending.empty()) {
        m_savedAt = QTime::currentTime();
        setState(State::Saved);
    } else if (m_again || !m_waiting.empty()) {
        write();
    }
    m_failures = 0;
    if (std::exchange(m_problem, {}))
        Q_EMIT recovered();
    Q_EMIT written(*result);
    if (m_pending.empty())
        answer(true);
}

void Autosave::onFailed(const Error &error)
{
    m_next.start(m_pauses[std::min(m_failures++, m_pauses.size() - 1)]);
    m_problem = error;
    setState(State::Failed);
    Q_EMIT failed(error);
    answer(false);
}

void Autosave::answer(bool saved)
{
    for (const auto &then : std::exchange(m_waiting, {}))
        then(saved);
}

void Autosave::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

}  // namespace interlinear::workbench
