#include "engine/mixmoe/decode/draft.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t lookAhead = 8;

}  // namespace

std::span<const TokenId> Draft::next() const
{
    if (!m_follows)
        return {};
    const std::size_t trusted = std::clamp<std::size_t>(m_right, 1, mostTried);
    return std::span(m_tokens).subspan(m_place, std::min(trusted, m_tokens.size() - m_place));
}

void Draft::picked(TokenId token)
{
    const auto begin = m_tokens.begin() + static_cast<std::ptrdiff_t>(m_place);
    const auto end = begin + static_cast<std::ptrdiff_t>(std::min(lookAhead, m_tokens.size() - m_place));
    const auto found = std::find(begin, end, token);
    m_right = found == begin && found != end ? m_right + 1 : 0;
    m_follows = found != end;
    if (m_follows)
        m_place = static_cast<std::size_t>(found - m_tokens.begin()) + 1;
}

}  // namespace interlinear::mixmoe
