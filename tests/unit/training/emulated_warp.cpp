#include "tests/unit/training/emulated_warp.h"

#include "engine/training/cuda/tiles.cuh"

#include <ucontext.h>

#include <array>
#include <vector>

namespace interlinear::training {

namespace {

constexpr int lanes = 32;
constexpr std::size_t stackBytes = 256 * 1024;

struct Shown {
    float value;
    const cuda::Bf16 *row;
    std::uint32_t words[6];
};

struct Warp {
    const std::function<void()> *work;
    std::array<ucontext_t, lanes> places;
    std::array<Shown, lanes> shown;
    std::vector<std::byte> stacks = std::vector<std::byte>(lanes * stackBytes);
    ucontext_t outside;
    int lane = 0;
};
Warp *running = nullptr;

/// Each lane gets here before the first goes on.
void meet()
{
    const int own = running->lane;
    running->lane = (own + 1) % lanes;
    swapcontext(&running->places[static_cast<std::size_t>(own)], &running->places[static_cast<std::size_t>(running->lane)]);
}

void enter()
{
    (*running->work)();
    meet();   // all have done their work
    setcontext(&running->outside);
}

Shown &shownBy(int lane)
{
    return running->shown[static_cast<std::size_t>(lane)];
}

}  // namespace

void runWarp(const std::function<void()> &work)
{
    Warp warp{.work = &work};
    running = &warp;
    for (int lane = 0; lane < lanes; ++lane) {
        ucontext_t &place = warp.places[static_cast<std::size_t>(lane)];
        getcontext(&place);
        place.uc_stack.ss_sp = warp.stacks.data() + static_cast<std::size_t>(lane) * stackBytes;
        place.uc_stack.ss_size = stackBytes;
        place.uc_link = nullptr;
        makecontext(&place, enter, 0);
    }
    swapcontext(&warp.outside, &warp.places[0]);
    running = nullptr;
}

}  // namespace interlinear::training

namespace interlinear::training::cuda {

int laneOfWarp()
{
    return running->lane;
}

void waitForWarp()
{
    meet();
}

float shuffled(float value, int bit)
{
    const int lane = running->lane;
    shownBy(lane).value = value;
    meet();
    const float other = shownBy(lane ^ bit).value;
    meet();
    return other;
}

// As the PTX manual has them: register r has row lane / 4 of matrix r, columns 2 (lane % 4) and the next; the rows' places are told by lanes 8 r to 8 r + 7.
void loadMatrices(Fragment &to, const Bf16 *row)
{
    const int lane = running->lane;
    shownBy(lane).row = row;
    meet();
    for (int r = 0; r < 4; ++r) {
        const Bf16 *from = shownBy(8 * r + lane / 4).row + lane % 4 * 2;
        to.of[r] = from[0].bits | static_cast<std::uint32_t>(from[1].bits) << 16;
    }
    meet();
}

void loadTransposed(Fragment &to, const Bf16 *row)
{
    const int lane = running->lane;
    shownBy(lane).row = row;
    meet();
    for (int r = 0; r < 4; ++r) {
        const int first = 8 * r + lane % 4 * 2;
        to.of[r] = shownBy(first).row[lane / 4].bits | static_cast<std::uint32_t>(shownBy(first + 1).row[lane / 4].bits) << 16;
    }
    meet();
}

// Register r of a has row lane / 4 + 8 (r % 2) and depth 2 (lane % 4) + 8 (r / 2) and the next; register r of b has column lane / 4 and depth 2 (lane % 4) + 8 r and the next; number i
// of the sums has row lane / 4 + 8 (i / 2) and column 2 (lane % 4) + i % 2.
void multiplyAdd(float (&sums)[4], const Fragment &a, std::uint32_t b0, std::uint32_t b1)
{
    const int lane = running->lane;
    for (int r = 0; r < 4; ++r)
        shownBy(lane).words[r] = a.of[r];
    shownBy(lane).words[4] = b0;
    shownBy(lane).words[5] = b1;
    meet();
    const auto half = [](std::uint32_t pair, int index) { return toFloat({static_cast<std::uint16_t>(index == 0 ? pair : pair >> 16)}); };
    for (int i = 0; i < 4; ++i) {
        const int row = lane / 4 + i / 2 * 8, column = lane % 4 * 2 + i % 2;
        for (int k = 0; k < 16; ++k) {
            const int laneOfDepth = k % 8 / 2, upper = k / 8;
            sums[i] += half(shownBy(row % 8 * 4 + laneOfDepth).words[row / 8 + 2 * upper], k % 2) * half(shownBy(column * 4 + laneOfDepth).words[4 + upper], k % 2);
        }
    }
    meet();
}

}  // namespace interlinear::training::cuda
