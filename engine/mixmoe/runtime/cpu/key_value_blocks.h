// Memory for keys and values in blocks of 16 positions, which several sequences may share. Blocks that are given back are used again: a runtime that has been at work
// for a while allocates no more.
//
//   KeyValueBlocks blocks(config, KeyValueType::Fp32);
//   const int block = blocks.take();      // one user
//   blocks.share(block);                  // two
//   blocks.data(block) + layout.valueOffset(layer, kvHead) * layout.valueBytes();
//   blocks.giveBack(block);
//
// A block holds, for each layer, keys [kvHead][headSize][16 positions], then values [kvHead][16 positions][padded headSize], as the kernel reads them: of bf16 two
// dimensions of a key, and two positions of a value, lie side by side.
#pragma once

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/runtime/kernels/aligned_floats.h"
#include "engine/mixmoe/runtime/kernels/bf16.h"
#include "engine/mixmoe/runtime/kernels/panel.h"

#include <cstddef>
#include <vector>

namespace interlinear::mixmoe {

enum class KeyValueType {
    Fp32,
    Bf16    ///< half of the memory that a step reads; each is rounded once, when it is written
};

/// Where in a block things lie, counted in values of this type.
struct KeyValueLayout {
    KeyValueLayout(const ModelConfig &config, KeyValueType typeOfValues)
        : type(typeOfValues), layers(static_cast<std::size_t>(config.layerCount)), kvHeads(static_cast<std::size_t>(config.kvHeadCount)),
          headSize(static_cast<std::size_t>(config.headSize)), paddedHead(paddedToPanel(headSize))
    {
    }

    /// Of the panel [headSize][16] of keys.
    std::size_t keyOffset(std::size_t layer, std::size_t kvHead) const { return layer * layerSize() + kvHead * headSize * panelWidth; }
    /// Of the values; from one position to the next valueStride().
    std::size_t valueOffset(std::size_t layer, std::size_t kvHead) const { return layer * layerSize() + keySize() + kvHead * panelWidth * paddedHead; }
    std::size_t valueStride() const { return paddedHead; }
    std::size_t keySize() const { return kvHeads * headSize * panelWidth; }
    std::size_t layerSize() const { return keySize() + kvHeads * panelWidth * paddedHead; }
    std::size_t valueBytes() const { return type == KeyValueType::Bf16 ? sizeof(Bf16) : sizeof(float); }
    std::size_t blockBytes() const { return layers * layerSize() * valueBytes(); }

    KeyValueType type;
    std::size_t layers, kvHeads, headSize, paddedHead;
};

class KeyValueBlocks {
public:
    KeyValueBlocks(const ModelConfig &config, KeyValueType type) : m_layout(config, type) {}

    const KeyValueLayout &layout() const { return m_layout; }
    /// Holds zeros or what its last user left. Throws std::bad_alloc.
    int take();
    void share(int block) { ++m_users[static_cast<std::size_t>(block)]; }
    void giveBack(int block);
    bool isShared(int block) const { return m_users[static_cast<std::size_t>(block)] > 1; }
    /// Stays where it is.
    std::byte *data(int block) { return m_blocks[static_cast<std::size_t>(block)].data(); }

private:
    KeyValueLayout m_layout;
    std::vector<std::vector<std::byte, CacheLineAllocator<std::byte>>> m_blocks;
    std::vector<int> m_users;   // of each block
    std::vector<int> m_free;
};

}  // namespace interlinear::mixmoe
