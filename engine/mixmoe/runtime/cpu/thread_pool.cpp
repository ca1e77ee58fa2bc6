#include "engine/mixmoe/runtime/cpu/thread_pool.h"

#include "engine/core/stopwatch.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace interlinear::mixmoe {

namespace {

constexpr std::uint64_t chunkMask = 0xFFFFFFFFU;
constexpr std::uint64_t nextJob = chunkMask + 1;
constexpr auto workerPatience = std::chrono::microseconds(100), callerPatience = std::chrono::microseconds(20);
constexpr int pausesBetweenLooks = 32;   // at the clock
constexpr double heldBackSeconds = 0.0003;   // for longer than this the caller waits only for a thread that is not let run

void pause()
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

/// Whether the condition came true before patience ran out.
template <typename Condition>
bool spinUntil(const Condition &condition, std::chrono::microseconds patience)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    do {
        for (int i = 0; i < pausesBetweenLooks; ++i) {
            if (condition())
                return true;
            pause();
        }
    } while (std::chrono::steady_clock::now() < end);
    return false;
}

}  // namespace

ThreadPool::ThreadPool(int threads) : m_count(threads), m_active(threads)
{
    try {
        for (int worker = 1; worker < threads; ++worker)
            m_workers.emplace_back([this, worker](const std::stop_token &stop) { work(stop, worker); });
    } catch (...) {
        stopWorkers();   // those that did start wait for work, and would be waited for
        throw;
    }
}

ThreadPool::~ThreadPool()
{
    stopWorkers();
}

void ThreadPool::stopWorkers()
{
    for (std::jthread &worker : m_workers)
        worker.request_stop();
    m_active.store(std::numeric_limits<int>::max());
    m_active.notify_all();
    m_ticket.fetch_add(nextJob);
    m_wakeUps.fetch_add(1);
    m_wakeUps.notify_all();
}

void ThreadPool::runShared(std::size_t chunks, const void *context, Call call)
{
    const Stopwatch watch;
    m_context.store(context, std::memory_order_relaxed);
    m_call.store(call, std::memory_order_relaxed);
    m_chunks.store(chunks, std::memory_order_relaxed);
    m_unfinished.store(static_cast<std::uint32_t>(chunks), std::memory_order_relaxed);
    std::uint64_t ticket = (m_ticket.load(std::memory_order_relaxed) & ~chunkMask) + nextJob + (chunks - 1);   // the first is the caller's
    m_ticket.store(ticket);
    if (m_parked.load() > 0) {
        m_wakeUps.fetch_add(1);
        m_wakeUps.notify_all();
    }
    runChunk(context, call, 0);
    std::uint32_t done = 1;
    while (takeChunk(ticket, done)) {
    }
    m_unfinished.fetch_sub(done);
    const double worked = watch.seconds();
    if (waitUntilFinished()) {
        const double waited = watch.seconds() - worked;
        follow(worked + waited, waited > std::max(worked, heldBackSeconds) ? waited : 0);
    } else {
        follow(worked, 0);
    }
    if (m_failed.exchange(false))
        std::rethrow_exception(std::exchange(m_exception, nullptr));
}

// Whether it had to wait for more than a moment.
bool ThreadPool::waitUntilFinished()
{
    const auto finished = [this] { return m_unfinished.load(std::memory_order_acquire) == 0; };
    if (finished() || spinUntil(finished, callerPatience))
        return false;
    m_callerParked.store(1);
    for (std::uint32_t left = m_unfinished.load(); left != 0; left = m_unfinished.load())
        m_unfinished.wait(left);
    m_callerParked.store(0);
    return true;
}

void ThreadPool::follow(double seconds, double lostSeconds)
{
    m_count.note(seconds, lostSeconds);
    if (m_count.active() == m_active.load(std::memory_order_relaxed))
        return;
    m_active.store(m_count.active());
    m_active.notify_all();
}

// Whether there may be more. A late worker may read the context of a later job, but then the ticket has changed and the exchange fails.
bool ThreadPool::takeChunk(std::uint64_t &ticket, std::uint32_t &done)
{
    const void *context = m_context.load(std::memory_order_relaxed);
    const Call call = m_call.load(std::memory_order_relaxed);
    const std::size_t chunks = m_chunks.load(std::memory_order_relaxed);
    const std::uint64_t left = ticket & chunkMask;
    if (left == 0)
        return false;
    if (!m_ticket.compare_exchange_weak(ticket, ticket - 1, std::memory_order_acq_rel, std::memory_order_acquire))
        return true;
    runChunk(context, call, chunks - static_cast<std::size_t>(left));   // in rising order
    ++done;
    ticket = m_ticket.load(std::memory_order_acquire);
    return true;
}

// Until a worker has reported, the job stays open, and with it the ticket's number.
void ThreadPool::report(std::uint32_t done)
{
    if (m_unfinished.fetch_sub(done) == done && m_callerParked.load() != 0)
        m_unfinished.notify_one();
}

void ThreadPool::runChunk(const void *context, Call call, std::size_t chunk)
{
    try {
        call(context, chunk);
    } catch (...) {
        if (!m_failed.exchange(true))
            m_exception = std::current_exception();
    }
}

void ThreadPool::work(const std::stop_token &stop, int worker)
{
    std::uint64_t ticket = m_ticket.load(std::memory_order_acquire);
    while (!stop.stop_requested()) {
        const int active = m_active.load(std::memory_order_relaxed);
        if (worker >= active) {
            m_active.wait(active);
            ticket = m_ticket.load(std::memory_order_acquire);
            continue;
        }
        std::uint32_t done = 0;
        while (takeChunk(ticket, done)) {
        }
        if (done > 0)
            report(done);
        else
            waitForJob(ticket);
        ticket = m_ticket.load(std::memory_order_acquire);
    }
}

// Who parks says so before it looks for the last time, and who opens a job looks for the parked after it is open: one of them sees the other.
void ThreadPool::waitForJob(std::uint64_t ticket)
{
    const auto opened = [&] { return m_ticket.load() != ticket; };
    if (spinUntil([&] { return m_ticket.load(std::memory_order_acquire) != ticket; }, workerPatience))
        return;
    const std::uint32_t wakeUps = m_wakeUps.load();
    m_parked.fetch_add(1);
    if (!opened())
        m_wakeUps.wait(wakeUps);
    m_parked.fetch_sub(1);
}

}  // namespace interlinear::mixmoe
