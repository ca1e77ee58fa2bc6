#include "engine/mixmoe/runtime/cpu/key_value_cache.h"

#include "engine/mixmoe/runtime/cpu/panel_product.h"

#include <algorithm>

namespace interlinear::mixmoe {

KeyValueCache::KeyValueCache(const ModelConfig &config)
    : m_layers(static_cast<std::size_t>(config.layerCount)), m_kvHeads(static_cast<std::size_t>(config.kvHeadCount)),
      m_headSize(static_cast<std::size_t>(config.headSize)), m_paddedHead(paddedToPanel(m_headSize))
{
}

void KeyValueCache::reserve(std::size_t positions)
{
    const auto length = static_cast<std::size_t>(m_length);
    const std::size_t firstWritten = length / panelWidth;
    if (firstWritten < m_blocks.size() && m_blocks[firstWritten].use_count() > 1)
        m_blocks[firstWritten] = std::make_shared<Block>(*m_blocks[firstWritten]);
    const std::size_t wanted = paddedToPanel(length + positions) / panelWidth;
    while (m_blocks.size() < wanted)
        m_blocks.push_back(std::make_shared<Block>(m_layers * layerSize(), 0.0F));
}

void KeyValueCache::truncate(int length)
{
    m_length = length;
    m_blocks.resize(std::min(m_blocks.size(), paddedToPanel(static_cast<std::size_t>(length)) / panelWidth));
}

void KeyValueCache::write(std::size_t layer, std::size_t position, const float *key, const float *value)
{
    float *block = m_blocks[position / panelWidth]->data() + layer * layerSize();
    const std::size_t slot = position % panelWidth;
    for (std::size_t i = 0; i < m_kvHeads * m_headSize; ++i)
        block[i * panelWidth + slot] = key[i];
    float *values = block + keySize() + slot * valueStride();
    for (std::size_t head = 0; head < m_kvHeads; ++head)
        std::copy_n(value + head * m_headSize, m_headSize, values + head * m_paddedHead);
}

const float *KeyValueCache::keys(std::size_t layer, std::size_t block, std::size_t kvHead) const
{
    return m_blocks[block]->data() + layer * layerSize() + kvHead * m_headSize * panelWidth;
}

const float *KeyValueCache::values(std::size_t layer, std::size_t block, std::size_t kvHead) const
{
    return m_blocks[block]->data() + layer * layerSize() + keySize() + kvHead * m_paddedHead;
}

std::size_t KeyValueCache::keySize() const
{
    return m_kvHeads * m_headSize * panelWidth;
}

std::size_t KeyValueCache::layerSize() const
{
    return keySize() + panelWidth * valueStride();
}

}  // namespace interlinear::mixmoe
