#include "engine/cat/memory/index/index_chunk.h"

#include <algorithm>

namespace interlinear::cat {

FuzzyQuery::FuzzyQuery(std::span<const WordId> words, int thresholdPerMille)
    : m_length(words.size()), m_threshold(static_cast<std::size_t>(std::clamp(thresholdPerMille, 1, 1000))), m_shortest(m_length - allowedEdits(m_length)),
      m_longest(m_length * 1000 / m_threshold), m_signature(words), m_distance(words)
{
}

std::size_t FuzzyQuery::allowedEdits(std::size_t larger) const
{
    return larger * (1000 - m_threshold) / 1000;
}

std::uint32_t FuzzyQuery::leastShared(std::size_t length) const
{
    const std::size_t larger = std::max(length, m_length);
    return static_cast<std::uint32_t>(larger - allowedEdits(larger));
}

std::optional<int> FuzzyQuery::ceilingOf(std::span<const WordId> words) const
{
    const std::size_t larger = std::max(words.size(), m_length);
    const std::size_t most = allowedEdits(larger);
    const std::size_t edits = m_distance.to(words, most);
    if (edits > most || larger == 0)
        return std::nullopt;
    return 1000 - static_cast<int>((1000 * edits + larger - 1) / larger);
}

}  // namespace interlinear::cat
