#include "engine/cat/memory/exchange/unit_queue.h"

namespace interlinear::cat {

namespace {

constexpr std::size_t mostBatches = 4;

}

bool UnitQueue::push(UnitBatch batch)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_refused || m_batches.size() < mostBatches; });
    if (m_refused)
        return false;
    m_batches.push_back(std::move(batch));
    m_changed.notify_all();
    return true;
}

std::optional<UnitBatch> UnitQueue::pop()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_ended || !m_batches.empty(); });
    if (m_batches.empty())
        return std::nullopt;
    UnitBatch batch = std::move(m_batches.front());
    m_batches.pop_front();
    m_changed.notify_all();
    return batch;
}

void UnitQueue::end()
{
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    m_changed.notify_all();
}

void UnitQueue::refuse()
{
    const std::lock_guard lock(m_mutex);
    m_refused = true;
    m_changed.notify_all();
}

}  // namespace interlinear::cat
