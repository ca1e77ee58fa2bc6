#include "tests/support/emulated_threads.h"

#include <sys/mman.h>
#include <ucontext.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <new>
#include <utility>

extern "C" char __executable_start, _end;   // of the program: constants, and what kernels call shared

namespace interlinear::tests {

namespace {

constexpr std::size_t stackBytes = 64 * 1024, mostThreads = 256, gapBytes = 4096;
alignas(16) unsigned char sharedMemory[100 * 1024];

std::uintptr_t numberOf(const void *place)
{
    return reinterpret_cast<std::uintptr_t>(place);
}

}  // namespace

EmulatedThreads *EmulatedThreads::running = nullptr;

unsigned char *emulatedShared()
{
    return sharedMemory;
}

LazyPages::LazyPages(std::size_t bytes) : m_size(bytes)
{
    void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        throw std::bad_alloc();
    m_data = static_cast<std::byte *>(memory);
}

LazyPages::~LazyPages()
{
    munmap(m_data, m_size);
}

CheckedMemory::CheckedMemory(std::size_t bytes) : m_arena(bytes), m_written(bytes), m_accesses(bytes / 4 * sizeof(WordAccesses)) {}

void *CheckedMemory::allocate(std::size_t bytes)
{
    const std::size_t taken = (bytes + 255) / 256 * 256 + gapBytes;
    if (bytes == 0 || m_next + taken > m_arena.size())
        return nullptr;
    std::byte *memory = m_arena.data() + m_next;
    std::memset(memory, 0xFF, bytes);
    m_allocated.emplace(numberOf(memory), bytes);
    m_next += taken;
    m_used += bytes;
    return memory;
}

void CheckedMemory::release(void *memory)
{
    const auto found = m_allocated.find(numberOf(memory));
    if (found == m_allocated.end())
        return fault("memory is released that was not allocated");
    m_used -= found->second;
    m_allocated.erase(found);
}

void CheckedMemory::fault(const std::string &what)
{
    if (m_faults.insert(what).second && m_faults.size() <= 20)
        std::fprintf(stderr, "%s\n", what.c_str());
}

bool CheckedMemory::isAllocated(std::uintptr_t place, std::size_t bytes) const
{
    auto behind = m_allocated.upper_bound(place);
    if (behind == m_allocated.begin())
        return false;
    --behind;
    return place + bytes <= behind->first + behind->second;
}

void CheckedMemory::markWritten(const void *memory, std::size_t bytes)
{
    std::memset(m_written.data() + offsetOf(numberOf(memory)), 1, bytes);
}

void CheckedMemory::markCopied(const void *memory, std::size_t bytes)
{
    markWritten(memory, bytes);
    for (std::size_t i = 0; i < bytes; i += 4)
        accesses(numberOf(memory) + i).write = {};
}

bool CheckedMemory::wasWritten(std::uintptr_t place, std::size_t bytes) const
{
    const std::byte *first = m_written.data() + offsetOf(place);
    return std::all_of(first, first + bytes, [](std::byte written) { return written != std::byte{}; });
}

EmulatedThreads::EmulatedThreads(CheckedMemory &memory, unsigned seed)
    : m_memory(memory), m_random(seed), m_stacks(mostThreads * stackBytes), m_staticAccesses(((numberOf(&_end) - numberOf(&__executable_start)) / 4 + 1) * sizeof(WordAccesses)),
      m_threads(mostThreads), m_shown(mostThreads)
{
}

void EmulatedThreads::beginLaunch(std::string kernel, const void *args, std::size_t argBytes, bool copiesUnwritten)
{
    m_kernel = std::move(kernel);
    m_args = numberOf(args);
    m_argBytes = argBytes;
    m_copiesUnwritten = copiesUnwritten;
    m_firstOfLaunch = m_blockNumber + 1;
    m_fences.clear();
}

void EmulatedThreads::runBlock(const EmulatedBlock &block, const std::function<void()> &thread)
{
    m_block = block;
    m_work = &thread;
    ++m_blockNumber;
    m_fences.emplace_back(static_cast<std::size_t>(block.threads));
    std::memset(sharedMemory, 0xFF, sizeof sharedMemory);
    m_ready.clear();
    for (int i = 0; i < block.threads; ++i) {
        Thread &made = m_threads[static_cast<std::size_t>(i)];
        made.begun = made.begun && made.state == State::Done;
        made.state = State::Ready;
        made.awaited = false;
        made.blockBarriers = 0;
        made.warpBarriers = 0;
        made.copies.assign(1, {});
        m_ready.push_back(i);
    }
    int ended = 0;
    while (!m_ready.empty()) {
        std::swap(m_ready[m_random() % m_ready.size()], m_ready.back());
        m_current = m_ready.back();
        m_ready.pop_back();
        running = this;
        resume(m_current);
        running = nullptr;
        ended += m_threads[static_cast<std::size_t>(m_current)].state == State::Done ? 1 : 0;
        release(m_current);
    }
    if (ended != block.threads)
        fault("a barrier that only some of the threads reach");
}

// Block after block, until the stack is thrown away.
void EmulatedThreads::enter()
{
    while (true) {
        (*running->m_work)();
        Thread &own = running->m_threads[static_cast<std::size_t>(running->m_current)];
        own.state = State::Done;
        running->goBack(own);
    }
}

// Jumps, for swapcontext() asks the system each time.
void EmulatedThreads::resume(int thread)
{
    Thread &own = m_threads[static_cast<std::size_t>(thread)];
    if (_setjmp(m_scheduler) != 0)
        return;
    if (std::exchange(own.begun, true))
        _longjmp(own.place, 1);
    ucontext_t context;
    getcontext(&context);
    context.uc_stack.ss_sp = m_stacks.data() + static_cast<std::size_t>(thread) * stackBytes;
    context.uc_stack.ss_size = stackBytes;
    context.uc_link = nullptr;
    makecontext(&context, enter, 0);
    setcontext(&context);
}

void EmulatedThreads::goBack(Thread &from)
{
    if (_setjmp(from.place) == 0)
        _longjmp(m_scheduler, 1);
}

void EmulatedThreads::wait(State state)
{
    Thread &own = m_threads[static_cast<std::size_t>(m_current)];
    own.state = state;
    goBack(own);
}

// Whoever waits where this thread does goes on when it was the last.
void EmulatedThreads::release(int thread)
{
    const State state = m_threads[static_cast<std::size_t>(thread)].state;
    if (state == State::Done)
        return;
    const int first = state == State::AtBlock ? 0 : thread / 32 * 32, last = state == State::AtBlock ? m_block.threads : first + 32;
    for (int i = first; i < last; ++i) {
        if (m_threads[static_cast<std::size_t>(i)].state != state)
            return;
    }
    for (int i = first; i < last; ++i) {
        Thread &other = m_threads[static_cast<std::size_t>(i)];
        other.state = State::Ready;
        if (state == State::AtBlock)
            ++other.blockBarriers;
        else if (state == State::AtWarp)
            ++other.warpBarriers;
        m_ready.push_back(i);
    }
}

AccessStamp EmulatedThreads::stamp() const
{
    const Thread &own = m_threads[static_cast<std::size_t>(m_current)];
    return {m_blockNumber, static_cast<std::uint16_t>(m_current), own.blockBarriers, own.warpBarriers, m_fences.back()[static_cast<std::size_t>(m_current)]};
}

bool EmulatedThreads::isConflict(const AccessStamp &earlier, bool ofBlock) const
{
    const AccessStamp now = stamp();
    if (earlier.block != now.block)
        return !ofBlock && earlier.block >= m_firstOfLaunch;
    const bool warpBarrierBetween = earlier.thread / 32 == now.thread / 32 && earlier.warpBarriers != now.warpBarriers;
    return earlier.thread != now.thread && earlier.blockBarriers == now.blockBarriers && !warpBarrierBetween;
}

void EmulatedThreads::checkRaces(WordAccesses &word, bool writes, bool ofBlock)
{
    const auto inWords = [&](const AccessStamp &earlier, const char *what) {
        fault("thread " + std::to_string(m_current) + " " + (writes ? "writes" : "reads") + " what thread " + std::to_string(earlier.thread) + (earlier.block == m_blockNumber ? "" : " of another block") + " " + what +
              " with no barrier between");
    };
    if (isConflict(word.write, ofBlock))
        inWords(word.write, "wrote");
    if (!writes) {
        word.reads[word.reads[0].thread == m_current || word.reads[0].block != m_blockNumber ? 0 : 1] = stamp();
        return;
    }
    for (const AccessStamp &read : word.reads) {
        if (isConflict(read, ofBlock))
            inWords(read, "reads");
    }
    word.write = stamp();
}

void EmulatedThreads::touched(const void *where, std::size_t bytes, bool writes)
{
    const std::uintptr_t place = numberOf(where);
    if (m_stacks.contains(place)) {
        if ((place - numberOf(m_stacks.data())) / stackBytes != static_cast<std::size_t>(m_current))
            fault("a thread reads what only another one has");
        return;
    }
    if (place % std::min<std::size_t>(bytes, 16) != 0)
        fault("an access of " + std::to_string(bytes) + " bytes that is not aligned");
    if (m_memory.contains(place)) {
        touchedInTurn(where, bytes, writes);
        for (std::size_t i = 0; i < bytes; i += 4)
            checkRaces(m_memory.accesses(place + i), writes, false);
        return;
    }
    if (place - numberOf(&__executable_start) < numberOf(&_end) - numberOf(&__executable_start)) {
        if (place - numberOf(sharedMemory) < sizeof sharedMemory && place + bytes > numberOf(sharedMemory) + static_cast<std::size_t>(m_block.sharedBytes))
            fault("an access behind the shared memory of the launch");
        for (std::size_t i = 0; i < bytes; i += 4)
            checkRaces(reinterpret_cast<WordAccesses *>(m_staticAccesses.data())[(place + i - numberOf(&__executable_start)) / 4], writes, true);
        return;
    }
    if (writes || place < m_args || place + bytes > m_args + m_argBytes)
        fault("an access to memory of the host");
}

void EmulatedThreads::touchedAsStream(const void *where)
{
    const std::uintptr_t place = numberOf(where);
    if (!m_memory.contains(place) || m_memory.accesses(place).write.block != 0)
        fault("a stream of what is not the card's memory, or of what a kernel wrote");
}

void EmulatedThreads::copyLater(void *to, const void *from)
{
    touched(from, 16, false);
    touched(to, 16, true);
    m_threads[static_cast<std::size_t>(m_current)].copies.back().push_back({to, from});
}

void EmulatedThreads::endCopies()
{
    m_threads[static_cast<std::size_t>(m_current)].copies.emplace_back();
}

void EmulatedThreads::awaitCopies(int groupsPending)
{
    auto &copies = m_threads[static_cast<std::size_t>(m_current)].copies;
    for (; copies.size() > static_cast<std::size_t>(groupsPending) + 1; copies.pop_front()) {
        for (const Copy &copy : copies.front()) {
            touched(copy.to, 16, true);
            std::memcpy(copy.to, copy.from, 16);
        }
    }
}

void EmulatedThreads::touchedFresh(const void *where)
{
    touchedInTurn(where, 4, false);
    const std::uintptr_t place = numberOf(where);
    if (!m_memory.contains(place))
        return;
    const AccessStamp &write = m_memory.accesses(place).write;
    if (write.block >= m_firstOfLaunch && write.block != m_blockNumber && m_fences[write.block - m_firstOfLaunch][write.thread] == write.fences)
        fault("thread " + std::to_string(m_current) + " reads what thread " + std::to_string(write.thread) + " of another block wrote with no fence behind");
}

void EmulatedThreads::touchedInTurn(const void *where, std::size_t bytes, bool writes)
{
    const std::uintptr_t place = numberOf(where);
    if (!m_memory.contains(place))
        return;
    if (!m_threads[static_cast<std::size_t>(m_current)].awaited && (writes || m_memory.accesses(place).write.block != 0))
        fault("a thread touches what kernels ahead write before it waited for them");
    if (!m_memory.isAllocated(place, bytes))
        fault(writes ? "a write outside of what was allocated" : "a read outside of what was allocated");
    if (writes)
        m_memory.markWritten(where, bytes);
    else if (!m_copiesUnwritten && !m_memory.wasWritten(place, bytes))
        fault("a read of what nobody wrote");
}

}  // namespace interlinear::tests

// What code that was compiled with -fsanitize=thread calls.
namespace {

void note(const void *place, std::size_t bytes, bool writes)
{
    if (auto *threads = interlinear::tests::EmulatedThreads::running)
        threads->touched(place, bytes, writes);
}

}  // namespace

#define INTERLINEAR_NOTE(bytes) \
    void __tsan_read##bytes(void *place) { note(place, bytes, false); } \
    void __tsan_write##bytes(void *place) { note(place, bytes, true); } \
    void __tsan_unaligned_read##bytes(void *place) { note(place, bytes, false); } \
    void __tsan_unaligned_write##bytes(void *place) { note(place, bytes, true); }

extern "C" {
INTERLINEAR_NOTE(1)
INTERLINEAR_NOTE(2)
INTERLINEAR_NOTE(4)
INTERLINEAR_NOTE(8)
INTERLINEAR_NOTE(16)
void __tsan_read_range(void *place, std::size_t bytes) { note(place, bytes, false); }
void __tsan_write_range(void *place, std::size_t bytes) { note(place, bytes, true); }
void __tsan_vptr_read(void *) {}
void __tsan_vptr_update(void **, void *) {}
void __tsan_func_entry(void *) {}
void __tsan_func_exit() {}
void __tsan_init() {}
}
