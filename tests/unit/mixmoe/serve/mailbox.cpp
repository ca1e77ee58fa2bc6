#include "tests/unit/mixmoe/serve/mailbox.h"

#include <utility>

namespace interlinear::tests {

std::function<void(std::function<void()>)> Mailbox::poster()
{
    return [this](std::function<void()> call) {
        const std::lock_guard lock(m_mutex);
        m_calls.push_back(std::move(call));
        m_arrived.notify_one();
    };
}

void Mailbox::waitUntil(const std::function<bool()> &condition)
{
    while (!condition()) {
        std::function<void()> call;
        {
            std::unique_lock lock(m_mutex);
            m_arrived.wait(lock, [this] { return !m_calls.empty(); });
            call = std::move(m_calls.front());
            m_calls.pop_front();
        }
        call();
    }
}

void Mailbox::drain()
{
    std::deque<std::function<void()>> calls;
    {
        const std::lock_guard lock(m_mutex);
        calls.swap(m_calls);
    }
    for (const auto &call : calls)
        call();
}

}  // namespace interlinear::tests
