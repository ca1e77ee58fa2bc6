#include "engine/mixmoe/decode/draft.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t lookAround = 8;
constexpr double costOfAny = 0.3, costOfEach = 0.2;   // of tokens that are tried, in steps: more experts are read, and more is added up

}  // namespace

std::span<const TokenId> Draft::next() const
{
    return std::span(m_tokens).subspan(m_place, std::min(worthTrying(), m_tokens.size() - m_place));
}

void Draft::picked(TokenId token)
{
    const bool right = m_place < m_tokens.size() && m_tokens[m_place] == token;
    Record &record = latest();
    record.right += right ? 1 : 0;
    record.all += 1;
    m_right = right;
    const std::size_t first = right ? m_place : m_place - std::min(m_place - m_certain, lookAround);
    const auto begin = m_tokens.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = m_tokens.begin() + static_cast<std::ptrdiff_t>(std::min(m_place + lookAround, m_tokens.size()));
    const auto found = std::find(begin, end, token);
    if (found == end) {
        m_place = std::min(m_place + 1, m_tokens.size());
        return;
    }
    m_place = static_cast<std::size_t>(found - m_tokens.begin()) + 1;
    m_certain = m_place;
}

// n tokens that are tried bring the one behind each that is right, and are there for nothing behind the first that is wrong: as many as promise the most tokens for the time.
std::size_t Draft::worthTrying() const
{
    std::size_t best = 0;
    double tokens = 1, chance = m_right ? m_behindRight.chance() : m_behindWrong.chance(), most = 1;
    for (std::size_t tried = 1; tried <= mostTried; ++tried) {
        tokens += chance;
        chance *= m_behindRight.chance();
        const double speed = tokens / (1 + costOfAny + costOfEach * static_cast<double>(tried));
        if (speed > most) {
            most = speed;
            best = tried;
        }
    }
    return best;
}

}  // namespace interlinear::mixmoe
