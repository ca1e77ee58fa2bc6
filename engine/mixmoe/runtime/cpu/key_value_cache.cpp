#include "engine/mixmoe/runtime/cpu/key_value_cache.h"

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
    m_addresses.clear();
    for (const std::shared_ptr<Block> &block : m_blocks)
        m_addresses.push_back(block->data());
}

void KeyValueCache::truncate(int length)
{
    m_length = length;
    m_blocks.resize(std::min(m_blocks.size(), paddedToPanel(static_cast<std::size_t>(length)) / panelWidth));
    m_addresses.resize(std::min(m_addresses.size(), m_blocks.size()));
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

}  // namespace interlinear::mixmoe
