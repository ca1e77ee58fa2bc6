#include "engine/mixmoe/decode/draft.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t lookAround = 8;

// Of a pass of so many tokens, in steps of one: the more there are, the more of the experts that the next one needs are read anyway. Fitted to passes of 1 to 25 tokens.
double costOf(std::size_t tokens)
{
    return 1 + 0.7 * std::sqrt(static_cast<double>(tokens - 1));
}

}  // namespace

std::span<const TokenId> Draft::next(std::size_t readAnyway) const
{
    return std::span(m_tokens).subspan(m_place, std::min(worthTrying(readAnyway), m_tokens.size() - m_place));
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

// Tokens that are tried bring the one behind each that is right, and are there for nothing behind the first that is wrong.
double Draft::expectedTokens(std::size_t tried) const
{
    double tokens = 1, chance = m_right ? m_behindRight.chance() : m_behindWrong.chance();
    for (; tried > 0; --tried, chance *= m_behindRight.chance())
        tokens += chance;
    return tokens;
}

// As many as promise the most tokens for their time, at the pace of steps that read one token anyway.
std::size_t Draft::worthTrying(std::size_t readAnyway) const
{
    double pace = 0, most = std::numeric_limits<double>::lowest();
    for (std::size_t tried = 0; tried <= mostTried; ++tried)
        pace = std::max(pace, expectedTokens(tried) / costOf(1 + tried));
    std::size_t best = 0;
    for (std::size_t tried = 0; tried <= mostTried; ++tried) {
        const double gain = expectedTokens(tried) - pace * costOf(readAnyway + tried);
        if (gain > most + 1e-9) {
            most = gain;
            best = tried;
        }
    }
    return best;
}

}  // namespace interlinear::mixmoe
