// A set of 128-bit hashes in one flat table: 18 to 37 bytes for each.
//
//   ContentSet known;
//   if (!known.insert(contentHash(text))) ++duplicates;
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct ContentHash {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    bool operator==(const ContentHash &) const = default;
};

/// XXH3 of the bytes; never all zeros.
ContentHash contentHash(std::string_view bytes);

class ContentSet {
public:
    /// Whether it is new.
    bool insert(ContentHash hash);
    bool contains(ContentHash hash) const { return !m_table.empty() && m_table[slotOf(hash)] == hash; }
    std::size_t size() const { return m_size; }

private:
    std::size_t slotOf(ContentHash hash) const;   // where it is, or would be
    void grow();

    std::vector<ContentHash> m_table;             // a power of two; all zeros is free
    std::size_t m_size = 0;
};

}  // namespace interlinear::cat
