// One block of threads of a card after the other, each thread on a stack of its own, in an order drawn by chance; and what they may not do.
//
//   CheckedMemory memory(64 << 20);                         // the card's
//   EmulatedThreads threads(memory, 7);
//   threads.beginLaunch("Route", args, size);
//   threads.runBlock({.x = 0, .y = 0, .threads = 128, .sharedBytes = 96}, [&] { kernel(); });
//   memory.faults();                                        // "Route: thread 3 reads what thread 5 wrote with no barrier between"
//
// Copies that run beside the threads are done when they are waited for, so that what is read too early is nothing.
//
// Code that was compiled with -fsanitize=thread tells of each access; here it is no library of a sanitizer that listens. Checked are: places outside of what was allocated, freed or the host's;
// places that nobody wrote; accesses that are not aligned to their size; two threads at one place, one of them writing, without a barrier of the block or of the warp between; barriers that
// not all threads reach; what another block wrote with no fence behind. One instance runs at a time.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace interlinear::tests {

/// Who touched a word last: which of all blocks, its thread, and how many barriers and fences that had passed.
struct AccessStamp {
    std::uint32_t block = 0;   // 0: nobody
    std::uint16_t thread = 0, blockBarriers = 0;
    std::uint32_t warpBarriers = 0;
    std::uint32_t fences = 0;
};

struct WordAccesses {
    AccessStamp write, reads[2];   // reads by two threads, where there are two
};

/// Pages that the system gives when they are touched.
class LazyPages {
public:
    explicit LazyPages(std::size_t bytes);
    ~LazyPages();
    LazyPages(const LazyPages &) = delete;
    LazyPages &operator=(const LazyPages &) = delete;

    std::byte *data() const { return m_data; }
    std::size_t size() const { return m_size; }
    bool contains(std::uintptr_t place) const { return place - reinterpret_cast<std::uintptr_t>(m_data) < m_size; }

private:
    std::byte *m_data;
    std::size_t m_size;
};

/// The card's memory. No place is given out twice, so that what was freed stays known.
class CheckedMemory {
public:
    explicit CheckedMemory(std::size_t bytes);

    /// Null: there is not so much, or nothing is wanted.
    void *allocate(std::size_t bytes);
    void release(void *memory);
    std::size_t used() const { return m_used; }
    /// The first ones are printed too, should the program not get to the end.
    void fault(const std::string &what);
    const std::set<std::string> &faults() const { return m_faults; }

    bool contains(std::uintptr_t place) const { return m_arena.contains(place); }
    bool isAllocated(std::uintptr_t place, std::size_t bytes) const;
    void markWritten(const void *memory, std::size_t bytes);
    /// By the host, or a copy: no kernel wrote what is there now.
    void markCopied(const void *memory, std::size_t bytes);
    bool wasWritten(std::uintptr_t place, std::size_t bytes) const;
    WordAccesses &accesses(std::uintptr_t place) { return reinterpret_cast<WordAccesses *>(m_accesses.data())[offsetOf(place) / 4]; }

private:
    std::size_t offsetOf(std::uintptr_t place) const { return place - reinterpret_cast<std::uintptr_t>(m_arena.data()); }

    LazyPages m_arena, m_written, m_accesses;
    std::map<std::uintptr_t, std::size_t> m_allocated;
    std::size_t m_next = 0, m_used = 0;
    std::set<std::string> m_faults;
};

struct EmulatedBlock {
    int x, y, threads, sharedBytes;
};

class EmulatedThreads {
public:
    EmulatedThreads(CheckedMemory &memory, unsigned seed);

    /// args lie where all threads may read them; copiesUnwritten: a kernel that passes on what nobody wrote.
    void beginLaunch(std::string kernel, const void *args, std::size_t argBytes, bool copiesUnwritten);
    void runBlock(const EmulatedBlock &block, const std::function<void()> &thread);

    // For the thread that runs.
    int thread() const { return m_current; }
    const EmulatedBlock &block() const { return m_block; }
    void blockBarrier() { wait(State::AtBlock); }
    void warpBarrier() { wait(State::AtWarp); }
    /// What this thread wrote is seen by other blocks from here on.
    void fence() { ++m_fences.back()[static_cast<std::size_t>(m_current)]; }
    /// All lanes of the warp are here, which is no barrier for memory.
    void exchange() { wait(State::AtExchange); }
    /// Words that lanes of a warp show each other, [lane]; those of this lane.
    std::uint32_t *shown(int lane) { return m_shown[static_cast<std::size_t>(m_current / 32 * 32 + lane)].words; }
    /// Until then a kernel may touch nothing that kernels wrote.
    void awaitKernelsAhead() { m_threads[static_cast<std::size_t>(m_current)].awaited = true; }
    void touched(const void *place, std::size_t bytes, bool writes);
    /// By an instruction that reads the card's memory only, and none that kernels write.
    void touchedAsStream(const void *place);
    /// 16 bytes that are there, at the latest, when the group that this thread ends next is waited for: they are written then, and may be from now on.
    void copyLater(void *to, const void *from);
    void endCopies();
    void awaitCopies(int groupsPending);
    /// Accesses that other threads may have at the same time.
    void touchedInTurn(const void *place, std::size_t bytes, bool writes);
    /// A read of a word that blocks of this launch may have written, each with a fence behind.
    void touchedFresh(const void *place);

    /// The one at work; null outside of blocks.
    static EmulatedThreads *running;

private:
    struct Copy {
        void *to;
        const void *from;
    };
    enum class State { Ready, AtBlock, AtWarp, AtExchange, Done };
    struct Thread {
        bool begun = false;                  // it waits on its stack for the next block
        State state = State::Done;
        bool awaited = false;                // the kernels ahead
        std::uint16_t blockBarriers = 0;
        std::uint32_t warpBarriers = 0;
        std::jmp_buf place;
        std::deque<std::vector<Copy>> copies;   // by groups; the last one is not ended
    };
    struct Shown {
        std::uint32_t words[6];
    };

    static void enter();
    void resume(int thread);
    void goBack(Thread &from);
    void wait(State state);
    void release(int thread);
    void fault(const std::string &what) { m_memory.fault(m_kernel + ": " + what); }
    /// ofBlock: each block has a place of its own there.
    bool isConflict(const AccessStamp &earlier, bool ofBlock) const;
    void checkRaces(WordAccesses &word, bool writes, bool ofBlock);
    AccessStamp stamp() const;

    CheckedMemory &m_memory;
    std::mt19937 m_random;
    LazyPages m_stacks, m_staticAccesses;
    std::vector<Thread> m_threads;
    std::vector<Shown> m_shown;
    std::vector<int> m_ready;
    std::jmp_buf m_scheduler;
    const std::function<void()> *m_work = nullptr;
    EmulatedBlock m_block{};
    std::string m_kernel;
    std::uintptr_t m_args = 0;
    std::size_t m_argBytes = 0;
    bool m_copiesUnwritten = false;
    std::uint32_t m_blockNumber = 0, m_firstOfLaunch = 0;
    std::vector<std::vector<std::uint32_t>> m_fences;   // [block of the launch][thread]
    int m_current = -1;
};

/// Shared memory of the block that runs.
unsigned char *emulatedShared();

}  // namespace interlinear::tests
