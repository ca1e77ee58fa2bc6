#include "engine/mixmoe/decode/draft.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t lookAround = 8;

// Of a pass of so many tokens, in steps of one: the more there are, the more of the experts that the next one needs are read anyway. Fitted to passes of 1 to 25 tokens on
// two threads, 70m and the model that ships, int8; behind these each token costs its multiply-adds.
constexpr double mostFitted = 25;

double costOf(std::size_t tokens)
{
    const double others = static_cast<double>(tokens - 1), fitted = std::min(others, mostFitted - 1);
    return 1 + 0.7 * std::sqrt(fitted) + 0.07 * (others - fitted);
}

}  // namespace

std::span<const TokenId> Draft::next(std::size_t readAnyway, std::size_t atMost) const
{
    return std::span(m_tokens).subspan(m_place, worthTrying(readAnyway, std::min({atMost, mostTried, m_tokens.size() - m_place})));
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

// Tokens that are tried bring the one behind each that is right, and are there for nothing behind the first that is wrong: as many as promise the most tokens for their
// time, at the best pace of steps that read one token anyway.
std::size_t Draft::worthTrying(std::size_t readAnyway, std::size_t atMost) const
{
    if (atMost == 0)
        return 0;
    const auto forEachCount = [&](const auto &visit) {
        double tokens = 1, chance = m_right ? m_behindRight.chance() : m_behindWrong.chance();
        for (std::size_t tried = 0; tried <= atMost; ++tried, tokens += chance, chance *= m_behindRight.chance())
            visit(tried, tokens);
    };
    double pace = 0;
    forEachCount([&](std::size_t tried, double tokens) { pace = std::max(pace, tokens / costOf(1 + tried)); });
    std::size_t best = 0;
    double most = std::numeric_limits<double>::lowest();
    forEachCount([&](std::size_t tried, double tokens) {
        const double gain = tokens - pace * costOf(readAnyway + tried);
        if (gain > most + 1e-9) {   // of counts that promise the same, the least
            most = gain;
            best = tried;
        }
    });
    return best;
}

}  // namespace interlinear::mixmoe
