// The pool that shares out the loops of a step.
#include "engine/mixmoe/runtime/cpu/thread_pool.h"

#include <QTest>

#include <chrono>
#include <new>

using namespace interlinear::mixmoe;

class ThreadPoolTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsEveryChunkOnce();
    void wakesAfterAPause();
    void passesOnWhatAChunkThrows();
};

void ThreadPoolTest::runsEveryChunkOnce()
{
    ThreadPool pool(4);
    QCOMPARE(pool.threads(), 4);
    for (std::size_t chunks = 0; chunks < 3000; ++chunks) {
        const std::size_t count = chunks % 37;
        std::vector<std::atomic<int>> runs(count);
        pool.run(count, [&](std::size_t chunk) { ++runs[chunk]; });
        for (const auto &times : runs)
            QCOMPARE(times.load(), 1);
    }
}

void ThreadPoolTest::wakesAfterAPause()
{
    ThreadPool pool(3);
    for (int round = 0; round < 200; ++round) {
        std::atomic<int> runs = 0;
        pool.run(7, [&](std::size_t) { ++runs; });
        QCOMPARE(runs.load(), 7);
        std::this_thread::sleep_for(std::chrono::microseconds(round * 2));   // around the moment when workers are parked
    }
}

void ThreadPoolTest::passesOnWhatAChunkThrows()
{
    for (const int threads : {1, 4}) {
        ThreadPool pool(threads);
        for (std::size_t round = 0; round < 100; ++round) {
            std::atomic<int> runs = 0;
            try {
                pool.run(20, [&](std::size_t chunk) {
                    ++runs;
                    if (chunk >= round % 20)
                        throw std::bad_alloc();
                });
                QFAIL("nothing was thrown");
            } catch (const std::bad_alloc &) {
                QVERIFY(threads == 1 || runs == 20);
            }
            pool.run(20, [&](std::size_t) { ++runs; });   // it works on
        }
    }
}

QTEST_APPLESS_MAIN(ThreadPoolTest)
#include "tst_thread_pool.moc"
