// Keys and values of one sequence in blocks of 16 positions, which forked sequences share until one of them writes.
//
//   KeyValueCache cache(config);
//   cache.reserve(prompt.size());                       // may throw std::bad_alloc; nothing read so far is lost
//   cache.write(layer, position, key, value);
//   cache.setLength(position + 1);
//   KeyValueCache fork = cache;                         // copies no keys
//
// A block holds, for each layer, keys [kvHead][headSize][16 positions], then values [16 positions][kvHead][padded headSize]: both are panels of the kernel.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/runtime/cpu/aligned_floats.h"

#include <memory>
#include <vector>

namespace interlinear::mixmoe {

class KeyValueCache {
public:
    explicit KeyValueCache(const ModelConfig &config);

    int length() const { return m_length; }
    /// Blocks of its own for this many more positions.
    void reserve(std::size_t positions);
    /// length <= positions reserved or read; blocks behind it are let go.
    void truncate(int length);
    /// After the positions below it were written.
    void setLength(int length) { m_length = length; }

    /// key, value: [kvHeads * headSize]. The position must be reserved.
    void write(std::size_t layer, std::size_t position, const float *key, const float *value);

    /// Panel [headSize][16] of the keys of positions 16 * block and on.
    const float *keys(std::size_t layer, std::size_t block, std::size_t kvHead) const;
    /// Panels of the values of these positions; from one position to the next valueStride().
    const float *values(std::size_t layer, std::size_t block, std::size_t kvHead) const;
    std::size_t valueStride() const { return m_kvHeads * m_paddedHead; }

private:
    using Block = AlignedFloats;

    std::size_t keySize() const;
    std::size_t layerSize() const;

    std::size_t m_layers, m_kvHeads, m_headSize, m_paddedHead;
    std::vector<std::shared_ptr<Block>> m_blocks;
    int m_length = 0;
};

}  // namespace interlinear::mixmoe
