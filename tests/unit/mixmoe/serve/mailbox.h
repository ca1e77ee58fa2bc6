// What a service posts, called on the test's own thread while it waits.
//
//   Mailbox mailbox;
//   TranslationService service(mailbox.poster());
//   mailbox.waitUntil([&] { return answers.size() == 3; });
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace interlinear::tests {

class Mailbox {
public:
    std::function<void(std::function<void()>)> poster();
    /// Calls what is posted, one after the other, until the condition holds.
    void waitUntil(const std::function<bool()> &condition);
    /// Calls what has been posted so far.
    void drain();

private:
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::deque<std::function<void()>> m_calls;
};

}  // namespace interlinear::tests
