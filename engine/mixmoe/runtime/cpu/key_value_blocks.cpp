#include "engine/mixmoe/runtime/cpu/key_value_blocks.h"

namespace interlinear::mixmoe {

int KeyValueBlocks::take()
{
    if (m_free.empty()) {
        if (m_free.capacity() <= m_blocks.size())   // so that giving back never fails
            m_free.reserve(2 * m_blocks.size() + 16);
        m_users.reserve(m_free.capacity());
        m_blocks.emplace_back(m_layout.blockBytes());
        m_users.push_back(0);
        m_free.push_back(static_cast<int>(m_blocks.size()) - 1);
    }
    const int block = m_free.back();
    m_free.pop_back();
    m_users[static_cast<std::size_t>(block)] = 1;
    return block;
}

void KeyValueBlocks::giveBack(int block)
{
    if (--m_users[static_cast<std::size_t>(block)] == 0)
        m_free.push_back(block);
}

}  // namespace interlinear::mixmoe
