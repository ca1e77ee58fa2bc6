#include "tests/support/emulated_card.h"

#include "tests/support/emulated_kernels.h"
#include "tests/support/loop_card.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <utility>
#include <vector>

namespace interlinear::tests {

namespace {

constexpr std::size_t cardBytes = std::size_t(256) << 20;
constexpr int sharedBytes = 97 * 1024;   // of compute capability 8.6, the least of all that are supported

}  // namespace

/// What was queued is done when somebody waits. Pageable memory is read at once, and written before the call returns.
class EmulatedStream {
public:
    using Graph = std::vector<std::function<void()>>;

    explicit EmulatedStream(unsigned seed) : m_memory(cardBytes), m_threads(m_memory, seed), m_random(seed) {}

    CheckedMemory &memory() { return m_memory; }

    void *allocate(std::size_t bytes)
    {
        notWhileRecording("memory is allocated");
        return m_memory.allocate(bytes);
    }
    void release(void *memory)
    {
        finish();
        m_memory.release(memory);
    }
    void *allocateStaging(std::size_t bytes)
    {
        notWhileRecording("staging is allocated");
        void *memory = std::malloc(bytes);
        m_staging.emplace(static_cast<const std::byte *>(memory), bytes);
        return memory;
    }
    void releaseStaging(void *memory)
    {
        finish();
        m_staging.erase(static_cast<const std::byte *>(memory));
        std::free(memory);
    }
    void copyIn(void *card, const void *host, std::size_t bytes)
    {
        checkCopy(card, bytes);
        if (isStaging(host, bytes))
            return queue([=, this] { place(card, host, bytes); });
        std::vector<std::byte> image(static_cast<const std::byte *>(host), static_cast<const std::byte *>(host) + bytes);
        queue([=, this, image = std::move(image)] { place(card, image.data(), bytes); });
    }
    void copyOut(void *host, const void *card, std::size_t bytes)
    {
        checkCopy(card, bytes);
        queue([=] { std::memcpy(host, card, bytes); });
        if (!isStaging(host, bytes))
            finish();
    }
    void copyWithin(void *to, const void *from, std::size_t bytes)
    {
        checkCopy(to, bytes);
        checkCopy(from, bytes);
        queue([=, this] { place(to, from, bytes); });
    }
    void clear(void *card, std::size_t bytes)
    {
        checkCopy(card, bytes);
        queue([=, this] {
            std::memset(card, 0, bytes);
            m_memory.markCopied(card, bytes);
        });
    }
    void fourier(const float *in, float *out, std::int32_t length, std::int32_t count)
    {
        const auto rows = static_cast<std::size_t>(count), written = rows * (static_cast<std::size_t>(length) / 2 + 1) * 2 * sizeof(float);
        checkCopy(in, rows * static_cast<std::size_t>(length) * sizeof(float));
        checkCopy(out, written);
        if (m_transforms.insert({length, count}).second && m_recording)
            m_memory.fault("a transform is planned while a graph is recorded");
        auto work = [=, this] {
            realPartsOfTransforms(in, out, length, count);
            m_memory.markCopied(out, written);
        };
        (m_recording ? *m_recording : m_queue).push_back(std::move(work));
    }
    int launch(const interlinear_cuda_launch &shape, const void *args)
    {
        const bool fits = shape.sharedBytes >= 0 && shape.sharedBytes <= sharedBytes && shape.threads > 0 && shape.threads % 32 == 0 && shape.threads <= 256 && shape.blocksX > 0 && shape.blocksY > 0 &&
                          shape.blocksY <= 65535;
        if (!fits) {
            m_memory.fault("a launch that a card refuses");
            return 1;
        }
        if (m_recording && !m_loaded.contains(shape.kernel))
            m_memory.fault("a kernel is loaded while a graph is recorded");
        m_loaded.insert(shape.kernel);
        const auto *first = static_cast<const std::byte *>(args);
        auto work = [this, shape, own = std::vector<std::byte>(first, first + argumentBytes(shape.kernel))] { run(shape, own); };
        if (m_recording)
            m_recording->push_back(std::move(work));
        else
            m_queue.push_back(std::move(work));
        return 0;
    }
    void finish()
    {
        notWhileRecording("somebody waits");
        for (const auto &work : std::exchange(m_queue, {}))
            work();
    }
    void beginGraph() { m_recording.emplace(); }
    Graph *endGraph()
    {
        auto *graph = new Graph(std::move(*m_recording));
        m_recording.reset();
        return graph;
    }
    void runGraph(const Graph *graph)
    {
        notWhileRecording("a graph is run");
        queue([graph] {
            for (const auto &work : *graph)
                work();
        });
    }
    void releaseGraph(const Graph *graph)
    {
        finish();
        delete graph;
    }

private:
    void queue(std::function<void()> work)
    {
        notWhileRecording("memory is copied");
        m_queue.push_back(std::move(work));
    }
    void notWhileRecording(const char *what)
    {
        if (m_recording)
            m_memory.fault(std::string(what) + " while a graph is recorded");
    }
    bool isStaging(const void *host, std::size_t bytes) const
    {
        const auto *first = static_cast<const std::byte *>(host);
        return std::ranges::any_of(m_staging, [&](const auto &piece) { return first >= piece.first && first + bytes <= piece.first + piece.second; });
    }
    void checkCopy(const void *card, std::size_t bytes)
    {
        if (bytes > 0 && !m_memory.isAllocated(reinterpret_cast<std::uintptr_t>(card), bytes))
            m_memory.fault("a copy outside of what was allocated");
    }
    void place(void *card, const void *from, std::size_t bytes)
    {
        std::memcpy(card, from, bytes);
        m_memory.markCopied(card, bytes);
    }
    void run(const interlinear_cuda_launch &shape, const std::vector<std::byte> &args)
    {
        m_threads.beginLaunch(nameOfKernel(shape.kernel), args.data(), args.size(), shape.kernel == static_cast<std::int32_t>(mixmoe::cuda::Kernel::CopyPages));
        std::vector<int> order(static_cast<std::size_t>(shape.blocksX * shape.blocksY));
        std::iota(order.begin(), order.end(), 0);
        std::ranges::shuffle(order, m_random);
        for (const int block : order)
            m_threads.runBlock({block % shape.blocksX, block / shape.blocksX, shape.threads, shape.sharedBytes}, [&] { runEmulatedThread(shape.kernel, args.data()); });
    }

    CheckedMemory m_memory;
    EmulatedThreads m_threads;
    std::mt19937 m_random;
    std::map<const std::byte *, std::size_t> m_staging;
    std::vector<std::function<void()>> m_queue;
    std::optional<Graph> m_recording;
    std::set<std::int32_t> m_loaded;
    std::set<std::pair<std::int32_t, std::int32_t>> m_transforms;   // planned
};

namespace {

EmulatedStream &streamOf(void *state)
{
    return *static_cast<EmulatedStream *>(state);
}

/// A function of the table that always works.
template <auto member, typename... Given>
int done(void *state, Given... given)
{
    (streamOf(state).*member)(given...);
    return 0;
}

}  // namespace

EmulatedCard::EmulatedCard(unsigned seed) : m_stream(std::make_shared<EmulatedStream>(seed))
{
    interlinear_cuda_table table{};
    table.state = m_stream.get();
    std::strcpy(table.name, "emulated");
    table.capability = 80;
    table.multiprocessors = 3;
    table.sharedBytesOfBlock = sharedBytes;
    table.memory = [](void *state, size_t *freeBytes, size_t *totalBytes) {
        *totalBytes = cardBytes;
        *freeBytes = cardBytes - streamOf(state).memory().used();
        return 0;
    };
    table.allocate = [](void *state, size_t bytes) { return streamOf(state).allocate(bytes); };
    table.release = [](void *state, void *memory) { streamOf(state).release(memory); };
    table.allocateStaging = [](void *state, size_t bytes) { return streamOf(state).allocateStaging(bytes); };
    table.releaseStaging = [](void *state, void *memory) { streamOf(state).releaseStaging(memory); };
    table.copyIn = done<&EmulatedStream::copyIn, void *, const void *, size_t>;
    table.copyOut = done<&EmulatedStream::copyOut, void *, const void *, size_t>;
    table.copyWithin = done<&EmulatedStream::copyWithin, void *, const void *, size_t>;
    table.clear = done<&EmulatedStream::clear, void *, size_t>;
    table.fourierTrouble = [](void *) -> const char * { return nullptr; };
    table.fourier = done<&EmulatedStream::fourier, const float *, float *, int32_t, int32_t>;
    table.launch = [](void *state, const interlinear_cuda_launch *launch, const void *args) { return streamOf(state).launch(*launch, args); };
    table.finish = done<&EmulatedStream::finish>;
    table.beginGraph = done<&EmulatedStream::beginGraph>;
    table.endGraph = [](void *state) { return static_cast<void *>(streamOf(state).endGraph()); };
    table.runGraph = [](void *state, void *graph) {
        streamOf(state).runGraph(static_cast<const EmulatedStream::Graph *>(graph));
        return 0;
    };
    table.releaseGraph = [](void *state, void *graph) { streamOf(state).releaseGraph(static_cast<const EmulatedStream::Graph *>(graph)); };
    table.lastError = [](void *) { return "it is emulated"; };
    table.close = [](void *) {};
    m_card = std::make_shared<mixmoe::cuda::Card>(table);
}

const std::set<std::string> &EmulatedCard::faults() const
{
    return m_stream->memory().faults();
}

}  // namespace interlinear::tests
