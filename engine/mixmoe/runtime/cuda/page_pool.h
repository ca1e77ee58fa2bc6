// Pages of the key-value cache on the card, which forked sequences share until one of them writes.
//
//   PagePool pool(card, {.layers = 8, .kvWidth = 128});
//   PagedSequence sequence(pool);
//   sequence.reserve(prompt.size(), copies);     // pages that must be copied before anything is written; throws std::bad_alloc
//   sequence.setLength(prompt.size());
//   PagedSequence beam = sequence;               // copies no keys
//
// Memory is taken in larger pieces and kept: a runtime that has been at work for a while takes none.
#pragma once

#include "engine/mixmoe/runtime/cuda/card.h"

#include <memory>
#include <vector>

namespace interlinear::mixmoe::cuda {

class PagePool {
public:
    PagePool(std::shared_ptr<Card> card, PageLayout layout) : m_card(std::move(card)), m_layout(layout) {}

    const PageLayout &layout() const { return m_layout; }
    /// Holds anything. Throws std::bad_alloc.
    int take();
    void share(int page) { ++m_users[static_cast<std::size_t>(page)]; }
    void giveBack(int page);
    bool isShared(int page) const { return m_users[static_cast<std::size_t>(page)] > 1; }
    float *data(int page) const { return m_pages[static_cast<std::size_t>(page)]; }
    int pagesInUse() const { return static_cast<int>(m_pages.size() - m_free.size()); }

private:
    void grow();

    std::shared_ptr<Card> m_card;
    PageLayout m_layout;
    std::vector<CardMemory> m_slabs;
    std::vector<float *> m_pages;
    std::vector<int> m_users;    // of each page
    std::vector<int> m_free;     // as much room as there are pages, so that giving back never fails
};

class PagedSequence {
public:
    /// The pool must outlive this.
    explicit PagedSequence(PagePool &pool) : m_pool(&pool) {}
    PagedSequence(const PagedSequence &other);
    PagedSequence(PagedSequence &&other) noexcept;
    PagedSequence &operator=(const PagedSequence &) = delete;
    ~PagedSequence();

    int length() const { return m_length; }
    /// Pages of its own for this many more positions.
    void reserve(std::size_t positions, std::vector<PageCopy> &copies);
    /// length <= positions reserved or read; pages behind it are let go.
    void truncate(int length);
    /// After the positions below it were written.
    void setLength(int length) { m_length = length; }
    const std::vector<int> &pages() const { return m_pages; }

private:
    PagePool *m_pool;
    std::vector<int> m_pages;
    int m_length = 0;
};

}  // namespace interlinear::mixmoe::cuda
