#include "engine/mixmoe/runtime/cuda/page_pool.h"

#include <algorithm>
#include <utility>

namespace interlinear::mixmoe::cuda {

namespace {

constexpr std::size_t slabBytes = std::size_t(16) << 20;

std::size_t pagesFor(std::size_t positions)
{
    return (positions + pagePositions - 1) / pagePositions;
}

}  // namespace

int PagePool::take()
{
    if (m_free.empty())
        grow();
    const int page = m_free.back();
    m_free.pop_back();
    m_users[static_cast<std::size_t>(page)] = 1;
    return page;
}

void PagePool::giveBack(int page)
{
    if (--m_users[static_cast<std::size_t>(page)] == 0)
        m_free.push_back(page);
}

void PagePool::grow()
{
    const std::size_t pageBytes = static_cast<std::size_t>(m_layout.values()) * sizeof(float), count = std::max<std::size_t>(1, slabBytes / pageBytes);
    const std::size_t before = m_pages.size();
    m_pages.reserve(before + count);
    m_users.reserve(before + count);
    m_free.reserve(before + count);
    m_slabs.reserve(m_slabs.size() + 1);
    const CardMemory &slab = m_slabs.emplace_back(m_card, count * pageBytes);
    for (std::size_t i = 0; i < count; ++i) {
        m_pages.push_back(slab.as<float>() + i * static_cast<std::size_t>(m_layout.values()));
        m_users.push_back(0);
        m_free.push_back(static_cast<int>(before + count - 1 - i));
    }
}

PagedSequence::PagedSequence(const PagedSequence &other) : m_pool(other.m_pool), m_pages(other.m_pages), m_length(other.m_length)
{
    for (const int page : m_pages)
        m_pool->share(page);
}

PagedSequence::PagedSequence(PagedSequence &&other) noexcept : m_pool(other.m_pool), m_pages(std::exchange(other.m_pages, {})), m_length(other.m_length) {}

PagedSequence::~PagedSequence()
{
    for (const int page : m_pages)
        m_pool->giveBack(page);
}

void PagedSequence::reserve(std::size_t positions, std::vector<PageCopy> &copies)
{
    const auto length = static_cast<std::size_t>(m_length);
    const std::size_t firstWritten = length / pagePositions;
    if (firstWritten < m_pages.size() && m_pool->isShared(m_pages[firstWritten])) {
        copies.reserve(copies.size() + 1);
        const int own = m_pool->take();
        if (length % pagePositions > 0)
            copies.push_back({m_pool->data(m_pages[firstWritten]), m_pool->data(own)});
        m_pool->giveBack(m_pages[firstWritten]);
        m_pages[firstWritten] = own;
    }
    const std::size_t wanted = pagesFor(length + positions);
    m_pages.reserve(wanted);
    while (m_pages.size() < wanted)
        m_pages.push_back(m_pool->take());
}

void PagedSequence::truncate(int length)
{
    m_length = length;
    while (m_pages.size() > pagesFor(static_cast<std::size_t>(length))) {
        m_pool->giveBack(m_pages.back());
        m_pages.pop_back();
    }
}

}  // namespace interlinear::mixmoe::cuda
