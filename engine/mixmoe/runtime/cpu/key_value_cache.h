// Keys and values of one sequence in blocks of 16 positions, which forked sequences share until one of them writes.
//
//   KeyValueCache cache(config);
//   cache.reserve(prompt.size());                       // may throw std::bad_alloc; nothing read so far is lost
//   cache.write(layer, position, key, value);
//   cache.setLength(position + 1);
//   KeyValueCache fork = cache;                         // copies no keys
//
// A block holds, for each layer, keys [kvHead][headSize][16 positions], then values [16 positions][kvHead][padded headSize], as the kernel reads them.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/runtime/kernels/aligned_floats.h"
#include "engine/mixmoe/runtime/kernels/panel.h"

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

    /// The blocks, one for 16 positions; valid until positions are reserved or truncated.
    const float *const *blocks() const { return m_addresses.data(); }
    /// Where in a block the panel [headSize][16] of keys begins.
    std::size_t keyOffset(std::size_t layer, std::size_t kvHead) const { return layer * layerSize() + kvHead * m_headSize * panelWidth; }
    /// Where in a block the values begin; from one position to the next valueStride().
    std::size_t valueOffset(std::size_t layer, std::size_t kvHead) const { return layer * layerSize() + keySize() + kvHead * m_paddedHead; }
    std::size_t valueStride() const { return m_kvHeads * m_paddedHead; }

private:
    using Block = AlignedFloats;

    std::size_t keySize() const { return m_kvHeads * m_headSize * panelWidth; }
    std::size_t layerSize() const { return keySize() + panelWidth * valueStride(); }

    std::size_t m_layers, m_kvHeads, m_headSize, m_paddedHead;
    std::vector<std::shared_ptr<Block>> m_blocks;
    std::vector<const float *> m_addresses;   // of the blocks
    int m_length = 0;
};

}  // namespace interlinear::mixmoe
