// Keys and values of one sequence, in blocks that forked sequences share until one of them writes.
//
//   KeyValueCache cache(blocks, config.maxPositions);
//   cache.reserve(prompt.size());                       // may throw std::bad_alloc; nothing read so far is lost
//   cache.write(layer, position, key, value, kernels.rows);
//   cache.setLength(position + 1);
//   KeyValueCache fork = cache;                         // copies no keys
#pragma once

#include "engine/mixmoe/runtime/cpu/key_value_blocks.h"
#include "engine/mixmoe/runtime/kernels/row_functions.h"

#include <vector>

namespace interlinear::mixmoe {

class KeyValueCache {
public:
    /// The blocks must outlive this.
    KeyValueCache(KeyValueBlocks &blocks, int maxPositions);
    KeyValueCache(const KeyValueCache &other);
    KeyValueCache(KeyValueCache &&other) noexcept;
    KeyValueCache &operator=(const KeyValueCache &) = delete;
    ~KeyValueCache();

    int length() const { return m_length; }
    /// Blocks of its own for this many more positions.
    void reserve(std::size_t positions);
    /// length <= positions reserved or read; blocks behind it are let go.
    void truncate(int length);
    /// After the positions below it were written.
    void setLength(int length) { m_length = length; }

    /// key, value: [kvHeads * headSize]. The position must be reserved.
    void write(std::size_t layer, std::size_t position, const float *key, const float *value, const RowFunctions &functions) const;

    const KeyValueLayout &layout() const { return m_pool->layout(); }
    /// The blocks, one for 16 positions; valid until positions are reserved or truncated.
    const std::byte *const *blocks() const { return m_addresses.data(); }

private:
    void writeFloats(std::size_t layer, std::size_t position, const float *key, const float *value) const;
    void writeHalves(std::size_t layer, std::size_t position, const float *key, const float *value, const RowFunctions &functions) const;
    void append(int block);

    KeyValueBlocks *m_pool;
    std::vector<int> m_blocks;
    std::vector<std::byte *> m_addresses;   // of the blocks
    int m_length = 0;
};

}  // namespace interlinear::mixmoe
