// A card as the runtime uses it: the plug-in's table with owners for what it hands out.
//
//   CardMemory x(card, rows * width * sizeof(float));         // std::bad_alloc when the card is full
//   card->launch(rows, 1, 128, 0, EmbedArgs{…});
//   card->copyOut(staging.data(), x.data(), bytes);
//   if (auto done = card->finish(); !done) …                  // EngineFailure: what any call since the last finish() ran into
//
// Calls are queued in order. After a failure nothing more is done until finish() has told it. One thread.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/runtime/cuda/kernels/all_kernels.h"
#include "engine/mixmoe/runtime/cuda/plugin/entry.h"

#include <cstddef>
#include <memory>
#include <string>

namespace interlinear::mixmoe::cuda {

/// What was asked of a card so far.
struct CardCalls {
    int launches = 0, graphs = 0, copies = 0, waits = 0;
};

class Card {
public:
    /// Takes over what open() filled.
    explicit Card(const interlinear_cuda_table &table) : m_table(table) {}
    ~Card() { m_table.close(m_table.state); }
    Card(const Card &) = delete;
    Card &operator=(const Card &) = delete;

    /// "cuda:0 NVIDIA H200"
    std::string name() const;
    int multiprocessors() const { return m_table.multiprocessors; }
    /// A second, as interlinear_cuda_table has it.
    double halfOperations() const { return m_table.halfOperations; }
    const CardCalls &calls() const { return m_calls; }
    std::size_t sharedBytesOfBlock() const { return static_cast<std::size_t>(m_table.sharedBytesOfBlock); }
    /// 0 where the card does not say.
    std::size_t freeBytes() const;

    template <class Args>
    void launch(int blocksX, int blocksY, int threads, int sharedWords, const Args &args)
    {
        const interlinear_cuda_launch shape{static_cast<std::int32_t>(kernelOf<Args>), blocksX, blocksY, threads, sharedWords * 4};
        ++m_calls.launches;
        note([&] { return m_table.launch(m_table.state, &shape, &args); });
    }
    /// The host's memory is free again where finish() returns.
    void copyIn(void *card, const void *host, std::size_t bytes);
    /// Waits until it is free.
    void copyInNow(void *card, const void *host, std::size_t bytes);
    void copyOut(void *host, const void *card, std::size_t bytes);
    void copyWithin(void *to, const void *from, std::size_t bytes);
    void clear(void *card, std::size_t bytes);
    /// What is missing for fourier(); empty: nothing.
    std::string fourierTrouble() const;
    /// As interlinear_cuda_table has it.
    void fourier(const float *in, float *out, int length, int count);
    Result<void> finish();

    void beginGraph();
    /// Null after a failure.
    void *endGraph();
    void runGraph(void *graph);
    void releaseGraph(void *graph) { m_table.releaseGraph(m_table.state, graph); }

private:
    friend class CardMemory;
    friend class Staging;

    template <class F>
    void note(const F &call)
    {
        if (!m_failed)
            m_failed = call() != 0;
    }

    interlinear_cuda_table m_table;
    bool m_failed = false;
    CardCalls m_calls;
};

/// Memory on the card. Holds anything at first.
class CardMemory {
public:
    CardMemory() = default;
    CardMemory(std::shared_ptr<Card> card, std::size_t bytes);

    void *data() const { return m_memory.get(); }
    std::size_t size() const { return m_size; }
    template <typename T>
    T *as() const
    {
        return static_cast<T *>(data());
    }

private:
    std::shared_ptr<void> m_memory;   // its deleter holds the card
    std::size_t m_size = 0;
};

/// Memory of the host that the card copies from and to without a stop.
class Staging {
public:
    Staging() = default;
    Staging(std::shared_ptr<Card> card, std::size_t bytes);

    std::byte *data() const { return static_cast<std::byte *>(m_memory.get()); }
    std::size_t size() const { return m_size; }

private:
    std::shared_ptr<void> m_memory;
    std::size_t m_size = 0;
};

}  // namespace interlinear::mixmoe::cuda
