// A few threads that share out the chunks of one loop at a time.
//
//   ThreadPool pool(4);
//   pool.run(chunks, [&](std::size_t chunk) { work(chunk); });   // returns when every chunk is done
//
// Chunks are taken one by one, so that a preempted worker holds back the one at hand at most, and the news of those that it has done. Who waits spins for a moment,
// since the next loop of a decode step comes within microseconds, and is parked after that: no processor is kept busy between steps, and one that the caller frees takes
// over a worker that waits for another.
// Where other programs hold threads back for long, some of them rest (see worker_count.h).
// Which thread takes which chunk must not matter to the result. One thread at a time may call run(). The first exception that a chunk throws is thrown by run(), once
// no chunk is being worked on any more.
#pragma once

#include "engine/mixmoe/runtime/cpu/worker_count.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <thread>
#include <vector>

namespace interlinear::mixmoe {

class ThreadPool {
public:
    /// threads: the caller included; at least 1. Throws std::system_error when they cannot be started.
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool &) = delete;
    ThreadPool &operator=(const ThreadPool &) = delete;

    int threads() const { return static_cast<int>(m_workers.size()) + 1; }

    template <typename Function>
    void run(std::size_t chunks, const Function &function)
    {
        if (chunks <= 1 || m_workers.empty()) {
            for (std::size_t chunk = 0; chunk < chunks; ++chunk)
                function(chunk);
            return;
        }
        runShared(chunks, &function, [](const void *context, std::size_t chunk) { (*static_cast<const Function *>(context))(chunk); });
    }

private:
    using Call = void (*)(const void *context, std::size_t chunk);

    void stopWorkers();
    void runShared(std::size_t chunks, const void *context, Call call);
    void runChunk(const void *context, Call call, std::size_t chunk);
    bool waitUntilFinished();
    void follow(double seconds, double lostSeconds);
    bool takeChunk(std::uint64_t &ticket, std::uint32_t &done);
    void report(std::uint32_t done);
    void work(const std::stop_token &stop, int worker);
    void waitForJob(std::uint64_t ticket);

    // The job's number in the upper half, chunks not yet taken in the lower: taking one succeeds only while that very job is open. What the job is comes with the same
    // cache line.
    alignas(64) std::atomic<std::uint64_t> m_ticket{0};
    std::atomic<const void *> m_context{nullptr};
    std::atomic<Call> m_call{nullptr};
    std::atomic<std::size_t> m_chunks{0};
    alignas(64) std::atomic<std::uint32_t> m_unfinished{0};   // chunks that nobody has reported
    std::atomic<std::uint32_t> m_callerParked{0};
    alignas(64) std::atomic<std::uint32_t> m_parked{0};   // workers
    std::atomic<std::uint32_t> m_wakeUps{0};
    std::atomic<bool> m_failed{false};
    std::exception_ptr m_exception;   // of the first chunk that failed; written by its thread, read when all are done
    WorkerCount m_count;
    std::atomic<int> m_active;        // threads that take chunks, the caller included; worker n while n is below it
    std::vector<std::jthread> m_workers;
};

}  // namespace interlinear::mixmoe
