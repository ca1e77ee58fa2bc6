#include "engine/mixmoe/runtime/cpu/key_value_cache.h"

#include <algorithm>
#include <utility>

namespace interlinear::mixmoe {

KeyValueCache::KeyValueCache(KeyValueBlocks &blocks, int maxPositions) : m_pool(&blocks)
{
    const std::size_t most = paddedToPanel(static_cast<std::size_t>(maxPositions)) / panelWidth;
    m_blocks.reserve(most);
    m_addresses.reserve(most);
}

KeyValueCache::KeyValueCache(const KeyValueCache &other) : m_pool(other.m_pool), m_length(other.m_length)
{
    m_blocks.reserve(other.m_blocks.capacity());
    m_addresses.reserve(other.m_blocks.capacity());
    for (const int block : other.m_blocks) {
        m_pool->share(block);
        append(block);
    }
}

KeyValueCache::KeyValueCache(KeyValueCache &&other) noexcept
    : m_pool(other.m_pool), m_blocks(std::exchange(other.m_blocks, {})), m_addresses(std::move(other.m_addresses)), m_length(other.m_length)
{
}

KeyValueCache::~KeyValueCache()
{
    for (const int block : m_blocks)
        m_pool->giveBack(block);
}

void KeyValueCache::reserve(std::size_t positions)
{
    const auto length = static_cast<std::size_t>(m_length);
    const std::size_t firstWritten = length / panelWidth;
    if (firstWritten < m_blocks.size() && m_pool->isShared(m_blocks[firstWritten])) {
        const int own = m_pool->take();
        std::copy_n(m_addresses[firstWritten], layout().blockBytes(), m_pool->data(own));
        m_pool->giveBack(m_blocks[firstWritten]);
        m_blocks[firstWritten] = own;
        m_addresses[firstWritten] = m_pool->data(own);
    }
    const std::size_t wanted = paddedToPanel(length + positions) / panelWidth;
    while (m_blocks.size() < wanted)
        append(m_pool->take());
}

void KeyValueCache::truncate(int length)
{
    m_length = length;
    const std::size_t kept = paddedToPanel(static_cast<std::size_t>(length)) / panelWidth;
    while (m_blocks.size() > kept) {
        m_pool->giveBack(m_blocks.back());
        m_blocks.pop_back();
        m_addresses.pop_back();
    }
}

void KeyValueCache::write(std::size_t layer, std::size_t position, const float *key, const float *value, const RowFunctions &functions) const
{
    if (layout().type == KeyValueType::Bf16)
        writeHalves(layer, position, key, value, functions);
    else
        writeFloats(layer, position, key, value);
}

void KeyValueCache::writeFloats(std::size_t layer, std::size_t position, const float *key, const float *value) const
{
    const KeyValueLayout &layout = m_pool->layout();
    auto *block = reinterpret_cast<float *>(m_addresses[position / panelWidth]);
    const std::size_t slot = position % panelWidth;
    float *keys = block + layout.keyOffset(layer, 0) + slot;
    for (std::size_t i = 0; i < layout.kvHeads * layout.headSize; ++i)
        keys[i * panelWidth] = key[i];
    for (std::size_t head = 0; head < layout.kvHeads; ++head)
        std::copy_n(value + head * layout.headSize, layout.headSize, block + layout.valueOffset(layer, head) + slot * layout.valueStride());
}

// Two dimensions of a key lie side by side, and two positions of a value.
void KeyValueCache::writeHalves(std::size_t layer, std::size_t position, const float *key, const float *value, const RowFunctions &functions) const
{
    constexpr std::size_t atOnce = 64;
    const KeyValueLayout &layout = m_pool->layout();
    auto *block = reinterpret_cast<Bf16 *>(m_addresses[position / panelWidth]);
    const std::size_t slot = position % panelWidth, dimensions = layout.kvHeads * layout.headSize;
    Bf16 rounded[atOnce];
    Bf16 *keys = block + layout.keyOffset(layer, 0) + slot * depthsOfBf16;
    for (std::size_t begin = 0; begin < dimensions; begin += atOnce) {
        const std::size_t count = std::min(atOnce, dimensions - begin);
        functions.roundToBf16(key + begin, count, rounded);
        for (std::size_t i = 0; i < count; i += depthsOfBf16)
            std::copy_n(rounded + i, depthsOfBf16, keys + (begin + i) * panelWidth);
    }
    for (std::size_t head = 0; head < layout.kvHeads; ++head) {
        Bf16 *values = block + layout.valueOffset(layer, head) + slot / depthsOfBf16 * depthsOfBf16 * layout.valueStride() + slot % depthsOfBf16;
        for (std::size_t begin = 0; begin < layout.headSize; begin += atOnce) {
            const std::size_t count = std::min(atOnce, layout.headSize - begin);
            functions.roundToBf16(value + head * layout.headSize + begin, count, rounded);
            for (std::size_t i = 0; i < count; ++i)
                values[(begin + i) * depthsOfBf16] = rounded[i];
        }
    }
}

void KeyValueCache::append(int block)
{
    m_blocks.push_back(block);
    m_addresses.push_back(m_pool->data(block));
}

}  // namespace interlinear::mixmoe
