#include "engine/cat/memory/exchange/content_set.h"

#include <xxhash.h>

#include <utility>

namespace interlinear::cat {

ContentHash contentHash(std::string_view bytes)
{
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.low64 | (hash.high64 == 0 ? 1U : 0U), hash.high64};
}

std::size_t ContentSet::slotOf(ContentHash hash) const
{
    std::size_t slot = hash.low & (m_table.size() - 1);
    while (m_table[slot] != ContentHash() && m_table[slot] != hash)
        slot = (slot + 1) & (m_table.size() - 1);
    return slot;
}

bool ContentSet::insert(ContentHash hash)
{
    if (m_size + 1 > m_table.size() / 8 * 7)
        grow();
    ContentHash &slot = m_table[slotOf(hash)];
    if (slot == hash)
        return false;
    slot = hash;
    ++m_size;
    return true;
}

void ContentSet::grow()
{
    const std::vector<ContentHash> old = std::exchange(m_table, std::vector<ContentHash>(m_table.empty() ? 1024 : m_table.size() * 2));
    for (const ContentHash hash : old) {
        if (hash != ContentHash())
            m_table[slotOf(hash)] = hash;
    }
}

}  // namespace interlinear::cat
