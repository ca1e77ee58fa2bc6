#include "engine/mixmoe/runtime/cuda/card.h"

#include <new>

namespace interlinear::mixmoe::cuda {

std::string Card::name() const
{
    return "cuda:" + std::to_string(m_table.device) + " " + m_table.name;
}

std::size_t Card::freeBytes() const
{
    std::size_t freeBytes = 0, totalBytes = 0;
    return m_table.memory(m_table.state, &freeBytes, &totalBytes) == 0 ? freeBytes : 0;
}

void Card::copyIn(void *card, const void *host, std::size_t bytes)
{
    ++m_calls.copies;
    note([&] { return m_table.copyIn(m_table.state, card, host, bytes); });
}

void Card::copyInNow(void *card, const void *host, std::size_t bytes)
{
    if (bytes == 0)
        return;
    copyIn(card, host, bytes);
    ++m_calls.waits;
    note([&] { return m_table.finish(m_table.state); });
}

void Card::copyOut(void *host, const void *card, std::size_t bytes)
{
    ++m_calls.copies;
    note([&] { return m_table.copyOut(m_table.state, host, card, bytes); });
}

void Card::copyWithin(void *to, const void *from, std::size_t bytes)
{
    ++m_calls.copies;
    note([&] { return m_table.copyWithin(m_table.state, to, from, bytes); });
}

void Card::clear(void *card, std::size_t bytes)
{
    note([&] { return m_table.clear(m_table.state, card, bytes); });
}

std::string Card::fourierTrouble() const
{
    const char *trouble = m_table.fourierTrouble(m_table.state);
    return trouble ? trouble : "";
}

void Card::fourier(const float *in, float *out, int length, int count)
{
    ++m_calls.launches;
    note([&] { return m_table.fourier(m_table.state, in, out, length, count); });
}

Result<void> Card::finish()
{
    ++m_calls.waits;
    const bool waited = m_table.finish(m_table.state) == 0;
    const bool failed = m_failed || !waited;
    m_failed = false;
    if (failed)
        return fail(ErrorCode::EngineFailure, name(), "the card gave up: %1", m_table.lastError(m_table.state));
    return {};
}

void Card::beginGraph()
{
    note([&] { return m_table.beginGraph(m_table.state); });
}

void *Card::endGraph()
{
    void *graph = m_table.endGraph(m_table.state);   // after a failure too: recording must end
    m_failed = m_failed || !graph;
    if (m_failed && graph)
        releaseGraph(graph);
    return m_failed ? nullptr : graph;
}

void Card::runGraph(void *graph)
{
    ++m_calls.graphs;
    note([&] { return m_table.runGraph(m_table.state, graph); });
}

CardMemory::CardMemory(std::shared_ptr<Card> card, std::size_t bytes) : m_size(bytes)
{
    void *memory = card->m_table.allocate(card->m_table.state, bytes);
    if (!memory)
        throw std::bad_alloc();
    m_memory = std::shared_ptr<void>(memory, [card = std::move(card)](void *given) { card->m_table.release(card->m_table.state, given); });
}

Staging::Staging(std::shared_ptr<Card> card, std::size_t bytes) : m_size(bytes)
{
    void *memory = card->m_table.allocateStaging(card->m_table.state, bytes);
    if (!memory)
        throw std::bad_alloc();
    m_memory = std::shared_ptr<void>(memory, [card = std::move(card)](void *given) { card->m_table.releaseStaging(card->m_table.state, given); });
}

}  // namespace interlinear::mixmoe::cuda
