#include "engine/mixmoe/runtime/cpu/thread_pool.h"

namespace interlinear::mixmoe {

namespace {

constexpr std::uint64_t chunkMask = 0xFFFFFFFFU;
constexpr std::uint64_t nextJob = chunkMask + 1;

}  // namespace

ThreadPool::ThreadPool(int threads)
{
    for (int worker = 1; worker < threads; ++worker)
        m_workers.emplace_back([this](const std::stop_token &stop) { work(stop); });
}

ThreadPool::~ThreadPool()
{
    for (std::jthread &worker : m_workers)
        worker.request_stop();
    m_ticket.fetch_add(nextJob);
    m_ticket.notify_all();
}

void ThreadPool::runShared(std::size_t chunks, const void *context, Call call)
{
    m_context.store(context, std::memory_order_relaxed);
    m_call.store(call, std::memory_order_relaxed);
    m_unfinished.store(chunks, std::memory_order_relaxed);
    std::uint64_t ticket = (m_ticket.load(std::memory_order_relaxed) & ~chunkMask) + nextJob + chunks;
    m_ticket.store(ticket, std::memory_order_release);
    m_ticket.notify_all();
    while (takeChunk(ticket)) {
    }
    for (std::size_t left = m_unfinished.load(std::memory_order_acquire); left != 0; left = m_unfinished.load(std::memory_order_acquire))
        m_unfinished.wait(left, std::memory_order_acquire);
}

// A late worker may read the context of a later job, but then the ticket has changed and the exchange fails.
bool ThreadPool::takeChunk(std::uint64_t &ticket)
{
    const void *context = m_context.load(std::memory_order_relaxed);
    const Call call = m_call.load(std::memory_order_relaxed);
    const std::uint64_t left = ticket & chunkMask;
    if (left == 0)
        return false;
    if (!m_ticket.compare_exchange_weak(ticket, ticket - 1, std::memory_order_acq_rel, std::memory_order_acquire))
        return true;
    call(context, static_cast<std::size_t>(left - 1));
    if (m_unfinished.fetch_sub(1, std::memory_order_acq_rel) == 1)
        m_unfinished.notify_one();
    ticket = m_ticket.load(std::memory_order_acquire);
    return true;
}

void ThreadPool::work(const std::stop_token &stop)
{
    std::uint64_t ticket = m_ticket.load(std::memory_order_acquire);
    while (!stop.stop_requested()) {
        if (takeChunk(ticket))
            continue;
        m_ticket.wait(ticket, std::memory_order_acquire);
        ticket = m_ticket.load(std::memory_order_acquire);
    }
}

}  // namespace interlinear::mixmoe
