#include "tests/support/loop_card.h"

#include "engine/mixmoe/model/router_feature.h"
#include "tests/support/loop_team.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <vector>

namespace interlinear::tests {

namespace {

using namespace mixmoe::cuda;

constexpr int sharedBytes = 96 * 1024;

enum Failure { None = 0, Gone = 1, TooLarge = 2 };

struct Loops {
    LoopCardOptions options;
    std::size_t used = 0;
    std::map<void *, std::size_t> sizes;
    int launches = 0;
    Failure failure = None;
    using Graph = std::vector<std::function<void()>>;
    std::unique_ptr<Graph> recording;
};

Loops &loopsOf(void *state)
{
    return *static_cast<Loops *>(state);
}

/// What shared memory holds that nobody has written: no number.
constexpr float unwritten = std::bit_cast<float>(0xFFFFFFFF);

template <class Args>
void runBlocks(const interlinear_cuda_launch &shape, const Args &args, bool backwards)
{
    std::vector<float> shared(static_cast<std::size_t>(shape.sharedBytes) / sizeof(float));
    const int blocks = shape.blocksX * shape.blocksY;
    for (int i = 0; i < blocks; ++i) {
        std::ranges::fill(shared, unwritten);
        const int block = backwards ? blocks - 1 - i : i;
        LoopTeam team(block % shape.blocksX, block / shape.blocksX, shape.threads, shared, backwards);
        run(team, args);
    }
}

int launch(void *state, const interlinear_cuda_launch *shape, const void *args)
{
    Loops &loops = loopsOf(state);
    if (loops.options.launchesUntilFailure >= 0 && loops.launches >= loops.options.launchesUntilFailure)
        loops.failure = Gone;
    else if (shape->sharedBytes > sharedBytes || shape->threads % lanes != 0 || shape->threads > LoopTeam::mostWarps * lanes || shape->blocksX < 1 || shape->blocksY < 1 || shape->blocksY > 65535)
        loops.failure = TooLarge;
    if (loops.failure != None)
        return loops.failure;
    ++loops.launches;
    withArguments(static_cast<Kernel>(shape->kernel), args, [&](const auto &own) {
        auto work = [shape = *shape, own, backwards = loops.options.backwards] { runBlocks(shape, own, backwards); };
        if (loops.recording)
            loops.recording->push_back(std::move(work));
        else
            work();
    });
    return None;
}

void *allocate(void *state, size_t bytes)
{
    Loops &loops = loopsOf(state);
    if (bytes == 0 || loops.used + bytes > loops.options.bytes)
        return nullptr;
    void *memory = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
    std::memset(memory, 0xFF, bytes);
    loops.used += bytes;
    loops.sizes.emplace(memory, bytes);
    return memory;
}

void release(void *state, void *memory)
{
    Loops &loops = loopsOf(state);
    loops.used -= loops.sizes.at(memory);
    loops.sizes.erase(memory);
    std::free(memory);
}

int copy(void *state, void *to, const void *from, size_t bytes)
{
    if (loopsOf(state).failure == None)
        std::memcpy(to, from, bytes);
    return loopsOf(state).failure;
}

int fourier(void *state, const float *in, float *out, std::int32_t length, std::int32_t count)
{
    Loops &loops = loopsOf(state);
    if (loops.failure == None && loops.recording)
        loops.recording->push_back([=] { realPartsOfTransforms(in, out, length, count); });
    else if (loops.failure == None)
        realPartsOfTransforms(in, out, length, count);
    return loops.failure;
}

int runGraph(void *state, void *graph)
{
    if (loopsOf(state).failure == None) {
        for (const auto &work : *static_cast<Loops::Graph *>(graph))
            work();
    }
    return loopsOf(state).failure;
}

}  // namespace

void realPartsOfTransforms(const float *in, float *out, int length, int count)
{
    const auto width = static_cast<std::size_t>(length), pairs = width / 2 + 1;
    std::vector<float> real(width);
    for (std::size_t row = 0; row < static_cast<std::size_t>(count); ++row) {
        mixmoe::realFourier({in + row * width, width}, real);
        for (std::size_t k = 0; k < pairs; ++k) {
            out[2 * (row * pairs + k)] = real[k];
            out[2 * (row * pairs + k) + 1] = unwritten;
        }
    }
}

std::shared_ptr<Card> loopCard(const LoopCardOptions &options)
{
    interlinear_cuda_table table{};
    table.state = new Loops{.options = options};
    std::strcpy(table.name, "loops");
    table.capability = 90;
    table.multiprocessors = 3;
    table.sharedBytesOfBlock = sharedBytes;
    table.memory = [](void *state, size_t *freeBytes, size_t *totalBytes) {
        *totalBytes = loopsOf(state).options.bytes;
        *freeBytes = *totalBytes - loopsOf(state).used;
        return 0;
    };
    table.allocate = allocate;
    table.release = release;
    table.allocateStaging = [](void *, size_t bytes) { return std::malloc(bytes); };
    table.releaseStaging = [](void *, void *memory) { std::free(memory); };
    table.copyIn = copy;
    table.copyOut = copy;
    table.copyWithin = copy;
    table.clear = [](void *state, void *memory, size_t bytes) {
        std::memset(memory, 0, bytes);
        return static_cast<int>(loopsOf(state).failure);
    };
    table.fourierTrouble = [](void *state) { return loopsOf(state).options.fourierTrouble; };
    table.fourier = fourier;
    table.launch = launch;
    table.finish = [](void *state) { return static_cast<int>(loopsOf(state).failure); };
    table.beginGraph = [](void *state) {
        loopsOf(state).recording = std::make_unique<Loops::Graph>();
        return static_cast<int>(loopsOf(state).failure);
    };
    table.endGraph = [](void *state) { return static_cast<void *>(loopsOf(state).recording.release()); };
    table.runGraph = runGraph;
    table.releaseGraph = [](void *, void *graph) { delete static_cast<Loops::Graph *>(graph); };
    table.lastError = [](void *state) { return loopsOf(state).failure == TooLarge ? "a launch is larger than a card allows" : "it was taken away"; };
    table.close = [](void *state) { delete &loopsOf(state); };
    return std::make_shared<Card>(table);
}

}  // namespace interlinear::tests
