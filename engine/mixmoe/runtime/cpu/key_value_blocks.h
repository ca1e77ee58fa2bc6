// Memory for keys and values in blocks of 16 positions, which several sequences may share. Blocks that are given back are used again: a runtime that has been at work
// for a while allocates no more.
//
//   KeyValueBlocks blocks(config);
//   const int block = blocks.take();      // one user
//   blocks.share(block);                  // two
//   blocks.data(block)[layout.valueOffset(layer, kvHead)];
//   blocks.giveBack(block);
//
// A block holds, for each layer, keys [kvHead][headSize][16 positions], then values [kvHead][16 positions][padded headSize], as the kernel reads them.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/runtime/kernels/aligned_floats.h"
#include "engine/mixmoe/runtime/kernels/panel.h"

#include <vector>

namespace interlinear::mixmoe {

/// Where in a block things lie.
struct KeyValueLayout {
    explicit KeyValueLayout(const ModelConfig &config)
        : layers(static_cast<std::size_t>(config.layerCount)), kvHeads(static_cast<std::size_t>(config.kvHeadCount)), headSize(static_cast<std::size_t>(config.headSize)),
          paddedHead(paddedToPanel(headSize))
    {
    }

    /// Of the panel [headSize][16] of keys.
    std::size_t keyOffset(std::size_t layer, std::size_t kvHead) const { return layer * layerSize() + kvHead * headSize * panelWidth; }
    /// Of the values; from one position to the next valueStride().
    std::size_t valueOffset(std::size_t layer, std::size_t kvHead) const { return layer * layerSize() + keySize() + kvHead * panelWidth * paddedHead; }
    std::size_t valueStride() const { return paddedHead; }
    std::size_t keySize() const { return kvHeads * headSize * panelWidth; }
    std::size_t layerSize() const { return keySize() + kvHeads * panelWidth * paddedHead; }
    std::size_t blockSize() const { return layers * layerSize(); }

    std::size_t layers, kvHeads, headSize, paddedHead;
};

class KeyValueBlocks {
public:
    explicit KeyValueBlocks(const ModelConfig &config) : m_layout(config) {}

    const KeyValueLayout &layout() const { return m_layout; }
    /// Holds zeros or what its last user left. Throws std::bad_alloc.
    int take();
    void share(int block) { ++m_users[static_cast<std::size_t>(block)]; }
    void giveBack(int block);
    bool isShared(int block) const { return m_users[static_cast<std::size_t>(block)] > 1; }
    /// Stays where it is.
    float *data(int block) { return m_blocks[static_cast<std::size_t>(block)].data(); }

private:
    KeyValueLayout m_layout;
    std::vector<AlignedFloats> m_blocks;
    std::vector<int> m_users;   // of each block
    std::vector<int> m_free;
};

}  // namespace interlinear::mixmoe
