#include "tests/support/emulated_hopper.h"

#include "engine/mixmoe/runtime/cuda/kernels/team.h"

#include <ucontext.h>

#include <cstddef>
#include <cstring>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::tests {

namespace {

constexpr std::size_t stackBytes = 64 * 1024, sharedBytes = 227 * 1024;
constexpr int lanesOfWarp = 32, lineBytes = 128, pieceBytes = 16, depthOfLine = 64;
constexpr int roundsOfPatience = 2000;   // in which nothing happens

using Job = std::function<void()>;

struct Multiply {
    float *sums;
    std::uint32_t rows, columns;
    bool adds;
};

struct Thread {
    ucontext_t context{};
    std::vector<std::byte> stack = std::vector<std::byte>(stackBytes);
    bool done = false;
    int registers = 0;
    std::vector<Job> pieces;
    std::deque<std::vector<Multiply>> multiplies = std::deque<std::vector<Multiply>>(1);   // by groups; the last one is not ended
    std::uint32_t shown = 0;
};

struct Barrier {
    int arrivals = 0, pending = 0, bytes = 0;
    std::uint32_t phase = 0;
};

/// Threads that wait until so many are there.
struct Meeting {
    int here = 0;
    long held = 0;
};

}  // namespace

struct EmulatedHopper::State {
    explicit State(unsigned seed) : random(seed) {}

    std::mt19937 random;
    std::vector<Thread> threads;
    std::vector<std::byte> shared;
    std::map<std::uint32_t, Barrier> barriers;
    std::map<int, Meeting> meetings;
    std::vector<Job> jobs;   // copies under way
    const std::function<void()> *work = nullptr;
    ucontext_t scheduler{};
    int current = 0, block = 0, blocks = 0, freeRegisters = 0;
    long events = 0;
    std::string fault;

    Thread &own() { return threads[static_cast<std::size_t>(current)]; }
    void pause() { swapcontext(&own().context, &scheduler); }
    template <class F>
    void waitFor(const F &there)
    {
        while (!there())
            pause();
    }
    std::byte *at(std::uint32_t place, std::size_t bytes)
    {
        if (place + bytes <= shared.size())
            return shared.data() + place;
        fault = "a place outside of shared memory";
        return shared.data();
    }
    void complete(Barrier &barrier)
    {
        if (barrier.pending != 0 || barrier.bytes != 0)
            return;
        barrier.phase ^= 1;
        barrier.pending = barrier.arrivals;
        ++events;
    }
    void arriveAt(std::uint32_t place)
    {
        Barrier &barrier = barriers[place];
        if (--barrier.pending < 0)
            fault = "more arrive at a barrier than it waits for";
        complete(barrier);
    }
    void meet(int meeting, int count)
    {
        Meeting &own = meetings[meeting];
        const long mine = own.held;
        if (++own.here < count)
            return waitFor([&] { return own.held != mine; });
        own.here = 0;
        ++own.held;
        ++events;
    }
    float half(std::uint32_t line, int k)   // as copies and descriptors swizzle it
    {
        std::uint16_t bits = 0;
        std::memcpy(&bits, at(swizzled(line, 2 * k), 2), 2);
        return mixmoe::cuda::toFloat(mixmoe::cuda::Half{bits});
    }
    static std::uint32_t swizzled(std::uint32_t line, int byte)
    {
        const auto piece = static_cast<std::uint32_t>(byte / pieceBytes);
        return line + (piece ^ line / lineBytes % 8) * pieceBytes + static_cast<std::uint32_t>(byte % pieceBytes);
    }
    void multiply(const Multiply &asked);
    bool runBlock(int count, int registers);
    static void enter();
};

namespace {

EmulatedHopper::State *running = nullptr;

}  // namespace

// D as the PTX manual has it for wgmma.m64nNk16: number i of 4 in every 8 columns has row 16 (warp % 4) + lane / 4 + 8 (i / 2) and column 2 (lane % 4) + i % 2.
void EmulatedHopper::State::multiply(const Multiply &asked)
{
    const int lane = current % lanesOfWarp, warp = current / lanesOfWarp % 4;
    const std::uint32_t rows = asked.rows / lineBytes * lineBytes, columns = asked.columns / lineBytes * lineBytes;
    const int rowDepth = static_cast<int>(asked.rows % lineBytes / 2), columnDepth = static_cast<int>(asked.columns % lineBytes / 2);
    for (int i = 0; i < 64; ++i) {
        const int row = 16 * warp + lane / 4 + i % 4 / 2 * 8, column = i / 4 * 8 + lane % 4 * 2 + i % 2;
        float sum = asked.adds ? asked.sums[i] : 0.0F;
        for (int k = 0; k < 16; ++k)
            sum += half(rows + static_cast<std::uint32_t>(row * lineBytes), rowDepth + k) * half(columns + static_cast<std::uint32_t>(column * lineBytes), columnDepth + k);
        asked.sums[i] = sum;
    }
}

void EmulatedHopper::State::enter()
{
    (*running->work)();
    running->own().done = true;
    ++running->events;
    running->pause();
}

bool EmulatedHopper::State::runBlock(int count, int registers)
{
    barriers.clear();
    meetings.clear();
    jobs.clear();
    shared.assign(sharedBytes, std::byte{0xFF});
    threads = std::vector<Thread>(static_cast<std::size_t>(count));
    freeRegisters = 0;
    for (Thread &thread : threads) {
        thread.registers = registers;
        getcontext(&thread.context);
        thread.context.uc_stack.ss_sp = thread.stack.data();
        thread.context.uc_stack.ss_size = stackBytes;
        makecontext(&thread.context, enter, 0);
    }
    long before = -1;
    for (int patience = roundsOfPatience; patience > 0; patience = events == before ? patience - 1 : roundsOfPatience) {
        before = events;
        bool ended = true;
        for (current = 0; current < count; ++current) {
            if (own().done)
                continue;
            ended = false;
            if (random() % 4 != 0)
                swapcontext(&scheduler, &own().context);
        }
        if (ended)
            return true;
        for (std::size_t some = random() % (jobs.size() + 1); some > 0; --some) {
            std::swap(jobs[random() % jobs.size()], jobs.back());
            const Job job = std::move(jobs.back());
            jobs.pop_back();
            job();
            ++events;
        }
    }
    return false;
}

EmulatedHopper::EmulatedHopper(unsigned seed) : m_state(std::make_unique<State>(seed)) {}
EmulatedHopper::~EmulatedHopper() = default;

bool EmulatedHopper::run(int blocks, int threads, int registers, const std::function<void()> &kernel)
{
    running = m_state.get();
    m_state->work = &kernel;
    m_state->blocks = blocks;
    bool ended = true;
    for (m_state->block = 0; m_state->block < blocks && ended; ++m_state->block)
        ended = m_state->runBlock(threads, registers);
    return ended;
}

const char *EmulatedHopper::fault() const
{
    return m_state->fault.c_str();
}

HopperIndex hopperThread()
{
    return {running->current};
}

HopperIndex hopperBlock()
{
    return {running->block};
}

HopperIndex hopperGrid()
{
    return {running->blocks};
}

}  // namespace interlinear::tests

using interlinear::tests::EmulatedHopper;

namespace {

EmulatedHopper::State &card()
{
    return *interlinear::tests::running;
}

constexpr int meetingOfBlock = -1;

}  // namespace

void __syncthreads()
{
    card().meet(meetingOfBlock, static_cast<int>(card().threads.size()));
}

void __syncwarp()
{
    card().meet(card().current / interlinear::tests::lanesOfWarp, interlinear::tests::lanesOfWarp);
}

std::uint32_t __shfl_xor_sync(unsigned, std::uint32_t value, int mask)
{
    const std::size_t other = static_cast<std::size_t>(card().current ^ mask);
    card().own().shown = value;
    __syncwarp();
    const std::uint32_t got = card().threads[other].shown;
    __syncwarp();
    return got;
}

namespace interlinear::mixmoe::cuda {

unsigned char *blockMemory()
{
    return nullptr;
}

// Not at its beginning, as on a card.
std::uint32_t sharedAddress(const void *)
{
    return 16;
}

void letNextKernelBegin() {}
void awaitKernelsAhead() {}
void showBarriers() {}
void showPieces() {}
void prefetchTensor(const TensorMap &) {}
void beginMultiplies() {}

void makeBarrier(std::uint32_t barrier, int arrivals)
{
    card().at(barrier, 8);
    card().barriers[barrier] = {arrivals, arrivals, 0, 0};
}

void arriveExpecting(std::uint32_t barrier, int bytes)
{
    card().barriers[barrier].bytes += bytes;
    card().arriveAt(barrier);
}

void arrive(std::uint32_t barrier)
{
    card().arriveAt(barrier);
}

void arriveWithPieces(std::uint32_t barrier)
{
    card().jobs.push_back([pieces = std::exchange(card().own().pieces, {}), barrier] {
        for (const auto &piece : pieces)
            piece();
        card().arriveAt(barrier);
    });
}

void await(std::uint32_t barrier, std::uint32_t phase)
{
    card().waitFor([&] { return card().barriers[barrier].phase != phase; });
}

void copyBox(std::uint32_t to, const TensorMap &tensor, int x, int y, int z, std::uint32_t barrier)
{
    card().jobs.push_back([=] {
        const int bytesOfLine = tensor.valueBytes * tests::depthOfLine;
        for (int line = 0; line < tensor.linesOfBox; ++line) {
            const bool there = y + line < tensor.lines;
            const auto *from = static_cast<const std::byte *>(tensor.values) + tensor.valueBytes * (z * tensor.matrixValues + static_cast<std::int64_t>(y + line) * tensor.depth + x);
            const std::uint32_t place = to + static_cast<std::uint32_t>(line * bytesOfLine);
            for (int byte = 0; byte < bytesOfLine; ++byte) {
                const std::byte value = there && x + byte / tensor.valueBytes < tensor.depth ? from[byte] : std::byte{};
                *card().at(tensor.valueBytes == 2 ? EmulatedHopper::State::swizzled(place, byte) : place + static_cast<std::uint32_t>(byte), 1) = value;
            }
        }
        tests::Barrier &counted = card().barriers[barrier];
        counted.bytes -= tensor.linesOfBox * bytesOfLine;
        card().complete(counted);
    });
}

void copyPieceTo(std::uint32_t to, const void *from)
{
    card().own().pieces.push_back([=] { std::memcpy(card().at(to, tests::pieceBytes), from, tests::pieceBytes); });
}

uint4 readPiece(std::uint32_t place)
{
    uint4 piece{};
    std::memcpy(&piece, card().at(place, sizeof piece), sizeof piece);
    return piece;
}

void writePiece(std::uint32_t place, const uint4 &piece)
{
    std::memcpy(card().at(place, sizeof piece), &piece, sizeof piece);
}

// Of the block's: what is given by some can be taken by others.
void changeRegisters(int count)
{
    const int more = count - card().own().registers;
    card().waitFor([&] { return card().freeRegisters >= more; });
    card().freeRegisters -= more;
    card().own().registers = count;
    ++card().events;
}

// The address alone, in units of 16 bytes.
std::uint64_t matrixAt(std::uint32_t address)
{
    return address / tests::pieceBytes;
}

void multiplyAsync(float (&sums)[64], std::uint64_t rows, std::uint64_t columns, std::uint32_t adds)
{
    card().own().multiplies.back().push_back({sums, static_cast<std::uint32_t>(rows) * tests::pieceBytes, static_cast<std::uint32_t>(columns) * tests::pieceBytes, adds != 0});
}

void endMultiplies()
{
    card().own().multiplies.emplace_back();
}

void awaitMultipliesBut(int pending)
{
    card().pause();
    auto &groups = card().own().multiplies;
    for (; groups.size() > static_cast<std::size_t>(pending) + 1; groups.pop_front()) {
        for (const auto &asked : groups.front())
            card().multiply(asked);
    }
}

}  // namespace interlinear::mixmoe::cuda
